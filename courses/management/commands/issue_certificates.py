"""Issue the certificates that should exist and do not."""

from django.core.management.base import BaseCommand

from courses.services.certificates import issue_missing


class Command(BaseCommand):
    help = "Issues what is missing, for example after certificates were switched on for a course. May be run again."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{issue_missing()} certificates issued.")
