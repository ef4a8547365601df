"""`manage.py load_path <file>…`: bring learning paths from their files into the CMS, after their courses."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from academy.models import User
from courses.errors import CourseFileError
from courses.services.path_files import load_path


class Command(BaseCommand):
    help = "Loads learning paths from YAML files (docs/course-files.md). Loading again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="file")
        parser.add_argument("--by", metavar="email", help="The person whom the history names as the one who published.")

    def handle(self, *args, files, by, **options):
        person = None
        if by:
            person = User.objects.filter(email__iexact=by).first()
            if person is None:
                raise CommandError(f"Nobody has the address {by}.")
        for file in files:
            if not file.is_file():
                raise CommandError(f"{file} is not a file.")
            try:
                report = load_path(file, by=person)
            except CourseFileError as error:
                raise CommandError(f"{file.name} was not loaded:\n{error}") from error
            if report.is_empty:
                self.stdout.write(f"{file.stem}: nothing changed.")
            else:
                verb = "created" if report.created else "updated"
                self.stdout.write(self.style.SUCCESS(f"{file.stem}: {verb}."))
