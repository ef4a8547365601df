"""Assignments: what a learner writes into a template, hands in, and talks over with a facilitator.

A draft is hers alone. Handing in freezes a `HandIn`, which facilitators read; she may go on writing meanwhile, and what
she writes then stays hers until she hands in again. A facilitator returns it with comments or accepts it; an accepted
text is closed. Rows are locked in one order, submission before enrollment; where the database knows no row locks, the
conditional UPDATE on `version` and `handed_in_at` decides who was first. Every function may be called twice.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from academy.models import Letter, User
from academy.policies import require
from academy.services.letters import queue_letter
from courses.enums import EnrollmentState, SubmissionState
from courses.errors import (
    DecidedAlready,
    HandedInMeanwhile,
    NotEnrolled,
    NothingSaid,
    PartsMissing,
    StaleAnswers,
    SubmissionClosed,
)
from courses.models import AssignmentPage, Enrollment, HandIn, Step, Submission, SubmissionComment
from courses.policies import may_comment, may_review_submission
from courses.rules.worksheets import Answer, Part, Sheet, lines_of, merged, missing
from courses.services.progress import record_step, record_visit

SITTING = timedelta(minutes=10)  # comments within it reach the learner in one letter


def sheet_of(page: AssignmentPage) -> Sheet:
    """The template of a page, as it is now, in the page's language; one query."""
    parts = (
        Part(
            key=part.key,
            kind=part.kind,
            label=part.label,
            columns=lines_of(part.columns),
            choices=lines_of(part.choices),
            is_required=part.is_required,
        )
        for part in page.parts.all()
    )
    return Sheet(page.title, tuple(parts))


def needs_acceptance(page: AssignmentPage, enrollment: Enrollment | None) -> bool:
    """Whether a facilitator must accept it: as the page says, and always in an edition that asks for it."""
    edition = enrollment.edition if enrollment is not None and enrollment.edition_id is not None else None
    return page.needs_acceptance or (edition is not None and edition.needs_acceptance)


def open_submission(enrollment: Enrollment, step: Step, *, language: str, now: datetime | None = None) -> Submission:
    """Her submission for this step, an empty draft when there is none. Raises NotEnrolled when she left the course."""
    if enrollment.state == EnrollmentState.WITHDRAWN:
        raise NotEnrolled
    now = now or timezone.now()
    submission, _is_new = Submission.objects.get_or_create(
        enrollment=enrollment, step=step, defaults={"language": language, "created_at": now, "updated_at": now}
    )
    return submission


@transaction.atomic
def save_answers(
    submission: Submission,
    answers: Mapping[str, Answer | None],
    version: int,
    *,
    language: str = "",
    now: datetime | None = None,
) -> Submission:
    """Keep cleaned answers; None empties a part, parts that are not given stay. Returns the submission as it stands.

    `version` is the one the answers were written upon. Raises StaleAnswers when another tab saved something else since,
    SubmissionClosed once it is accepted. What is saved already is not saved again, whatever the version.
    """
    now = now or timezone.now()
    row = _lock(submission)
    together = merged(row.answers, answers)
    if together == row.answers:
        return row
    if row.state == SubmissionState.ACCEPTED:
        raise SubmissionClosed
    if row.version != version:
        raise StaleAnswers(row)
    fields = {"answers": together, "version": version + 1, "updated_at": now, "language": language or row.language}
    if not Submission.objects.filter(pk=row.pk, version=version).update(**fields):
        raise StaleAnswers(_lock(submission))
    record_visit(row.enrollment, row.step_id, now=now)
    for name, value in fields.items():
        setattr(row, name, value)
    return row


@transaction.atomic
def hand_in(submission: Submission, page: AssignmentPage, *, now: datetime | None = None) -> HandIn:
    """Freeze what is saved, with the template of today, for the facilitators to read.

    The same text again is the same hand-in; after a return it counts as handed in again. Where nobody needs to accept
    it, the step is done by it. Raises PartsMissing, SubmissionClosed, or NotEnrolled when she left the course.
    """
    now = now or timezone.now()
    row = _lock(submission)
    newest = row.hand_ins.last()
    if row.state == SubmissionState.ACCEPTED:
        raise SubmissionClosed
    if row.enrollment.state == EnrollmentState.WITHDRAWN:
        raise NotEnrolled
    sheet = sheet_of(page)
    if keys := missing(sheet.parts, row.answers):
        raise PartsMissing(keys)
    keys_of_sheet = {part.key for part in sheet.parts}
    answers = {key: answer for key, answer in row.answers.items() if key in keys_of_sheet}
    is_same = newest is not None and newest.answers == answers
    if newest is not None and is_same and row.state == SubmissionState.HANDED_IN:
        return newest
    mine = Submission.objects.filter(pk=row.pk, state=row.state, handed_in_at=row.handed_in_at)
    if not mine.update(state=SubmissionState.HANDED_IN, handed_in_at=now, decided_at=None, decided_by=None):
        return row.hand_ins.latest("number")  # handed in elsewhere in this very moment
    if newest is None or not is_same:
        newest = HandIn.objects.create(
            submission=row,
            number=newest.number + 1 if newest else 1,
            language=page.locale.language_code,
            sheet=sheet.to_json(),
            answers=answers,
            at=now,
        )
    if not needs_acceptance(page, row.enrollment):
        record_step(row.enrollment, row.step, now=now)
    return newest


