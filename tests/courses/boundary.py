"""An administrator's boundary, said a second time: a made-up world of organisations, and who may see what of it.

`Truth` is written from the wish "an administrator sees the own branch only", in plain sets and loops over `World`. It
must not use querysets, policies or paths of the tree: what it is compared with would prove itself.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st

from academy.enums import Access
from academy.models import AccessRecord, Membership, Organisation, User
from academy.services.organisations import add_organisation, move_organisation
from courses.enums import EditionState, ExportFormat, ExportKind, ExportState, Measure, RosterState, SubmissionState
from courses.models import (
    Course,
    Edition,
    Enrollment,
    Export,
    Framework,
    Indicator,
    Invitation,
    InvitationLink,
    LiveSession,
    Place,
    ReminderRule,
    Roster,
    Step,
    Submission,
)

# Names that nothing else on a page can hold; whatever else stands around them
NAMES = re.compile(r"(?:prs|org|key|edi|inv|frm|rst|lnk|rul|ses)\d\dq")
DEPTH = 4
RUNNING = ("administrator", "coordinator")


def names_in(text: str) -> set[str]:
    return set(NAMES.findall(text.lower()))


# What is drawn ------------------------------------------------------------------------------------------------------


@st.composite
def plans(draw) -> dict:
    """Plain data of a world; numbers point into the lists."""
    count = draw(st.integers(3, 12))
    organisations = st.integers(0, count - 1)
    people = st.integers(0, draw(st.integers(2, 5)))
    perhaps = st.none() | organisations
    roles = st.sampled_from(("administrator", "coordinator", "coordinator", "administrator", "member"))
    return {
        "parents": [draw(st.none() | st.integers(0, n - 1)) if n else None for n in range(count)],
        "inactive": draw(st.sets(organisations, max_size=2)),
        "moves": draw(st.lists(st.tuples(organisations, perhaps), max_size=2)),
        "memberships": draw(st.lists(st.tuples(people, organisations, roles, st.booleans()), min_size=2, max_size=9)),
        "editions": draw(st.lists(st.tuples(perhaps, st.none() | people, st.booleans(), st.booleans()), max_size=4)),
        "enrollments": draw(
            st.lists(
                st.tuples(
                    people, perhaps, st.sampled_from(("new", "begun", "late", "done", "left")),
                    st.none() | st.integers(0, 3), st.booleans(),
                ),
                min_size=1, max_size=10,
            )
        ),  # person, organisation of the day, where she stands, edition, a handed-in assignment
        "others": draw(st.lists(organisations, min_size=1, max_size=4)),  # owners of invitations, lists, rules …
        "superuser": draw(st.none() | people),
    }  # fmt: skip


# The world ----------------------------------------------------------------------------------------------------------


@dataclass
class World:
    people: list[User] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    parent: dict[int, int | None] = field(default_factory=dict)  # pk → pk
    memberships: list[Membership] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)
    facilitator: dict[int, int | None] = field(default_factory=dict)  # edition → person
    enrollments: list[Enrollment] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    links: list[InvitationLink] = field(default_factory=list)
    rosters: list[Roster] = field(default_factory=list)
    frameworks: list[Framework] = field(default_factory=list)
    rules: list[ReminderRule] = field(default_factory=list)
    exports: list[Export] = field(default_factory=list)
    sessions: list[LiveSession] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def build(plan: dict, course: Course) -> World:
    """The rows of a plan. What cannot be (a move below itself, too deep a tree) is left out."""
    world = World()
    _organisations(world, plan)
    for number in range(6):
        is_superuser = plan["superuser"] == number
        name = f"prs{number:02}q"
        world.people.append(User(email=f"{name}@example.org", name=name.capitalize(), is_superuser=is_superuser))
        world.people[-1].save()
    now = timezone.now()
    seen = set()
    for person, organisation, role, is_over in plan["memberships"]:
        if (person, organisation, role) not in seen:
            seen.add((person, organisation, role))
            world.memberships.append(
                Membership.objects.create(
                    user=world.people[person], organisation=world.organisations[organisation], role=role,
                    started_at=now - timedelta(days=90), ended_at=now - timedelta(days=1) if is_over else None,
                )
            )  # fmt: skip
    _editions(world, plan, course)
    _enrollments(world, plan, course)
    for number, organisation in enumerate(plan["others"]):
        _belongings(world, number, world.organisations[organisation], course)
    _exports(world)
    mover = User.objects.create_user("mover@example.org", name="Mover")
    for place, below in plan["moves"]:
        _move(world, place, below, by=mover)
    world.organisations = list(Organisation.objects.filter(key__startswith="key"))
    return world


def _organisations(world: World, plan: dict) -> None:
    depth: list[int] = []
    for number, parent in enumerate(plan["parents"]):
        if parent is not None and depth[parent] >= DEPTH:
            parent = None
        depth.append(1 if parent is None else depth[parent] + 1)
        above = world.organisations[parent] if parent is not None else None
        kind = ("network", "association", "municipality", "unit")[min(depth[-1], DEPTH) - 1]
        row = add_organisation(
            above, kind=kind, name=f"Org{number:02}q", key=f"key{number:02}q", is_active=number not in plan["inactive"]
        )
        world.organisations.append(row)
        world.parent[row.pk] = above.pk if above else None


def _move(world: World, place: int, below: int | None, *, by: User) -> None:
    moved = world.organisations[place].pk
    target = None if below is None else world.organisations[below].pk
    step = target
    while step is not None:
        if step == moved:
            return
        step = world.parent[step]
    move_organisation(
        Organisation.objects.get(pk=moved), Organisation.objects.get(pk=target) if target else None, by=by
    )
    world.parent[moved] = target


def _editions(world: World, plan: dict, course: Course) -> None:
    today = timezone.localdate()
    for number, (organisation, facilitator, is_draft, is_past) in enumerate(plan["editions"]):
        owner = world.organisations[organisation] if organisation is not None else None
        begins = today - timedelta(days=40 if is_past else 3)
        row = Edition.objects.create(
            course=course, organisation=owner, title=f"Edi{number:02}q", language="en", starts_on=begins,
            ends_on=begins + timedelta(days=20), is_for_branch_only=owner is not None,
            state=EditionState.DRAFT if is_draft else EditionState.PUBLISHED,
        )  # fmt: skip
        world.facilitator[row.pk] = None
        if facilitator is not None:
            row.facilitators.add(world.people[facilitator])
            world.facilitator[row.pk] = world.people[facilitator].pk
        starts_at = timezone.now() + timedelta(days=1)
        world.sessions.append(
            LiveSession.objects.create(
                edition=row, title=f"Ses{number:02}q", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
            )
        )
        world.editions.append(row)


def _enrollments(world: World, plan: dict, course: Course) -> None:
    now = timezone.now()
    step = Step.objects.filter(course=course).first()
    active = set()
    for person, organisation, standing, edition, hands_in in plan["enrollments"]:
        is_active = standing in ("new", "begun", "late")
        if is_active and person in active:
            continue
        active |= {person} if is_active else set()
        user = world.people[person]
        of = world.editions[edition] if edition is not None and edition < len(world.editions) else None
        row = Enrollment.objects.create(
            user=user, course=course, language="en", sort_name=user.name.lower(), edition=of,
            organisation=world.organisations[organisation] if organisation is not None else None,
            state={"done": "completed", "left": "withdrawn"}.get(standing, "active"),
            enrolled_at=now - timedelta(days=20), last_activity_at=now - timedelta(days=1),
            started_at=None if standing == "new" else now - timedelta(days=19),
            completed_at=now - timedelta(days=2) if standing == "done" else None,
            deadline_at=now - timedelta(hours=5) if standing == "late" else None,
            percent=100 if standing == "done" else 0,
        )  # fmt: skip
        world.enrollments.append(row)
        if of is not None and standing != "left" and not any(p.user == user and p.edition == of for p in world.places):
            world.places.append(
                Place.objects.create(edition=of, user=user, organisation=row.organisation, state="seated")
            )
        if hands_in:
            world.submissions.append(
                Submission.objects.create(
                    enrollment=row, step=step, state=SubmissionState.HANDED_IN, language="en", handed_in_at=now
                )
            )


def _belongings(world: World, number: int, owner: Organisation, course: Course) -> None:
    now = timezone.now()
    later = now + timedelta(days=9)
    world.invitations.append(
        Invitation.objects.create(
            organisation=owner, email=f"inv{number:02}q@example.org", language="en", expires_at=later,
            folded=f"inv{number:02}q",
        )
    )  # fmt: skip
    world.links.append(
        InvitationLink.objects.create(
            token=f"token-{number}", organisation=owner, note=f"Lnk{number:02}q", expires_at=later, limit=3
        )
    )
    world.rosters.append(
        Roster.objects.create(
            organisation=owner, file_name=f"rst{number:02}q.csv", language="en", state=RosterState.DONE,
            headings=["E-mail"], columns={"email": 0},
        )
    )  # fmt: skip
    framework = Framework.objects.create(
        organisation=owner, title=f"Frm{number:02}q", starts_on=now.date() - timedelta(days=60),
        ends_on=now.date() + timedelta(days=60),
    )  # fmt: skip
    for position, measure in enumerate((Measure.PEOPLE_ENROLLED, Measure.PEOPLE_TRAINED, Measure.COMPLETION_RATE)):
        Indicator.objects.create(framework=framework, label=str(measure), measure=measure, position=position)
    world.frameworks.append(framework)
    if not any(rule.organisation == owner for rule in world.rules):
        world.rules.append(
            ReminderRule.objects.create(
                organisation=owner, kind="silence", days=1, words=f"Rul{number:02}q", created_at=now
            )
        )
    AccessRecord.objects.create(
        actor=None, access=Access.EXPORTED, what="people", organisation=owner, count=number, at=now
    )


def _exports(world: World) -> None:
    for membership in world.memberships:
        if membership.role in RUNNING:
            world.exports.append(
                Export.objects.create(
                    by=membership.user, organisation=membership.organisation, kind=ExportKind.PEOPLE,
                    format=ExportFormat.CSV, language="en", state=ExportState.WAITING,
                )
            )  # fmt: skip


# Who may see what ---------------------------------------------------------------------------------------------------


@dataclass
class Truth:
    """Sets of primary keys, from the rows of the world alone."""

    world: World

    def below(self, top: int) -> set[int]:
        """An organisation and everything that hangs on it."""
        found = {top}
        while True:
            more = {child for child, parent in self.world.parent.items() if parent in found} - found
            if not more:
                return found
            found |= more

    def above(self, pk: int) -> set[int]:
        found, step = set(), self.world.parent[pk]
        while step is not None:
            found.add(step)
            step = self.world.parent[step]
        return found

    def runs(self, person: User, roles: tuple[str, ...] = RUNNING) -> set[int]:
        if person.is_superuser:
            return set(self.world.parent)
        found: set[int] = set()
        for row in self.world.memberships:
            place = next(one for one in self.world.organisations if one.pk == row.organisation_id)
            is_current = row.user_id == person.pk and row.ended_at is None and place.is_active
            if is_current and row.role in roles:
                found |= self.below(place.pk)
        return found

    def governs(self, person: User) -> set[int]:
        return self.runs(person, ("administrator",))

    def manages(self, person: User) -> set[int]:
        """Editions."""
        run = self.runs(person)
        return {
            row.pk
            for row in self.world.editions
            if person.is_superuser or row.organisation_id in run or self.world.facilitator[row.pk] == person.pk
        }

    def reviews(self, person: User) -> set[int]:
        """Submissions that she facilitates; platform administrators every one; never her own."""
        found = set()
        for row in self.world.submissions:
            learner = row.enrollment
            leads = learner.edition_id is not None and self.world.facilitator[learner.edition_id] == person.pk
            if (leads or person.is_superuser) and learner.user_id != person.pk and learner.state != "withdrawn":
                found.add(row.pk)
        return found

    def enrollments(self, top: int) -> list[Enrollment]:
        branch = self.below(top)
        return [row for row in self.world.enrollments if row.organisation_id in branch]

    def standing(self, top: int) -> list[Enrollment]:
        return [row for row in self.enrollments(top) if row.state != "withdrawn"]

    def joined(self, top: int) -> dict[int, int]:
        """Announced editions of others in which people of the branch are: how many of them."""
        branch = self.below(top)
        known = {row.pk for row in self.world.editions if row.state != "draft" and row.organisation_id not in branch}
        found: dict[int, int] = {}
        for row in self.standing(top):
            if row.edition_id in known:
                found[row.edition_id] = found.get(row.edition_id, 0) + 1
        return found

    def staff(self, top: int, *, with_past: bool = False) -> set[int]:
        branch = self.below(top)
        rows = self.world.memberships
        return {row.user_id for row in rows if row.organisation_id in branch and (with_past or row.ended_at is None)}

    def names(self, person: User, top: int) -> set[str]:
        """Every name that may stand on a page of this room: of the branch, of what else she runs, and her own."""
        branch, run = self.below(top), self.runs(person)
        people = self.staff(top, with_past=True) | {row.user_id for row in self.enrollments(top)} | {person.pk}
        hers = {row.organisation_id for row in self.world.memberships if row.user_id == person.pk}
        organisations = branch | run | hers
        editions = self.manages(person)
        editions |= {row.edition_id for row in self.enrollments(top) if row.edition_id}
        editions |= {
            row.pk
            for row in self.world.editions
            if row.organisation_id in branch | self.above(top)
            and (row.organisation_id in branch or row.state != "draft")
        }
        found = {row.name.lower() for row in self.world.people if row.pk in people}
        holders = {row.organisation_id for row in self.world.editions if row.pk in self.joined(top)}
        organisations |= holders & self.above(top)  # of whom she hears because her people are there
        for row in self.world.rules:  # what binds her people is told, and who says so
            if row.organisation_id in branch | self.above(top):
                found.add(row.words.lower())
                organisations |= {row.organisation_id}
        found |= self.organisation_names(organisations)
        found |= {row.title.lower() for row in self.world.editions if row.pk in editions}
        found |= {row.title.lower() for row in self.world.frameworks if row.organisation_id in branch}
        found |= {row.email[:6] for row in self.world.invitations if row.organisation_id in branch}
        found |= {row.note.lower() for row in self.world.links if row.organisation_id in branch}
        return found | {row.file_name[:6] for row in self.world.rosters if row.organisation_id in branch}

    def names_at_desk(self, person: User, edition: Edition) -> set[str]:
        """On the pages where an edition is managed: its people and their organisations, and the room around it."""
        found = {edition.title.lower()}
        for row in self.world.enrollments:
            if row.edition_id == edition.pk:
                found |= {row.user.name.lower(), row.organisation.name.lower() if row.organisation else ""}
        for place in self.world.places:
            if place.edition_id == edition.pk:
                found |= {place.user.name.lower(), place.organisation.name.lower() if place.organisation else ""}
        leader = self.world.facilitator[edition.pk]
        found |= {row.name.lower() for row in self.world.people if row.pk in (leader, person.pk)}
        found |= {row.title.lower() for row in self.world.sessions if row.edition_id == edition.pk}
        shown = self.runs(person) | {edition.organisation_id}
        shown |= {row.organisation_id for row in self.world.memberships if row.user_id == person.pk}
        return found | self.organisation_names(shown)

    def organisation_names(self, pks: set[int]) -> set[str]:
        rows = [row for row in self.world.organisations if row.pk in pks]
        return {row.name.lower() for row in rows} | {row.key for row in rows}
