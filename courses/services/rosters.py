"""Lists of staff: uploaded, their columns matched, their rows checked, started. Worked off in `services.roster_work`.

Sums and previews say who belongs to the branch already, never who has an account.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.enums import Access
from academy.models import Membership, Organisation, User
from academy.policies import may_run, require
from academy.services.access import record_access
from courses.enums import EnrollmentState, PlaceState, RosterState, RowOutcome
from courses.errors import LearningError
from courses.models import Course, Edition, Enrollment, Invitation, Place, Roster, RosterRow
from courses.rules.staff_columns import FIELDS, guess_columns
from courses.rules.staff_lists import MAX_COLUMNS, MAX_ROWS, Unreadable, read_list, to_csv
from courses.services.invitations import Colleagues
from courses.services.roster_checks import Places, check_rows
from courses.services.roster_work import start_working

BATCH = 500
KEPT = timedelta(days=30)  # what stood in a file is forgotten after that
OPEN_STATES = (RosterState.UPLOADED, RosterState.CHECKED)


class ListUnreadable(LearningError):
    message = gettext_lazy("This file could not be read. Save the list as XLSX or CSV and upload it again.")


class ColumnMissing(LearningError):
    message = gettext_lazy("Choose the column that holds the e-mail addresses.")


class ColumnTwice(LearningError):
    message = gettext_lazy("One column can mean one thing only. Choose each column once.")


class NotOpen(LearningError):
    message = gettext_lazy("This list was started or cancelled already; nothing in it can be changed any more.")


@dataclass(frozen=True)
class Forecast:
    """What starting would do, in numbers of rows."""

    to_invite: int = 0
    to_enroll: int = 0  # belong to the branch, are to join the course, or another organisation of it
    settled: int = 0  # belong to the branch, and nothing is left to do
    invited: int = 0  # have an open invitation already
    faulty: int = 0

    @property
    def has_work(self) -> bool:
        return bool(self.to_invite or self.to_enroll)


@dataclass(frozen=True)
class Progress:
    """`total` rows are to be worked off, `done` of them are; `outcomes` is {RowOutcome: rows}."""

    total: int
    done: int
    faulty: int
    outcomes: dict[str, int]

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100


@transaction.atomic
def upload_roster(
    organisation: Organisation,
    content: bytes,
    *,
    file_name: str,
    by: User,
    language: str,
    course: Course | None = None,
    edition: Edition | None = None,
) -> Roster:
    """A list with its columns guessed; nobody is invited yet. Raises ListUnreadable and PermissionDenied."""
    require(may_run(by, organisation))
    try:
        found = read_list(content, language=language)
    except Unreadable as error:
        raise ListUnreadable(_sentence(error.code)) from error
    width = max(len(found.headings), *(len(cells) for _number, cells in found.rows))
    headings = [*found.headings, *[""] * (width - len(found.headings))]
    roster = Roster.objects.create(
        organisation=organisation,
        course=course,
        edition=edition,
        language=language,
        file_name=PurePath(file_name.replace("\\", "/")).name[-255:] or "list",
        headings=headings,
        columns=guess_columns(headings, [cells for _number, cells in found.rows[:50]]),
        uploaded_by=by,
    )
    RosterRow.objects.bulk_create(
        (RosterRow(roster=roster, number=number, cells=cells) for number, cells in found.rows), batch_size=BATCH
    )
    record_access(by, Access.CHANGED, "list of staff", organisation=organisation, count=len(found.rows))
    return roster


@transaction.atomic
def match_columns(roster: Roster, columns: Mapping[str, int], *, by: User) -> Roster:
    """Read the rows anew with these columns, {field: number from 0}. Raises ColumnMissing, ColumnTwice, NotOpen."""
    require(may_run(by, roster.organisation))
    row = Roster.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=roster.pk)
    if row.state not in OPEN_STATES:
        raise NotOpen
    wanted = {field: place for field, place in columns.items() if field in FIELDS}
    if "email" not in wanted:
        raise ColumnMissing
    if len(set(wanted.values())) < len(wanted) or not all(0 <= place < MAX_COLUMNS for place in wanted.values()):
        raise ColumnTwice
    cells = list(row.rows.values_list("number", "cells"))
    checked = check_rows(cells, wanted, Places(row.organisation), language=row.language)
    row.rows.all().delete()
    RosterRow.objects.bulk_create(
        (
            RosterRow(
                roster=row, number=number, cells=texts, values=checked[number].values, error=checked[number].error
            )
            for number, texts in cells
        ),
        batch_size=BATCH,
    )
    row.columns, row.state = wanted, RosterState.CHECKED
    row.save(update_fields=["columns", "state"])
    return row


@transaction.atomic
def start_roster(roster: Roster, *, by: User, now: datetime | None = None) -> bool:
    """Work it off in the background; rows with errors are left out. Twice called, it starts once."""
    require(may_run(by, roster.organisation))
    checked = Roster.objects.filter(pk=roster.pk, state=RosterState.CHECKED)
    if not checked.update(state=RosterState.RUNNING, started_at=now or timezone.now(), claimed_at=None):
        return False
    start_working(roster.pk)
    return True


@transaction.atomic
def cancel_roster(roster: Roster, *, by: User, now: datetime | None = None) -> bool:
    """Stop; rows that were worked off stay so. Twice called, no change."""
    require(may_run(by, roster.organisation))
    going = Roster.objects.filter(pk=roster.pk, state__in=[*OPEN_STATES, RosterState.RUNNING])
    return bool(going.update(state=RosterState.CANCELLED, finished_at=now or timezone.now()))


def forecast(roster: Roster, *, now: datetime | None = None) -> Forecast:
    """A handful of queries, whatever the number of rows."""
    rows = list(roster.rows.filter(error="", outcome="").values_list("values", flat=True))
    emails = [values["email"] for values in rows]
    colleagues: dict[str, tuple[User, list[Membership]]] = {}
    invited: set[str] = set()
    open_rows = Invitation.objects.open(now=now).filter(course=roster.course_id, edition=roster.edition_id)
    open_rows = open_rows.filter(organisation__path__startswith=roster.organisation.path)
    for start in range(0, len(emails), BATCH):
        some = emails[start : start + BATCH]
        colleagues |= Colleagues.among(roster.organisation, some).found
        invited |= set(open_rows.filter(email__in=some).values_list("email", flat=True))
    taking_part = _taking_part(roster)
    paths = dict(Organisation.objects.within(roster.organisation).values_list("pk", "path"))
    settled = 0
    for values in rows:
        user, memberships = colleagues.get(values["email"], (None, []))
        path = paths.get(values["organisation"], roster.organisation.path)
        is_there = any(row.organisation.path.startswith(path) for row in memberships)
        settled += user is not None and is_there and (taking_part is None or user.pk in taking_part)
    return Forecast(
        to_invite=sum(email not in colleagues and email not in invited for email in emails),
        to_enroll=len(colleagues) - settled,
        settled=settled,
        invited=sum(email in invited and email not in colleagues for email in emails),
        faulty=roster.rows.exclude(error="").count(),
    )


def progress_of(roster: Roster) -> Progress:
    counts = dict(roster.rows.order_by().values_list("outcome").annotate(n=Count("pk")))
    faulty = roster.rows.filter(outcome="").exclude(error="").count()
    done = sum(count for outcome, count in counts.items() if outcome)
    outcomes = {outcome: count for outcome in RowOutcome.values if (count := counts.get(outcome, 0))}
    return Progress(total=sum(counts.values()) - faulty, done=done, faulty=faulty, outcomes=outcomes)


def mended_file(roster: Roster, *, by: User) -> bytes:
    """The rows that were not taken, as CSV with what is wrong in the first column, to mend and upload again."""
    require(may_run(by, roster.organisation))
    rows = roster.rows.exclude(error="").values_list("number", "error", "cells")
    record_access(by, Access.EXPORTED, "list of staff", organisation=roster.organisation, count=len(rows))
    head = [_("What is wrong"), _("Row"), *roster.headings]
    return to_csv(head, [[error, str(number), *cells] for number, error, cells in rows])


def forget_rows(*, now: datetime | None = None) -> int:
    """Sweep: what stood in files is forgotten after a month, counts stay. Returns how many rows."""
    now = now or timezone.now()
    old = Roster.objects.filter(created_at__lt=now - KEPT)
    old.filter(state__in=OPEN_STATES).update(state=RosterState.CANCELLED, finished_at=now)
    done = old.exclude(state=RosterState.RUNNING).order_by().values("pk")
    return RosterRow.objects.filter(roster__in=done).exclude(cells=[]).update(cells=[], values={}, error="")


def _taking_part(roster: Roster) -> set[int] | None:
    """Who takes part where the list leads, their keys; None when it leads into the organisation alone."""
    rows: Any
    if roster.edition_id is not None:
        rows = Place.objects.filter(edition=roster.edition_id, state__in=(PlaceState.SEATED, PlaceState.WAITING))
    elif roster.course_id is not None:
        rows = Enrollment.objects.filter(course=roster.course_id).exclude(state=EnrollmentState.WITHDRAWN)
    else:
        return None
    return set(rows.filter(user__isnull=False).values_list("user_id", flat=True))


def _sentence(code: str) -> str:
    return {
        "empty": _("There are no rows in this file. Check that the list is on its first sheet."),
        "too_large": _("This file is too large: at most 5 MB. Take pictures and other sheets out of it."),
        "too_many_rows": _("More than %(n)d rows. Divide the list into several files.") % {"n": MAX_ROWS},
        "too_many_columns": _("More than %(n)d columns. Keep those that are asked for.") % {"n": MAX_COLUMNS},
        "old_excel": _("This is an old Excel file (XLS). Open it and save it as XLSX or CSV."),
        "not_a_list": _("This is neither a CSV nor an XLSX file, whatever its name is. Save the list as one of them."),
        "broken": _("This file is damaged. Open it, save it anew as XLSX or CSV, and upload that."),
    }[code]
