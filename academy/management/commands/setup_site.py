"""Sets up what every installation needs; run it after each `migrate`."""

from django.core.management.base import BaseCommand

from academy import site_version, sockets
from academy.services.site import setup_site


class Command(BaseCommand):
    help = "Create languages, home pages, approaches, roles and the course catalogue where they are missing."

    def handle(self, *args, **options) -> None:
        setup_site()
        for _name, setup in sockets.site_setup:
            setup()
        site_version.bump()
        self.stdout.write("The site is set up.")
