"""May this person, in learning? Verdicts with their reasons; nothing is changed here."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from academy.models import User
from academy.policies import ALLOW, Verdict, deny
from courses.models import Enrollment


def may_learn(user: User, page: Page, enrollment: Enrollment | None) -> Verdict:
    """Open a lesson or quiz: who is enrolled; and who may edit the page, without leaving a trace."""
    if enrollment is not None:
        return ALLOW
    if user.is_authenticated and may_edit(user, page):
        return ALLOW
    return deny(_("Enroll first; then the lessons open."))


def may_edit(user: User, page: Page) -> bool:
    return page.permissions_for_user(user).can_edit()


def may_revoke_certificate(user: User) -> Verdict:
    """Revoke, re-issue and send again; the right is given to groups in the CMS."""
    if user.has_perm("courses.revoke_certificate"):
        return ALLOW
    return deny(_("Only people who were given the right may revoke and re-issue certificates."))


def may_regrade(user: User) -> bool:
    """Have earlier answers graded again: who may publish questions."""
    return user.has_perm("courses.publish_question")
