"""What learning knows of a person: handed out, and forgotten. Plugged into `academy.sockets.personal_data`."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from academy.models import User
from academy.sockets import PersonalData
from courses.models import (
    Adjustment,
    Attempt,
    Attendance,
    BlockResponse,
    Certificate,
    Enrollment,
    PathCompletion,
    Place,
    Response,
    Submission,
    SubmissionComment,
)
from courses.rules.paper import Item, Paper
from courses.services.invitation_data import erase_invitations, export_invitations
from courses.services.places import forget_places

KEEP_CERTIFICATES = "keep_certificates"


def offer_choices(user: User) -> dict[str, Any]:
    """What the person may decide when she deletes her account."""
    if not Certificate.objects.issued_to(user).exists():
        return {}
    return {
        KEEP_CERTIFICATES: _(
            "Keep my certificates checkable. They go on to show my name to everybody who has the code. "
            "Without the tick, the check page answers that it does not know the code."
        )
    }


def export_learning(user: User) -> dict[str, Any]:
    """Courses with steps, attempts, entries in lessons and certificates, in the words the person saw."""
    enrollments = (
        Enrollment.objects.filter(user=user)
        .select_related("course", "edition__course")
        .prefetch_related(
            "results__step",
            "block_responses__step",
            "attempts__step",
            "attempts__responses__grades",
            "certificates",
            "submissions__step",
            "submissions__hand_ins",
            "submissions__comments__author",
            "attendances__session",
            "adjustments",
        )
        .order_by("pk")
    )
    completions = PathCompletion.objects.filter(user=user).select_related("path").prefetch_related("certificates")
    return {
        "courses": [_export_enrollment(enrollment) for enrollment in enrollments],
        "comments_on_assignments": list(
            SubmissionComment.objects.filter(author=user)
            .exclude(submission__enrollment__user=user)
            .values("part", "text", "created_at")
        ),
        "places_in_editions": [
            {
                "edition": str(place.edition),
                "state": place.get_state_display(),
                "organisation": place.organisation.name if place.organisation else "",
                "message": place.message,
                "asked_at": place.asked_at,
                "decided_at": place.decided_at,
            }
            for place in Place.objects.filter(user=user).select_related("edition__course", "organisation")
        ],
        "invitations": export_invitations(user),
        "learning_paths": [_export_path(completion) for completion in completions.order_by("pk")],
    }


@transaction.atomic
def erase_learning(user: User, choices: frozenset[str]) -> None:
    """Cut enrollments and completed paths loose, blank what was typed; certificates stay only when she chose so.

    Percentages, scores and marks remain: they are figures without a person. Called again it finds nothing.
    """
    enrollments = Enrollment.objects.filter(user=user)
    forget_places(user)
    erase_invitations(user)
    BlockResponse.objects.filter(enrollment__in=enrollments).delete()
    Attendance.objects.filter(enrollment__in=enrollments).delete()
    Adjustment.objects.filter(enrollment__in=enrollments).delete()
    Submission.objects.filter(enrollment__in=enrollments).delete()
    _blank_typed_answers(user)
    if KEEP_CERTIFICATES not in choices:
        # The newest first: a certificate that replaces another protects it.
        for certificate in Certificate.objects.issued_to(user).order_by("-pk"):
            certificate.delete()
    enrollments.update(user=None, sort_name="")
    PathCompletion.objects.filter(user=user).update(user=None)


personal_data = PersonalData(export=export_learning, erase=erase_learning, choices=offer_choices)


def _blank_typed_answers(user: User) -> None:
    """Ticked choices are keys of the paper and name nobody; everything else in an answer is a person's own words."""
    changed = []
    for response in Response.objects.filter(attempt__enrollment__user=user).iterator():
        ticked = {key: value for key, value in response.answer.items() if key == "choices"}
        if ticked != response.answer:
            response.answer = ticked
            changed.append(response)
    Response.objects.bulk_update(changed, ["answer"], batch_size=500)


