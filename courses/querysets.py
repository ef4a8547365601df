"""Which rows, read as adjectives. Imported by models, so models are reached through `self.model` only."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from academy.models import Organisation
from courses.enums import (
    AttemptState,
    CertificateDelivery,
    CertificateStatus,
    EditionState,
    EnrollmentState,
    EntryKind,
    LearnerStatus,
    PlaceState,
    SubmissionState,
)

STANDING_PLACES = frozenset({PlaceState.ASKED, PlaceState.WAITING, PlaceState.SEATED})
CERTIFICATE_LEASE = timedelta(minutes=5)  # how long a worker may take to render and send
CERTIFICATE_REFUSALS = 12  # after so many a person has to look


class StepQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(retired_at__isnull=True)


class EnrollmentQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user) if user.is_authenticated else self.none()

    def standing(self):
        """Not withdrawn."""
        return self.exclude(state=EnrollmentState.WITHDRAWN)

    def standing_as(self, status, *, now):
        """As `rules.standing.status_of` says it."""
        if status in (LearnerStatus.COMPLETED, LearnerStatus.WITHDRAWN):
            return self.filter(state=status)
        active = self.filter(state=EnrollmentState.ACTIVE)
        if status == LearnerStatus.OVERDUE:
            return active.filter(deadline_at__lte=now)
        in_time = active.filter(models.Q(deadline_at__isnull=True) | models.Q(deadline_at__gt=now))
        if status == LearnerStatus.NOT_STARTED:
            return in_time.filter(started_at__isnull=True)
        begun = in_time.filter(started_at__isnull=False)
        if status == LearnerStatus.BEHIND:
            return begun.filter(behind_at__lte=now)
        return begun.filter(models.Q(behind_at__isnull=True) | models.Q(behind_at__gt=now))

    def seen_by(self, user):
        """Of the organisations that she runs; `Organisation.objects.run_by` is the boundary."""
        return self.filter(organisation__in=Organisation.objects.run_by(user))

    def lacking_certificate(self):
        """Completed by somebody still known, in a course with certificates, and none was ever issued."""
        return self.filter(
            state=EnrollmentState.COMPLETED,
            course__has_certificate=True,
            user__isnull=False,
            certificates__isnull=True,
        )


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

    def claimable(self, *, now):
        """Undelivered, and neither in the hands of a worker nor waiting for a retry.

        Only columns of the row itself: as the condition of an UPDATE it is checked again after waiting for a lock,
        which a condition on a joined table would not be.
        """
        return self.undelivered().filter(
            models.Q(claimed_at__isnull=True) | models.Q(claimed_at__lt=now - CERTIFICATE_LEASE),
            models.Q(retry_at__isnull=True) | models.Q(retry_at__lte=now),
            refusals__lt=CERTIFICATE_REFUSALS,
        )

    def addressed(self):
        """Of somebody who still has an account."""
        return self.filter(models.Q(enrollment__user__is_active=True) | models.Q(path_completion__user__is_active=True))

    def issued_to(self, user):
        """For courses and learning paths alike."""
        return self.filter(models.Q(enrollment__user=user) | models.Q(path_completion__user=user))

    def with_status(self, status, *, now):
        """As `Certificate.status` says it."""
        if status == CertificateStatus.REVOKED:
            return self.filter(revoked_at__isnull=False)
        if status == CertificateStatus.EXPIRED:
            return self.unrevoked().filter(expires_at__lte=now)
        return self.unrevoked().filter(models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=now))

    def with_delivery(self, delivery):
        """As `Certificate.delivery` says it."""
        if delivery == CertificateDelivery.DELIVERED:
            return self.filter(delivered_at__isnull=False)
        if delivery == CertificateDelivery.UNCERTAIN:
            return self.filter(delivered_at__isnull=True, sending_at__isnull=False)
        waiting = self.filter(delivered_at__isnull=True, sending_at__isnull=True)
        return waiting.filter(refusals=0) if delivery == CertificateDelivery.WAITING else waiting.filter(refusals__gt=0)

    def untold(self, *, since):
        """Revoked after `since`, not replaced, and the person was not told yet."""
        return self.filter(revoked_at__gte=since, revocation_told_at__isnull=True, replaced_by__isnull=True)


class QuestionQuerySet(models.QuerySet):
    def live(self):
        return self.filter(live=True)

    def tagged(self, tag_ids):
        return self.filter(tagged_items__tag__in=tag_ids)


class SubmissionQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(enrollment__user=user) if user.is_authenticated else self.none()

    def reviewable_by(self, user):
        """Which a facilitator may read, comment on and decide; `policies.may_review_submission` says it of one.

        Never a draft, never her own, never of somebody who left the course. Who was not given the right for the whole
        site reviews in the editions that she facilitates.
        """
        if not user.is_authenticated:
            return self.none()
        standing = self.handed_in().exclude(enrollment__state=EnrollmentState.WITHDRAWN).exclude(enrollment__user=user)
        if user.has_perm("courses.review_submission"):
            return standing
        return standing.filter(enrollment__edition__facilitators=user)

    def handed_in(self):
        """Ever; drafts are their learner's own business."""
        return self.exclude(state=SubmissionState.DRAFT)

    def waiting_first(self):
        """To review first, the longest waiting at the top; then what is decided, the newest first."""
        is_waiting = models.Q(state=SubmissionState.HANDED_IN)
        return self.order_by(
            models.Case(models.When(is_waiting, then=0), default=1),
            models.Case(models.When(is_waiting, then=models.F("handed_in_at"))),
            "-handed_in_at",
            "-pk",
        )

    def to_review(self):
        """Handed in, and no facilitator has decided yet."""
        return self.filter(state=SubmissionState.HANDED_IN)


class EditionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=EditionState.PUBLISHED)

    def running(self, *, today):
        return self.published().filter(starts_on__lte=today, ends_on__gte=today)

    def coming(self, *, today):
        """Announced, and the last day is not over."""
        return self.published().filter(ends_on__gte=today)

    def led_by(self, user):
        """Of which she is a facilitator herself."""
        return self.filter(facilitators=user) if user.is_authenticated else self.none()

    def managed_by(self, user):
        """Which she facilitates, or whose organisation she runs; `policies.may_facilitate` says it of one."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        led = self.model.facilitators.through.objects.filter(user=user).values("edition")
        run = Organisation.objects.run_by(user).order_by().values("pk")
        return self.filter(models.Q(pk__in=led) | models.Q(organisation__in=run))

    def enrollable_by(self, user):
        """Into which she may bring people of hers: those she manages, and those announced by what stands above the
        organisations that she runs, where people come in without being chosen.
        """
        if not user.is_authenticated or not user.is_active or user.is_superuser:
            return self.managed_by(user)
        steplen = Organisation.steplen
        run = Organisation.objects.run_by(user).order_by().values_list("path", flat=True)
        above = {path[:end] for path in run for end in range(steplen, len(path), steplen)}
        announced = self.published().filter(entry=EntryKind.OPEN, organisation__path__in=above)
        mine = models.Q(pk__in=self.managed_by(user).order_by().values("pk"))
        return self.filter(mine | models.Q(pk__in=announced.order_by().values("pk")))

    def joined_from(self, organisations):
        """Announced, held by others, with people of these organisations in them; `ours` says how many. A record counts
        for the organisation of its day, as everywhere in the room.
        """
        standing = [EnrollmentState.ACTIVE, EnrollmentState.COMPLETED]
        rows = self.exclude(state=EditionState.DRAFT).exclude(organisation__in=organisations)
        theirs = rows.filter(enrollments__organisation__in=organisations, enrollments__state__in=standing)
        return theirs.annotate(ours=models.Count("enrollments"))

    def open_to(self, user):
        """In which she may take part: those for everybody, and those of organisations at or above where she works."""
        everybody = models.Q(is_for_branch_only=False)
        if not user.is_authenticated:
            return self.published().filter(everybody)
        return self.published().filter(everybody | models.Q(organisation__path__in=_paths_above(user)))

    def visible_to(self, user):
        """In which she may take part, and those that concern her: a place in them, or she manages them."""
        if not user.is_authenticated:
            return self.open_to(user)
        concerned = self.model.places.rel.related_model.objects.filter(user=user)
        hers = self.filter(pk__in=concerned.filter(state__in=STANDING_PLACES).order_by().values("edition"))
        return self.filter(
            models.Q(pk__in=self.open_to(user).order_by().values("pk"))
            | models.Q(pk__in=hers.order_by().values("pk"))
            | models.Q(pk__in=self.managed_by(user).order_by().values("pk"))
        )


class PlaceQuerySet(models.QuerySet):
    def seated(self):
        return self.filter(state=PlaceState.SEATED)

    def ahead_of(self, place):
        """Who gets a seat before this one."""
        earlier = models.Q(asked_at__lt=place.asked_at) | models.Q(asked_at=place.asked_at, pk__lt=place.pk)
        return self.queue().filter(earlier, edition=place.edition_id)

    def queue(self):
        """Who waits for a seat, the first first."""
        return self.filter(state=PlaceState.WAITING).order_by("asked_at", "pk")


def _paths_above(user):
    """The paths in the tree of every organisation where she works and of those above it."""
    steplen = Organisation.steplen
    mine = user.memberships.current().filter(organisation__is_active=True).values_list("organisation__path", flat=True)
    return {path[:end] for path in mine for end in range(steplen, len(path) + 1, steplen)}


class InvitationQuerySet(models.QuerySet):
    def open(self, *, now=None):
        """Neither accepted, revoked nor expired."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now or timezone.now())
