"""`manage.py load_demo_practices`: an invented practice that peers validated, who took it over, and a challenge, for
demonstrations.
"""

import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from academy.models import Organisation
from peer_exchange.management.demo_practices import load_demo_practices

FILE = Path(__file__).parents[2] / "content" / "demo" / "practices.yaml"


class Command(BaseCommand):
    help = "Bring in invented practices of the sample organisations. Run again it adds those that are missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="also where DEMO is not set")

    def handle(self, *args: Any, force: bool = False, **options: Any) -> None:
        if not (settings.DEMO or force):
            raise CommandError("These practices are invented. Set DEMO=1, or pass --force if you mean it.")
        if not Organisation.objects.filter(key="lipovac-sample").exists():
            raise CommandError("The sample organisations are missing. Run `manage.py load_organisations` first.")
        logging.getLogger("celery.app.trace").setLevel(logging.WARNING)  # every letter that does not leave is a task
        with translation.override("en"):
            added = load_demo_practices(FILE, now=timezone.now())
        self.stdout.write(f"Practices, adoptions, challenges: {added} of them new. All are invented.")
