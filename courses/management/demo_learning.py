"""How the people of a demonstration learn: read from `courses/content/demo/learning.yaml`, done by the site's own
services at the moments the file names, so that every list, tally and certificate is true.

Everything is invented and named so. No letter about it ever leaves. It must not know who looks at it.
"""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from academy.enums import MembershipRole
from academy.logos import read_logo
from academy.models import AccessRecord, Letter, Organisation, User
from academy.services.logos import set_logo
from academy.services.organisations import edit_organisation, join_organisation
from courses.enums import AttendanceState, RosterState, StepKind, SubmissionState
from courses.management.demo_logo import draw_logo
from courses.management.demo_steps import CoursePages, do_step, hand_in_sample, read_lessons
from courses.models import Certificate, Course, Edition, Enrollment, Framework, Indicator, LiveSession, Roster, Step
from courses.rules.release import Period
from courses.services.assignments import review_submission
from courses.services.editions import announce_edition, create_edition, set_module_dates
from courses.services.enrollments import enroll_person
from courses.services.invitations import Colleagues, Invitee, Target, invite, invite_person
from courses.services.places import ask_for_place
from courses.services.reminder_rules import save_rule
from courses.services.rosters import match_columns, upload_roster
from courses.services.sessions import add_session, note_attendance
from courses.services.tallies import recount_tallies

ZONE = ZoneInfo("Europe/Skopje")
ADDRESS = "example.org"
ATTENDED = [AttendanceState.PRESENT] * 4 + [AttendanceState.ABSENT, AttendanceState.PRESENT, AttendanceState.EXCUSED]
PAUSE = timedelta(minutes=12)  # between two steps of one sitting, at least
Row = Mapping[str, Any]