def _export_enrollment(enrollment: Enrollment) -> dict[str, Any]:
    return {
        "course": enrollment.course.title,
        "state": enrollment.get_state_display(),
        "language": enrollment.language,
        "percent": enrollment.percent,
        "score": enrollment.score,
        "enrolled_at": enrollment.enrolled_at,
        "last_activity_at": enrollment.last_activity_at,
        "deadline_at": enrollment.deadline_at,
        "completed_at": enrollment.completed_at,
        "steps_done": [
            {"step": str(result.step), "score": result.score, "done_at": result.done_at}
            for result in enrollment.results.all()
        ],
        "entries_in_lessons": [
            {"step": str(entry.step), "entry": entry.data, "updated_at": entry.updated_at}
            for entry in enrollment.block_responses.all()
        ],
        "attempts": [_export_attempt(attempt) for attempt in enrollment.attempts.all()],
        "assignments": [_export_submission(submission) for submission in enrollment.submissions.all()],
        "certificates": [_export_certificate(certificate) for certificate in enrollment.certificates.all()],
        "edition": str(enrollment.edition) if enrollment.edition else "",
        "live_sessions": [
            {"session": row.session.title, "begins": row.session.starts_at, "attendance": row.get_state_display()}
            for row in enrollment.attendances.all()
        ],
        "granted": [
            {
                "what": row.get_kind_display(),
                "new_deadline": row.deadline_at,
                "amount": row.amount,
                "reason": row.reason,
                "at": row.created_at,
            }
            for row in enrollment.adjustments.all()
        ],
    }


def _export_submission(submission: Submission) -> dict[str, Any]:
    return {
        "assignment": str(submission.step),
        "state": submission.get_state_display(),
        "language": submission.language,
        "text": submission.answers,
        "updated_at": submission.updated_at,
        "handed_in": [
            {"number": row.number, "at": row.at, "template": row.sheet, "text": row.answers}
            for row in submission.hand_ins.all()
        ],
        "comments": [
            {
                "part": row.part,
                "by": row.author.name if row.author else "",
                "text": row.text,
                "at": row.created_at,
            }
            for row in submission.comments.all()
        ],
    }


def _export_path(completion: PathCompletion) -> dict[str, Any]:
    return {
        "learning_path": completion.path.title,
        "completed_at": completion.completed_at,
        "certificates": [_export_certificate(certificate) for certificate in completion.certificates.all()],
    }


def _export_attempt(attempt: Attempt) -> dict[str, Any]:
    paper = Paper.from_json(attempt.paper)
    return {
        "quiz": paper.title,
        "number": attempt.number,
        "state": attempt.get_state_display(),
        "language": attempt.language,
        "started_at": attempt.started_at,
        "submitted_at": attempt.submitted_at,
        "score": attempt.score,
        "passed": attempt.passed,
        "answers": [
            {
                "question": paper.items[response.item].text,
                "answer": _in_words(paper.items[response.item], response.answer),
                "points": response.points,
                "later_marks": [
                    {"points": grade.points, "reason": grade.reason, "at": grade.created_at}
                    for grade in response.grades.all()
                ],
                "answered_at": response.answered_at,
            }
            for response in attempt.responses.all()
        ],
    }


def _in_words(item: Item, answer: dict[str, Any]) -> list[str]:
    texts = {choice.key: choice.text for choice in item.choices}
    chosen = [texts.get(key, key) for key in answer.get("choices", [])]
    return [*chosen, *(str(value) for key, value in answer.items() if key != "choices")]


def _export_certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "code": certificate.code,
        "name": certificate.name,
        "name_other_script": certificate.name_other_script,
        "course": certificate.course_title,
        "issued_at": certificate.issued_at,
        "expires_at": certificate.expires_at,
        "revoked_at": certificate.revoked_at,
        "revoked_reason": certificate.revoked_reason,
    }
