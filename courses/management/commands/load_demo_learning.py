"""`manage.py load_demo_learning`: fictional people who learn, their editions and reports, for demonstrations."""

import logging
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from academy.models import User
from courses.management.demo_learning import Demonstration

FILE = Path(__file__).parents[2] / "content" / "demo" / "learning.yaml"
ADMINISTRATOR, FACILITATOR = "organisation@example.org", "facilitator@example.org"


class Command(BaseCommand):
    help = "Bring in invented people who learn in the sample organisations. Run again it adds what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="also where DEMO is not set")

    def handle(self, *args: Any, force: bool = False, **options: Any) -> None:
        if not (settings.DEMO or force):
            raise CommandError("These people are invented. Set DEMO=1, or pass --force if you mean it.")
        staff = {user.email: user for user in User.objects.filter(email__in=(ADMINISTRATOR, FACILITATOR))}
        if len(staff) < 2:
            raise CommandError("The people of the demonstration are missing. Run `manage.py load_demo_people` first.")
        logging.getLogger("celery.app.trace").setLevel(logging.WARNING)  # every letter that does not leave is a task
        story = yaml.safe_load(FILE.read_text("utf-8"))
        with translation.override("en"):
            try:
                demonstration = Demonstration(
                    story,
                    by=staff[ADMINISTRATOR],
                    facilitator=staff[FACILITATOR],
                    now=timezone.now(),
                )
                new = demonstration.load()
            except LookupError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"People who learn: {len(story['people'])}, {new} of them enrolled now. All are invented.")
