"""`manage.py load_course <folder>…`: bring courses from their files into the CMS. Says what it did, and no more."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from academy.models import User
from courses.errors import CourseFileError
from courses.services.course_files import LoadReport, load_course


class Command(BaseCommand):
    help = "Loads courses from folders of Markdown and YAML (docs/course-files.md). Loading again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("folders", nargs="+", type=Path, metavar="folder")
        parser.add_argument("--by", metavar="email", help="The person whom the history names as the one who published.")

    def handle(self, *args, folders, by, **options):
        person = None
        if by:
            person = User.objects.filter(email__iexact=by).first()
            if person is None:
                raise CommandError(f"Nobody has the address {by}.")
        on_progress = self.tell_file if options["verbosity"] > 1 else None
        for folder in folders:
            if not folder.is_dir():
                raise CommandError(f"{folder} is not a folder.")
            try:
                report = load_course(folder, by=person, on_progress=on_progress)
            except CourseFileError as error:
                raise CommandError(f"{folder.name} was not loaded:\n{error}") from error
            self.tell(folder.resolve().name, report)

    def tell_file(self, file: str) -> None:
        self.stdout.write(f"  {file}")

    def tell(self, name: str, report: LoadReport) -> None:
        if report.is_empty:
            self.stdout.write(f"{name}: nothing changed.")
            return
        counts = {
            "created": report.created,
            "updated": report.updated,
            "unpublished": report.unpublished,
            "moved": report.moved,
        }
        done = ", ".join(f"{len(titles)} {verb}" for verb, titles in counts.items() if titles)
        self.stdout.write(self.style.SUCCESS(f"{name}: {done}, {report.unchanged} unchanged."))