@transaction.atomic
def comment(
    submission: Submission, by: User, text: str, *, part: str = "", now: datetime | None = None
) -> SubmissionComment:
    """Say something of one part, or of the whole without `part`; the learner hears of a facilitator's comments by mail.

    The same words again, as from a second click, are the same comment. Raises PermissionDenied.
    """
    now = now or timezone.now()
    row = _lock(submission)
    require(may_comment(by, row))
    last = row.comments.filter(part=part).last()
    if last is not None and last.author_id == by.pk and last.text == text:
        return last
    said = SubmissionComment.objects.create(submission=row, part=part, author=by, text=text, created_at=now)
    learner = row.enrollment.user
    if learner is not None and learner.pk != by.pk:
        _tell_comment(row, learner, said, now)
    return said


@transaction.atomic
def review_submission(
    submission: Submission,
    by: User,
    comments: Mapping[str, str],
    *,
    decision: str = "",
    number: int = 0,
    now: datetime | None = None,
) -> Submission:
    """A sitting of a facilitator: comments by key of their part ("" is the whole) and at most one decision.

    `decision`: "" | SubmissionState.RETURNED | SubmissionState.ACCEPTED. All of it or nothing; raises like the single
    functions.
    """
    for part, text in comments.items():
        comment(submission, by, text, part=part, now=now)
    if decision == SubmissionState.RETURNED:
        return return_submission(submission, by, number=number, now=now)
    if decision == SubmissionState.ACCEPTED:
        return accept_submission(submission, by, number=number, now=now)
    return _lock(submission)


@transaction.atomic
def return_submission(submission: Submission, by: User, *, number: int, now: datetime | None = None) -> Submission:
    """Give it back for another round. `number` is the hand-in that was read.

    Raises PermissionDenied, HandedInMeanwhile, DecidedAlready once it is accepted, NothingSaid without any comment of a
    facilitator on this hand-in.
    """
    row = _lock(submission)
    require(may_review_submission(by, row))
    if row.state == SubmissionState.RETURNED:
        return row
    if row.state == SubmissionState.ACCEPTED:
        raise DecidedAlready
    said = row.comments.filter(created_at__gte=row.handed_in_at).exclude(author=row.enrollment.user_id)
    if not said.exists():
        raise NothingSaid
    return _decide(row, SubmissionState.RETURNED, by, number, now or timezone.now())


@transaction.atomic
def accept_submission(submission: Submission, by: User, *, number: int, now: datetime | None = None) -> Submission:
    """It is good: the text is closed, the step is done. Raises PermissionDenied, HandedInMeanwhile."""
    now = now or timezone.now()
    row = _lock(submission)
    require(may_review_submission(by, row))
    if row.state == SubmissionState.ACCEPTED:
        return row
    row = _decide(row, SubmissionState.ACCEPTED, by, number, now)
    record_step(row.enrollment, row.step, now=now)
    return row


def _lock(submission: Submission) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",))
    return rows.select_related("enrollment__user", "enrollment__edition", "step").get(pk=submission.pk)


def _decide(row: Submission, state: SubmissionState, by: User, number: int, now: datetime) -> Submission:
    newest = row.hand_ins.latest("number")
    if newest.number != number:
        raise HandedInMeanwhile
    standing = Submission.objects.filter(pk=row.pk, state=row.state, handed_in_at=row.handed_in_at)
    if not standing.update(state=state, decided_at=now, decided_by=by):
        raise HandedInMeanwhile
    row.state, row.decided_at, row.decided_by = state, now, by
    if row.enrollment.user is not None:
        queue_letter(
            f"assignment_{state}",
            row.enrollment.user,
            key=f"assignment/{row.uuid}/{state}/{now.isoformat()}",
            data={"submission": row.pk},
        )
    return row


def _tell_comment(row: Submission, learner: User, said: SubmissionComment, now: datetime) -> None:
    """One letter for the sitting: none is added while one waits that will tell this comment too."""
    key = f"assignment/{row.uuid}/comments/"
    waiting = Letter.objects.filter(
        user=learner, key__startswith=key, not_before__gt=now, sent_at=None, sending_at=None, dropped_at=None
    )
    if not waiting.exists():
        data = {"submission": row.pk, "first": said.pk}
        queue_letter("assignment_comments", learner, key=f"{key}{said.pk}", data=data, not_before=now + SITTING)
