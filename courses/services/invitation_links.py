"""Invitation links: a coordinator passes one on herself, and never more people come in than it allows.

Whoever holds a link may use it; what she sees of the organisation is its name.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.enums import Access
from academy.models import Membership, Organisation, User
from academy.policies import may_run, require
from academy.services.access import record_access
from academy.services.organisations import join_organisation
from courses.errors import LearningError
from courses.models import Course, Edition, InvitationLink
from courses.services.invitations import Target, enroll, takes_part


class LinkGone(LearningError):
    message = _("This link is not valid any more. Ask who gave it to you for a new one.")


class LinkUsedUp(LearningError):
    message = _("As many people as this link allows have joined already. Ask who gave it to you for a new one.")


@transaction.atomic
def create_link(
    organisation: Organisation,
    *,
    by: User,
    limit: int,
    expires_at: datetime,
    note: str = "",
    course: Course | None = None,
    edition: Edition | None = None,
) -> InvitationLink:
    """A link for at most `limit` people until then. Raises PermissionDenied."""
    require(may_run(by, organisation))
    record_access(by, Access.CHANGED, "invitation link", organisation=organisation, limit=limit)
    return InvitationLink.objects.create(
        token=secrets.token_urlsafe(16),
        organisation=organisation,
        course=course,
        edition=edition,
        note=note,
        created_by=by,
        limit=limit,
        expires_at=expires_at,
    )


@transaction.atomic
def revoke_link(link: InvitationLink, *, by: User, now: datetime | None = None) -> None:
    """It opens nothing any more; who came in by it stays. Twice called, no change."""
    require(may_run(by, link.organisation))
    open_rows = InvitationLink.objects.filter(pk=link.pk, revoked_at__isnull=True)
    if open_rows.update(revoked_at=now or timezone.now()):
        record_access(by, Access.CHANGED, "invitation link", organisation=link.organisation, revoked=True)


def is_open(link: InvitationLink, *, now: datetime | None = None) -> bool:
    """Neither revoked, expired nor used up."""
    return link.revoked_at is None and link.expires_at > (now or timezone.now()) and link.used < link.limit


def has_used(link: InvitationLink, user: User) -> bool:
    """Whether it would bring her nothing: she belongs to the organisation and takes part already."""
    return _belongs(link, user) and takes_part(_target(link), user)


def use_link(link: InvitationLink, user: User, *, now: datetime | None = None) -> LearningError | None:
    """She joins the organisation and is enrolled; it counts once, whatever she clicks. Twice called, no change.

    Returns why she could not be enrolled (she belongs to the organisation all the same), or None. Raises LinkGone,
    LinkUsedUp.
    """
    now = now or timezone.now()
    with transaction.atomic():
        # two clicks of the same person wait for each other here; two people at the row of the link
        User.objects.select_for_update(of=("self",), no_key=True).filter(pk=user.pk).first()
        if has_used(link, user):
            return None
        is_member = _belongs(link, user)
        if link.created_by is None or not may_run(link.created_by, link.organisation):
            raise LinkGone
        usable = InvitationLink.objects.filter(pk=link.pk, revoked_at__isnull=True, expires_at__gt=now)
        if not usable.filter(used__lt=F("limit")).update(used=F("used") + 1):
            raise LinkUsedUp if usable.exists() else LinkGone
        if not is_member:
            join_organisation(user, link.organisation, now=now)
        try:
            enroll(_target(link), user, link.organisation, language=user.language, by=None, now=now)
        except LearningError as error:
            if is_member:  # it brought her nothing, so it counts nothing
                InvitationLink.objects.filter(pk=link.pk).update(used=F("used") - 1)
            return error
    return None


def _belongs(link: InvitationLink, user: User) -> bool:
    mine = Membership.objects.current().filter(user=user, organisation__path__startswith=link.organisation.path)
    return mine.exists()


def _target(link: InvitationLink) -> Target:
    return Target(link.organisation, link.organisation, link.course, link.edition)
