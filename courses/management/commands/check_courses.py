"""`manage.py check_courses [folder…]`: is the content fit to be read? Prints what is not, and then fails."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from courses.course_files import Finding, ParsedCourse, check_course, check_curriculum, parse_course
from courses.errors import CourseFileError

SHIPPED = Path(__file__).parents[2] / "content"


class Command(BaseCommand):
    help = "Checks folders of courses by the house's rules for content; without a folder, all courses shipped."

    def add_arguments(self, parser):
        parser.add_argument("folders", nargs="*", type=Path, metavar="folder")

    def handle(self, *args, folders, **options):
        folders = [folder.resolve() for folder in folders] or sorted(
            path.parent for path in SHIPPED.glob("*/course.md")
        )
        courses: list[ParsedCourse] = []
        total = 0
        for folder in folders:
            if not folder.is_dir():
                raise CommandError(f"{folder} is not a folder.")
            findings: list[Finding]
            try:
                courses.append(course := parse_course(folder))
                findings = check_course(course)
            except CourseFileError as error:
                findings = list(error.findings)
            total += self.tell(folder.name, findings)
        if len(courses) > 1:
            total += self.tell("together", check_curriculum(courses))
        if total:
            raise CommandError(f"{total} findings.")

    def tell(self, name: str, findings: list[Finding]) -> int:
        if not findings:
            self.stdout.write(self.style.SUCCESS(f"{name}: nothing to send back."))
            return 0
        self.stdout.write(self.style.WARNING(f"{name}: {len(findings)}"))
        for finding in findings:
            self.stdout.write(f"  {finding}")
        return len(findings)
