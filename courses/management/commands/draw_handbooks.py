"""`manage.py draw_handbooks`: draw, one after the other, every handbook that is missing or out of date."""

from django.core.management.base import BaseCommand

from courses.delivery.handbooks import deliver_handbook
from courses.enums import HandbookState
from courses.services.handbooks import missing_handbooks


class Command(BaseCommand):
    help = "Draws the handbooks of all published courses in all their languages, unless they are there already."

    def handle(self, *args, **options):
        for book in missing_handbooks():
            if deliver_handbook(book.pk):
                book.refresh_from_db()
                if options["verbosity"] > 1:
                    self.stdout.write(f"{book}: {book.pages} pages")
            elif type(book).objects.filter(pk=book.pk, state=HandbookState.FAILED).exists():
                self.stderr.write(f"{book}: could not be drawn")