@dataclass
class Demonstration:
    """One loading of the file, at `now`. `by` administers the association, `facilitator` leads its editions."""

    story: Row
    by: User
    facilitator: User
    now: datetime
    pages: CoursePages = field(default_factory=CoursePages)
    editions: dict[str, Edition] = field(default_factory=dict)
    new: int = 0

    def load(self) -> int:
        """Bring in what is missing; returns how many people are new. Loaded again it changes nothing."""
        with transaction.atomic():
            self._organisations()
            self._branding(self.story["branding"])
            new_editions = [row for row in self.story["editions"] if self._edition(row)]
            for row in self.story["people"]:
                self._person(row)
            for row in new_editions:
                self._attendance(row)
            for row in self.story["assignments"]:
                self._assignment(row)
            self._framework(self.story["framework"])
            if new_editions:
                self._ways_in()
                self._reminders()
            if self.new:
                recount_tallies(now=self.now)
        return self.new

    def _organisations(self) -> None:
        keys = {row["works"] for row in self.story["people"]}
        self.organisations = {row.key: row for row in Organisation.objects.filter(key__in=keys, is_sample=True)}
        if missing := keys - self.organisations.keys():
            raise LookupError(f"Organisations are missing: {', '.join(sorted(missing))}. Run load_organisations first.")
        self.courses = {row.key: row for row in Course.objects.all()}
        join_organisation(self.by, self.organisations["sample-association"], role=MembershipRole.ADMINISTRATOR)

    def _branding(self, row: Row) -> None:
        """Logo, signatures and contact for help, unless somebody gave it any; before anybody gets a certificate."""
        association = self.organisations[row["organisation"]]
        fields = row["fields"]
        if association.logo_id or any(getattr(association, name) for name in fields):
            return
        with as_of(self.day(-158)):
            edit_organisation(association, by=self.by, **fields)
            set_logo(association, read_logo(draw_logo(association.acronym, row["sign"])), by=self.by)

    # Editions -----------------------------------------------------------------------------------------------------

    def _edition(self, row: Row) -> bool:
        """Whether it is new. One whose course is not loaded is left out."""
        uuid = key_of("edition", row["key"])
        course = self.courses.get(row["course"])
        known = Edition.objects.filter(uuid=uuid).first()
        if known is not None:
            self.editions[row["key"]] = known
        if known is not None or course is None:
            return False
        prepared = self.day(min(row["starts"] - 14, -2))
        with as_of(prepared):
            edition = create_edition(
                self.by, course=course, organisation=self.organisations[row["organisation"]], uuid=uuid,
                facilitators=[self.facilitator], title=row["title"], note=row["note"], language=row["language"],
                starts_on=self.day(row["starts"]).date(), ends_on=self.day(row["ends"]).date(), time_zone=str(ZONE),
                seats=row["seats"], entry=row["entry"], needs_acceptance=row.get("needs_acceptance", False),
                created_at=prepared,
            )  # fmt: skip
            self._module_dates(edition, row.get("modules", []))
            self.editions[row["key"]] = announce_edition(edition, self.by)
            for session in row["sessions"]:
                self._session(self.editions[row["key"]], session, prepared)
        return True

    def _module_dates(self, edition: Edition, dates: list[list[int]]) -> None:
        modules = self.pages.of(edition.course).modules
        periods = {
            module: Period(
                None if opens == dates[0][0] else self.day(opens, time()), self.day(due + 1, time())
            )
            for module, (opens, due) in zip(modules, dates, strict=False)
        }  # fmt: skip
        set_module_dates(edition, self.by, periods)

    def _session(self, edition: Edition, row: Row, prepared: datetime) -> None:
        starts_at = self.day(row["starts"], time(row["hour"]))
        add_session(
            edition, self.by, now=prepared, uuid=key_of("session", row["title"]), title=row["title"],
            agenda=row.get("agenda", ""), place=row["place"], starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=row["minutes"]),
        )  # fmt: skip

    def _attendance(self, row: Row) -> None:
        """Of what is over: most were there, now and then somebody is excused or absent."""
        edition = self.editions[row["key"]]
        for session in LiveSession.objects.filter(edition=edition, ends_at__lte=self.now):
            people = Enrollment.objects.filter(edition=edition).order_by("sort_name").values_list("pk", flat=True)
            states = {pk: ATTENDED[place % len(ATTENDED)] for place, pk in enumerate(people)}
            with as_of(session.ends_at):
                note_attendance(session, self.facilitator, states, now=session.ends_at)

    # People -------------------------------------------------------------------------------------------------------

    def _person(self, row: Row) -> None:
        """Who learns already is left alone. The people of `load_demo_people` have an account before."""
        email, joined = f"{row['key']}@{ADDRESS}", self.day(-155 + self.new % 5)
        user = User.objects.filter(email=email).first()
        if user is not None and (user.enrollments.exists() or user.places.exists()):
            return
        self.new += 1
        user = user or User.objects.create_user(
            email, name=row["name"], name_other_script=row.get("other_script", ""), language=row["language"],
            sex=row["sex"], time_zone=str(ZONE), date_joined=joined,
        )  # fmt: skip
        with as_of(joined):
            join_organisation(
                user, self.organisations[row["works"]], position=row["position"], by=self.by, now=joined
            )  # fmt: skip
        chance = random.Random(row["key"])
        for course, enrolled, active, percent, *score in row.get("learns", []):
            if course in self.courses:
                enrollment = enroll_person(user, self.courses[course], language="en", now=self.day(-enrolled))
                self._learn(enrollment, self.day(-enrolled), self.day(-active), percent, *score, chance=chance)
        for key in ("past", "running"):
            if key in row and self.editions.get(key):
                self._take_part(user, self.editions[key], *row[key], chance=chance)
        if "coming" in row and self.editions.get("coming"):
            asked = self.day(-row["coming"])
            with as_of(asked):
                ask_for_place(user, self.editions["coming"], now=asked)

    def _take_part(
        self, user: User, edition: Edition, percent: int, active: int, score: int = 0, *, chance: random.Random
    ) -> None:
        asked = edition.opens_at - timedelta(days=chance.randint(2, 9), hours=chance.randint(1, 9))
        with as_of(asked):
            ask_for_place(user, edition, now=asked)
        enrollment = Enrollment.objects.get(user=user, edition=edition)
        self._learn(enrollment, edition.opens_at, self.day(-active), percent, score, chance=chance)

    def _learn(
        self,
        enrollment: Enrollment,
        since: datetime,
        until: datetime,
        percent: int,
        score: int = 0,
        *,
        chance: random.Random,
    ) -> None:
        """The first `percent` of the steps, spread evenly from `since` until `until`, in working hours."""
        pages = self.pages.of(enrollment.course)
        steps = pages.steps[: round(len(pages.steps) * percent / 100)]
        read: list[tuple[Step, datetime]] = []
        moment = since
        for place, step in enumerate(steps, 1):
            day = (since + (until - since) * (place / len(steps))).astimezone(ZONE)
            at_work = day.replace(hour=chance.randint(8, 14), minute=chance.randint(0, 59), second=0, microsecond=0)
            moment = min(max(at_work, moment + PAUSE), self.now)
            if step.kind == StepKind.LESSON:
                read.append((step, moment))
                continue
            read_lessons(enrollment, read)
            read = []
            if step.kind == StepKind.QUIZ:
                do_step(enrollment, step, pages, score=score or 75, chance=chance, now=moment)
                continue
            with as_of(moment):  # letters and certificates come of these
                do_step(enrollment, step, pages, score=score or 75, chance=chance, now=moment)
                if step.kind == StepKind.ASSIGNMENT:
                    self._accept(enrollment, moment)
        read_lessons(enrollment, read)

    def _accept(self, enrollment: Enrollment, moment: datetime) -> None:
        """What was handed in long ago was read."""
        submission = enrollment.submissions.get()
        read = min(moment + timedelta(days=1), self.now)
        words = {"": "SAMPLE comment. Clear and short; the row with the costs helps most."}
        review_submission(
            submission, self.facilitator, words, decision=SubmissionState.ACCEPTED, number=1, now=read
        )  # fmt: skip

    def _assignment(self, row: Row) -> None:
        """Handed in before its time, for the facilitator to read."""
        edition = self.editions.get("running")
        enrollment = Enrollment.objects.filter(user__email=f"{row['who']}@{ADDRESS}", edition=edition).first()
        if edition is None or enrollment is None or enrollment.submissions.exists():
            return
        with as_of(moment := self.day(-row["handed_in"])):
            submission = hand_in_sample(enrollment, self.pages.of(enrollment.course), now=moment)
        if "returned" in row:
            with as_of(moment := self.day(-row["returned"])):
                review_submission(
                    submission, self.facilitator, {"": row["comment"]}, decision=SubmissionState.RETURNED, number=1,
                    now=moment,
                )  # fmt: skip

    # What administrators made ---------------------------------------------------------------------------------------

    def _ways_in(self) -> None:
        for row in self.story["invitations"]:
            edition = self.editions.get(row.get("edition", ""))
            with as_of(sent := self.day(-row["sent"])):
                invite_person(
                    self.organisations[row["organisation"]], row["email"], by=self.by, language=row["language"],
                    name=row["name"], course=self.courses.get(row.get("course", "")), edition=edition, now=sent,
                )  # fmt: skip
        row = self.story["roster"]
        if row["course"] not in self.courses:
            return
        content = "\n".join(";".join(cells) for cells in row["rows"]).encode()
        branch, course = self.organisations[row["organisation"]], self.courses[row["course"]]
        with as_of(uploaded := self.day(-row["uploaded"])):
            roster = upload_roster(
                branch, content, file_name=row["file_name"], by=self.by, language="tr", course=course
            )  # fmt: skip
            roster = match_columns(roster, roster.columns, by=self.by)
            rows = list(roster.rows.filter(error=""))
            colleagues = Colleagues.among(branch, [found.values["email"] for found in rows])
            for found in rows:
                values = {name: value for name, value in found.values.items() if name != "organisation"}
                target = Target(branch, branch, course)
                invited = invite(target, Invitee(**values), colleagues, by=self.by, now=uploaded)
                roster.rows.filter(pk=found.pk).update(outcome=invited.outcome)
        minute = timedelta(minutes=1)
        Roster.objects.filter(pk=roster.pk).update(
            state=RosterState.DONE, created_at=uploaded - 5 * minute, started_at=uploaded, finished_at=uploaded + minute
        )

    def _reminders(self) -> None:
        for row in self.story["reminders"]:
            with as_of(self.day(-20)):
                save_rule(self.organisations["sample-association"], self.by, is_on=False, **row)

    def _framework(self, row: Row) -> None:
        uuid = key_of("framework", row["key"])
        if Framework.objects.filter(uuid=uuid).exists():
            return
        framework = Framework.objects.create(
            uuid=uuid, organisation=self.organisations[row["organisation"]], title=row["title"], donor=row["donor"],
            note=row["note"], starts_on=self.day(row["starts"]).date(), ends_on=self.day(row["ends"]).date(),
            created_by=self.by, created_at=self.day(row["starts"]),
        )  # fmt: skip
        Indicator.objects.bulk_create(
            Indicator(framework=framework, position=place, **fields) for place, fields in enumerate(row["indicators"])
        )

    def day(self, days: int, at: time = time(9, 30)) -> datetime:
        """So many days from today, never later than this moment when it lies in the past or is today."""
        date = self.now.astimezone(ZONE).date() + timedelta(days=days)
        moment = datetime.combine(date, at, tzinfo=ZONE)
        return min(moment, self.now) if days == 0 else moment


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """What is done here happened at `moment`, the log says so; its letters and certificates count as dealt with."""
    records, letters = _newest(AccessRecord), _newest(Letter)
    yield
    AccessRecord.objects.filter(pk__gt=records).update(at=moment)
    Letter.objects.filter(pk__gt=letters).update(created_at=moment, dropped_at=moment)
    Certificate.objects.filter(issued_at=moment, delivered_at=None).update(delivered_at=moment)


def key_of(kind: str, name: str) -> UUID:
    """The same at every loading."""
    return uuid5(NAMESPACE_URL, f"demo:{kind}:{name}")


def _newest(model: Any) -> int:
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
