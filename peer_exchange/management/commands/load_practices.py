"""`manage.py load_practices [file]`: real practices, from published sources."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from peer_exchange.services.practice_files import PracticeFileError, load_practices

FILE = Path(__file__).parents[2] / "content" / "practices.yaml"


class Command(BaseCommand):
    help = "Publish the practices of a file that the library does not have; loading again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=FILE)

    def handle(self, *args, file: Path, **options) -> None:
        if not file.is_file():
            raise CommandError(f"{file} is not a file.")
        try:
            added = load_practices(file)
        except PracticeFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{added} practices published." if added else "No practice was missing.")
