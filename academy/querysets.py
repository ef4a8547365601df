"""Which rows, read as adjectives. Imported by models, so models are reached through `self.model` only."""

from datetime import timedelta

from django.db import models

LETTER_LEASE = timedelta(minutes=5)  # how long a worker may take to write and send one
LETTER_REFUSALS = 12  # after so many a person has to look


class LetterQuerySet(models.QuerySet):
    def waiting(self):
        """Neither sent, dropped nor interrupted while leaving."""
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True, sending_at__isnull=True)

    def claimable(self, *, now):
        """Waiting, due, and neither in the hands of a worker nor waiting for a retry. Columns of the row itself only:
        as the condition of an UPDATE it is checked again after waiting for a lock.
        """
        return self.waiting().filter(
            models.Q(not_before__isnull=True) | models.Q(not_before__lte=now),
            models.Q(claimed_at__isnull=True) | models.Q(claimed_at__lt=now - LETTER_LEASE),
            models.Q(retry_at__isnull=True) | models.Q(retry_at__lte=now),
            refusals__lt=LETTER_REFUSALS,
        )
