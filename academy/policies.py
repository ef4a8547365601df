"""May this person? A policy answers with a verdict that carries its reason; it never changes anything."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from academy.enums import MembershipRole
from academy.models import Organisation, User


@dataclass(frozen=True)
class Verdict:
    """`reason` is a translatable sentence for the person when it is a no."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


class Refused(PermissionDenied):
    """With `ways`, [{label, url}]: what she may open instead."""

    def __init__(self, reason: str | Promise, ways: Sequence[dict[str, str]] = ()) -> None:
        super().__init__(reason)
        self.ways = ways


ALLOW = Verdict(True)


def deny(reason: str | Promise) -> Verdict:
    return Verdict(False, reason)


def require(verdict: Verdict) -> None:
    """Raise PermissionDenied with the reason unless the verdict is a yes."""
    if not verdict:
        raise PermissionDenied(verdict.reason)


def may_enter_cms(user: User) -> Verdict:
    """Open any page of the CMS; what she may do there is asked page by page."""
    if user.has_perm("wagtailadmin.access_admin"):
        return ALLOW
    return deny(_("Your account has no role in the CMS. If your work needs one, ask the people who run this site."))


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """Whether a second factor is required of this person: everybody who can enter the CMS, where the site says so."""
    return settings.REQUIRE_SECOND_FACTOR and user.is_authenticated and user.has_perm("wagtailadmin.access_admin")


def may_delete_account(user: User) -> Verdict:
    """Everybody may delete her own account, but somebody must be left who can run the site."""
    if user.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
        return deny(
            _("You are the last administrator. Make another person an administrator first, then delete your account.")
        )
    return ALLOW


def may_administer(by: User, person: User) -> Verdict:
    """Whether `by`, who works with people in the CMS, may change this person: administrators only by administrators."""
    if person.is_superuser and not by.is_superuser:
        return deny(_("Only administrators change the account of an administrator."))
    return ALLOW


def may_look_after_letters(user: User) -> Verdict:
    """See in the CMS whom which letter reached, and send one again."""
    if user.is_superuser:
        return ALLOW
    return deny(_("Only administrators see the letters of other people."))


def may_run(user: User, organisation: Organisation) -> Verdict:
    """See and help the learners of an organisation: who administers or coordinates it, or one above it."""
    if Organisation.objects.run_by(user).filter(pk=organisation.pk).exists():
        return ALLOW
    return deny(_("Only administrators and course coordinators of this organisation may do that."))


def may_govern(user: User, organisation: Organisation) -> Verdict:
    """Change the organisation itself, its people's roles, its indicators, and read its log: administrators only."""
    governed = Organisation.objects.run_by(user, roles={MembershipRole.ADMINISTRATOR})
    if governed.filter(pk=organisation.pk).exists():
        return ALLOW
    return deny(_("Only administrators of this organisation may do that; course coordinators may not."))


def may_grow_tree(user: User) -> Verdict:
    """Work on the whole tree of organisations in the CMS; administrators of one change their branch in its room."""
    if user.is_superuser:
        return ALLOW
    return deny(_("Only platform administrators change the tree of organisations."))
