"""`manage.py load_organisations [file]`: the network, its associations and municipalities."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from academy.services.organisation_files import OrganisationFileError, load_organisations
from academy.services.site import CONTENT


class Command(BaseCommand):
    help = "Add the organisations of a file that are missing; loading again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=CONTENT / "organisations.yaml")

    def handle(self, *args, file: Path, **options) -> None:
        if not file.is_file():
            raise CommandError(f"{file} is not a file.")
        try:
            added = load_organisations(file)
        except OrganisationFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{added} organisations added." if added else "No organisation was missing.")
