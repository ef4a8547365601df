"""Which rows, read as adjectives. Imported by models, so models are reached through `self.model` only."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import TruncDate
from treebeard.mp_tree import MP_NodeQuerySet

from academy.enums import RUNNING_ROLES, Access, LetterState

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

    def addressed(self):
        """To an open account, or to an address."""
        return self.filter(models.Q(user__is_active=True) | models.Q(user__isnull=True))

    def about(self, user):
        """To her account, or to her address before she had one."""
        return self.filter(models.Q(user=user) | models.Q(user__isnull=True, email__iexact=user.email))

    def in_state(self, state):
        """As `Letter.state` says it."""
        if state == LetterState.SENT:
            return self.filter(sent_at__isnull=False)
        if state == LetterState.DROPPED:
            return self.filter(sent_at__isnull=True, dropped_at__isnull=False)
        if state == LetterState.UNCERTAIN:
            return self.filter(sent_at__isnull=True, dropped_at__isnull=True, sending_at__isnull=False)
        return self.waiting().filter(refusals=0) if state == LetterState.WAITING else self.waiting().exclude(refusals=0)


class OrganisationQuerySet(MP_NodeQuerySet):
    def active(self):
        return self.filter(is_active=True)

    def within(self, organisation):
        """The organisation and all below it: its branch."""
        return self.filter(path__startswith=organisation.path)

    def run_by(self, user, *, roles=RUNNING_ROLES):
        """Every organisation in the branches that she runs in one of these roles; platform administrators run all.

        The one definition of an administrator's boundary: lists, reports, exports and doors all begin here.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        mine = user.memberships.running().filter(role__in=roles, organisation__is_active=True)
        branches = models.Q(pk__in=[])
        for path in mine.values_list("organisation__path", flat=True):
            branches |= models.Q(path__startswith=path)
        return self.filter(branches)

    def above(self, organisation):
        """The organisation and all above it, the nearest first."""
        steps = range(len(organisation.path), 0, -self.model.steplen)
        return self.filter(path__in=[organisation.path[:end] for end in steps]).order_by("-depth")


class MembershipQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at__isnull=True)

    def running(self):
        """Those that run an organisation: its administrators and course coordinators."""
        return self.current().filter(role__in=RUNNING_ROLES)


class AccessRecordQuerySet(models.QuerySet):
    def by_day(self, zone):
        """One row where somebody looked at the same several times on a day in `zone`, the newest first: `newest` (key
        of the last look), `last` and `times`. What was exported or changed stands alone. Nothing stored is touched.
        """
        other = models.When(~models.Q(access=Access.VIEWED), then=models.F("pk"))
        alone = models.Case(other, default=0, output_field=models.BigIntegerField())
        return (
            self.order_by()
            .annotate(day=TruncDate("at", tzinfo=zone), alone=alone)
            .values("day", "alone", "actor", "access", "what", "organisation", "person", "count", "details")
            .annotate(newest=models.Max("pk"), last=models.Max("at"), times=models.Count("pk"))
            .order_by("-last", "-newest")
        )
