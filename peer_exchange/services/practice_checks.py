"""The check before a practice becomes public: sent by its authors, read by the association, published or returned.

Wagtail's workflow keeps the state, with `AssociationCheck` as its task. While it waits, nobody writes on the draft, so
that what is published is what was read; the public version stays as it is.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Workflow, WorkflowContentType, WorkflowState, WorkflowTask

from academy.enums import MembershipRole
from academy.models import Organisation, User
from academy.policies import require
from peer_exchange.enums import PracticeState
from peer_exchange.errors import CardIncomplete, NotInCheck, ReadMeanwhile
from peer_exchange.models import AssociationCheck, CheckComment, Practice
from peer_exchange.policies import may_check_practice, may_write_practice
from peer_exchange.querysets import CHECKING_KINDS
from peer_exchange.rules.completeness import completeness_of
from peer_exchange.services.practice_news import authors_of, tell
from peer_exchange.services.practices import draft_of, facts_of

NAME = "Check of a practice"


@transaction.atomic
def setup_practices() -> None:
    """The workflow of practices with its task, and the right of editors; later both stay as the CMS made them."""
    content_type = ContentType.objects.get_for_model(Practice)
    if WorkflowContentType.objects.filter(content_type=content_type).exists():
        return
    task = AssociationCheck.objects.create(name="Association's check")
    workflow = Workflow.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.create(content_type=content_type, workflow=workflow)
    right = Permission.objects.get(content_type=content_type, codename="edit_practices")
    for group in Group.objects.filter(name="Editors"):
        group.permissions.add(right)


@transaction.atomic
def submit_practice(practice: Practice, *, by: User, now: datetime | None = None) -> None:
    """Send the draft as it stands to be checked. Sent already, nothing changes.

    Raises PermissionDenied, CardIncomplete.
    """
    row = _lock(practice)
    require(may_write_practice(by, row))
    state = row.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        return
    draft = draft_of(row)
    missing = completeness_of(facts_of(draft)).missing_card
    if missing:
        raise CardIncomplete(missing)
    if draft.latest_revision is None:
        draft.save_revision(user=by, clean=False)
    if state is not None:
        state.resume(user=by)
    else:
        _start(row, by)
    _stand(row, PracticeState.SUBMITTED)
    now = now or timezone.now()
    people = [user.pk for user in checkers_of(row)]
    tell("submitted", row, people, key=now.isoformat(), data={"practice": row.pk}, now=now)


@transaction.atomic
def withdraw_practice(practice: Practice, *, by: User) -> None:
    """Take it back before it was decided, to write on. Twice called, no change. Raises PermissionDenied."""
    row = _lock(practice)
    require(may_write_practice(by, row))
    state = row.current_workflow_state
    if state is None:
        return
    state.cancel(user=by)
    _stand(row, PracticeState.DRAFT)


@transaction.atomic
def approve_practice(
    practice: Practice, *, by: User, version: int, note: str = "", now: datetime | None = None
) -> Practice:
    """What was read becomes public, as Shared; its authors get a letter. `version` is the `draft_version` read.

    Raises PermissionDenied, NotInCheck, ReadMeanwhile.
    """
    row = _decided(practice, by, version)
    state = row.current_workflow_state
    state.current_task_state.specific.approve(user=by, comment=note)
    row = Practice.objects.get(pk=row.pk)
    tell("published", row, authors_of(row), key=str(row.version), data={"practice": row.pk}, now=now)
    return row


@transaction.atomic
def return_practice(
    practice: Practice, *, by: User, version: int, comments: Mapping[str, str], now: datetime | None = None
) -> None:
    """Back to its authors with {field or table: comment}, "" for the whole. `version` is the `draft_version` read.

    Raises PermissionDenied, NotInCheck, ReadMeanwhile.
    """
    row = _decided(practice, by, version)
    now = now or timezone.now()
    CheckComment.objects.bulk_create(
        CheckComment(practice=row, field=field, text=text, author=by, version=version, created_at=now)
        for field, text in comments.items()
    )
    row.current_workflow_state.current_task_state.specific.reject(user=by, comment=comments.get("", ""))
    _stand(row, PracticeState.RETURNED)
    data = {"practice": row.pk, "version": version}
    tell("returned", row, authors_of(row), key=now.isoformat(), data=data, now=now)


def checkers_of(practice: Practice) -> Iterable[User]:
    """Administrators of the nearest association above its municipality that has any; else the editors."""
    authors = practice.authors.filter(user__isnull=False).values("user")
    people = User.objects.filter(is_active=True).exclude(pk__in=authors)
    if practice.organisation is not None:
        for association in Organisation.objects.above(practice.organisation).filter(kind__in=CHECKING_KINDS):
            found = people.filter(
                memberships__organisation=association, memberships__role=MembershipRole.ADMINISTRATOR,
                memberships__ended_at__isnull=True,
            ).distinct()  # fmt: skip
            if found:
                return found
    return people.filter(groups__permissions__codename="edit_practices").distinct()


def _start(row: Practice, by: User) -> None:
    """As `Workflow.start`, without Wagtail's own letters: ours go out instead, in the language of each reader. For the
    same reason nobody stands as the one who requested it; the log of the record says who did.
    """
    state = WorkflowState(
        content_type=row.get_content_type(), base_content_type=row.get_base_content_type(), object_id=str(row.pk),
        workflow=row.get_workflow(),
    )  # fmt: skip
    state.save()
    state.update(user=by)


def _lock(practice: Practice) -> Practice:
    return Practice.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=practice.pk)


def _decided(practice: Practice, by: User, version: int) -> Practice:
    row = _lock(practice)
    require(may_check_practice(by, row))
    state = row.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        raise NotInCheck
    if row.draft_version != version:
        raise ReadMeanwhile
    return row


def _stand(row: Practice, state: PracticeState) -> None:
    """Only a record that is not public has its state from the check; a public one stays what it is."""
    Practice.objects.filter(pk=row.pk, live=False).update(state=state)
