"""The letters about an assignment: a facilitator commented, returned or accepted it. Plugged in by `courses.apps`.

What stands in them is read when they leave; None when nothing is left to say.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from academy.models import Letter
from academy.sockets import LetterKind, Written
from courses.enums import SubmissionState
from courses.models import HandIn, Submission, SubmissionComment
from courses.rules.worksheets import Sheet
from courses.wording import title_of


def write_comments(letter: Letter) -> Written | None:
    """What facilitators said from the first comment of the sitting until the letter was due."""
    submission = _submission_of(letter)
    if submission is None:
        return None
    comments = submission.comments.filter(pk__gte=letter.data["first"])
    if letter.not_before is not None:
        comments = comments.filter(created_at__lt=letter.not_before)
    if submission.decided_at is not None:  # the letter of the decision tells those before it
        comments = comments.filter(created_at__gt=submission.decided_at)
    context = _context(submission, list(_of_others(comments, submission)))
    return Written("assignment_comments", context) if context["comments"] else None


def write_returned(letter: Letter) -> Written | None:
    return _write_decision(letter, SubmissionState.RETURNED)


def write_accepted(letter: Letter) -> Written | None:
    return _write_decision(letter, SubmissionState.ACCEPTED)


def _write_decision(letter: Letter, state: SubmissionState) -> Written | None:
    """Nothing when she handed in again, or it was decided otherwise, before the letter left."""
    submission = _submission_of(letter)
    if submission is None or submission.state != state:
        return None
    comments = submission.comments.filter(created_at__gte=submission.handed_in_at)
    if submission.decided_at is not None:
        comments = comments.filter(created_at__lte=submission.decided_at)
    return Written(f"assignment_{state}", _context(submission, list(_of_others(comments, submission))))


def _submission_of(letter: Letter) -> Submission | None:
    rows = Submission.objects.select_related("enrollment__course", "enrollment__organisation")
    rows = rows.filter(enrollment__user=letter.user_id)
    return rows.filter(pk=letter.data["submission"]).first()


def _of_others(comments: Any, submission: Submission) -> Any:
    return comments.exclude(author=submission.enrollment.user_id).select_related("author")


def _context(submission: Submission, comments: list[SubmissionComment]) -> dict[str, Any]:
    hand_in: HandIn = submission.hand_ins.latest("number")
    sheet = Sheet.from_json(hand_in.sheet)
    labels = {part.key: part.label for part in sheet.parts}
    return {
        "title": sheet.title,
        "course": title_of(submission.enrollment.course),
        "comments": [{"label": labels.get(row.part, ""), "text": row.text} for row in comments],
        "url": settings.SITE_URL + reverse("assignment", kwargs={"submission": submission.uuid}),
        "organisation": submission.enrollment.organisation,
    }


LETTERS = {
    "assignment_comments": LetterKind(
        write_comments, category="assignment_comments", label=_("A facilitator commented on my assignment")
    ),
    "assignment_returned": LetterKind(write_returned),
    "assignment_accepted": LetterKind(write_accepted),
}
