"""Which rows, read as adjectives. Imported by models, so models are reached through `self.model` only."""

from django.db import models
from django.utils import timezone

from courses.enums import AttemptState, EnrollmentState


class StepQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(retired_at__isnull=True)


class EnrollmentQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user) if user.is_authenticated else self.none()

    def standing(self):
        """Not withdrawn."""
        return self.exclude(state=EnrollmentState.WITHDRAWN)


class AttemptQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=AttemptState.OPEN)

    def closed(self):
        return self.exclude(state=AttemptState.OPEN)

    def overdue(self, *, now=None):
        return self.open().filter(deadline_at__lt=now or timezone.now())


class CertificateQuerySet(models.QuerySet):
    def unrevoked(self):
        return self.filter(revoked_at__isnull=True)

    def undelivered(self):
        """Waiting for their letter; one interrupted while it was leaving is not among them."""
        return self.unrevoked().filter(delivered_at__isnull=True, sending_at__isnull=True)


class QuestionQuerySet(models.QuerySet):
    def live(self):
        return self.filter(live=True)

    def tagged(self, tag_ids):
        return self.filter(tagged_items__tag__in=tag_ids)
