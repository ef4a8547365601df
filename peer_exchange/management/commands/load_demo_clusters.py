"""`manage.py load_demo_clusters`: three fictional clusters with conversations, events, outputs, for demonstrations."""

import logging
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from academy.models import User
from courses.management.commands.load_demo_learning import ADMINISTRATOR
from peer_exchange.management.demo_clusters import DemoClusters

FILE = Path(__file__).parents[2] / "content" / "demo" / "clusters.yaml"


class Command(BaseCommand):
    help = "Bring in invented clusters of the sample organisations. Run again it adds those that are missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="also where DEMO is not set")

    def handle(self, *args: Any, force: bool = False, **options: Any) -> None:
        if not (settings.DEMO or force):
            raise CommandError("These clusters are invented. Set DEMO=1, or pass --force if you mean it.")
        by = User.objects.filter(email=ADMINISTRATOR).first()
        if by is None:
            raise CommandError("The people of the demonstration are missing. Run `manage.py load_demo_people` first.")
        logging.getLogger("celery.app.trace").setLevel(logging.WARNING)  # every letter that does not leave is a task
        story = yaml.safe_load(FILE.read_text("utf-8"))
        with translation.override("en"):
            try:
                new = DemoClusters(story, by=by, now=timezone.now()).load()
            except LookupError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"Clusters: {len(story)}, {new} of them new. All are invented.")
