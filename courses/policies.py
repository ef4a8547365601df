"""May this person, in learning? Verdicts with their reasons; nothing is changed here."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from academy.models import User
from academy.policies import ALLOW, Verdict, deny
from courses.enums import EnrollmentState, SubmissionState
from courses.models import Enrollment, Submission


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
    if user.has_perm("courses.review_submission"):
        return ALLOW
    return deny(
        _("Only facilitators read and comment on assignments. If you are one, ask the people who run this site.")
    )


def may_review_submission(user: User, submission: Submission) -> Verdict:
    """Read, comment on, return and accept this one. The submission comes with its enrollment."""
    if not may_review(user):
        return may_review(user)
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
