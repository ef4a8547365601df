"""`manage.py load_glossary <file>`: bring the glossary from its file into the CMS. Says what it did, and no more."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from courses.errors import CourseFileError
from courses.services.glossary import load_glossary


class Command(BaseCommand):
    help = "Loads the terms of the glossary (docs/course-files.md). Loading again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        if not file.is_file():
            raise CommandError(f"{file} is not a file.")
        try:
            report = load_glossary(file)
        except CourseFileError as error:
            raise CommandError(f"{file.name} was not loaded:\n{error}") from error
        if report.is_empty:
            self.stdout.write("Glossary: nothing changed.")
            return
        counts = {"created": report.created, "updated": report.updated, "removed": report.removed}
        done = ", ".join(f"{number} {verb}" for verb, number in counts.items() if number)
        self.stdout.write(self.style.SUCCESS(f"Glossary: {done}, {report.unchanged} unchanged."))
