"""May this person, in learning? Verdicts with their reasons; nothing is changed here."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page

from academy.models import User
from academy.policies import ALLOW, Verdict, deny
from courses.enums import EnrollmentState, SubmissionState
from courses.models import Edition, Enrollment, Submission
from courses.rules.release import Releases


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


def may_review(user: User) -> Verdict:
    """Read assignments at all; which ones, `SubmissionQuerySet.reviewable_by` says."""
    if user.has_perm("courses.review_submission") or Edition.objects.led_by(user).exists():
        return ALLOW
    return deny(
        _("Only facilitators read and comment on assignments. If you are one, ask the people who run this site.")
    )


def may_review_submission(user: User, submission: Submission) -> Verdict:
    """Read, comment on, return and accept this one. The submission comes with its enrollment."""
    verdict = may_review(user)
    if not verdict:
        return verdict
    if not user.has_perm("courses.review_submission"):
        led = Edition.objects.led_by(user).filter(pk=submission.enrollment.edition_id)
        if not led.exists():
            return deny(_("You read the assignments of the editions that you facilitate; this is not one of them."))
    if submission.enrollment.user_id == user.pk:
        return deny(_("This is your own assignment; another facilitator reads it."))
    if submission.state == SubmissionState.DRAFT:
        return deny(_("This assignment is not handed in yet."))
    if submission.enrollment.state == EnrollmentState.WITHDRAWN:
        return deny(_("This learner has left the course."))
    return ALLOW


def may_comment(user: User, submission: Submission) -> Verdict:
    """Say something of a submission: its learner once it was handed in, and who may review it."""
    if submission.enrollment.user_id != user.pk:
        return may_review_submission(user, submission)
    if submission.state == SubmissionState.DRAFT:
        return deny(_("Hand in your assignment first; then you can write to the facilitator."))
    return ALLOW


def may_facilitate(user: User, edition: Edition) -> Verdict:
    """Run an edition, see its people and their progress: its facilitators, who runs its organisation."""
    if Edition.objects.managed_by(user).filter(pk=edition.pk).exists():
        return ALLOW
    return deny(_("Only its facilitators and who runs its organisation may do that."))


def may_adjust(user: User, enrollment: Enrollment) -> Verdict:
    """Grant one person more time or attempts: who runs the organisation of that record, or manages her edition.

    Never oneself.
    """
    if enrollment.user_id == user.pk:
        return deny(_("This is your own record; another person grants that."))
    if user.is_superuser or Enrollment.objects.seen_by(user).filter(pk=enrollment.pk).exists():
        return ALLOW
    if enrollment.edition_id and Edition.objects.managed_by(user).filter(pk=enrollment.edition_id).exists():
        return ALLOW
    return deny(_("Only who runs her organisation, and the facilitators of her edition, may do that."))


def may_open(releases: Releases | None, module: UUID, *, now: datetime | None = None) -> Verdict:
    """Open what stands in a module, in an edition that opens its modules one by one."""
    if releases is None or not releases.is_locked(module, now=now or timezone.now()):
        return ALLOW
    day = date_format(timezone.localtime(releases.opens_at(module)), "DATETIME_FORMAT")
    return deny(_("This part opens on %(day)s.") % {"day": day})
