"""An administrator sees the own branch only: random trees, memberships, roles and moves against `boundary.Truth`.

Every list, count, report, export and door. An address that is added to the room without a word on whom it lets in fails
`test_every_address_of_the_room_says_whom_it_lets_in`.
"""

import csv
import io
import os
import random
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings

from academy import site_version
from academy.enums import Access, MembershipRole
from academy.models import AccessRecord, Organisation
from academy.policies import may_govern, may_run
from courses import edition_urls, organisation_urls
from courses.enums import ExportState, LearnerStatus, Measure
from courses.models import Edition, Enrollment, Framework, Submission
from courses.policies import may_adjust, may_facilitate, may_review_submission
from courses.rules.periods import period_of
from courses.services.announcements import recipients
from courses.services.exports import make_export
from courses.services.indicators import results_of
from courses.services.invitations import Colleagues
from courses.services.overviews import overview_of
from courses.services.people import PeopleFilter, count_people, page_of, people
from courses.services.reminders import due_today
from courses.services.tallies import recount_tallies
from tests import factories
from tests.courses.boundary import Truth, World, build, names_in, plans

RUN, GOVERN = "run", "govern"
EXAMPLES = int(os.environ.get("BOUNDARY_EXAMPLES", "25"))


@dataclass(frozen=True)
class Door:
    """Whom an address of the room lets in, of what it shows one (name of the argument), whether it is a POST."""

    needs: str = RUN
    thing: str = ""
    is_post: bool = False
    is_slow: bool = False


DOORS = {
    "organisation": Door(),
    "organisation_people": Door(),
    "organisation_person": Door(thing="enrollment"),
    "organisation_adjustments": Door(thing="standing"),
    "organisation_exports": Door(),
    "organisation_export": Door(thing="export"),
    "organisation_export_file": Door(thing="export"),
    "organisation_export_deletion": Door(thing="export", is_post=True),
    "organisation_editions": Door(),
    "organisation_edition_new": Door(),
    "organisation_staff": Door(),
    "organisation_member": Door(thing="person"),
    "organisation_member_change": Door(GOVERN, thing="person", is_post=True),
    "organisation_settings": Door(GOVERN),
    "organisation_branding": Door(GOVERN),
    "organisation_logo": Door(GOVERN, is_post=True),
    "organisation_sample": Door(GOVERN, is_slow=True),
    "organisation_units": Door(GOVERN),
    "organisation_unit_switch": Door(GOVERN, is_post=True),
    "organisation_log": Door(GOVERN),
    "organisation_reminders": Door(),
    "organisation_reminders_today": Door(),
    "organisation_reminders_usual": Door(is_post=True),
    "organisation_monthly_report": Door(is_post=True),
    "organisation_reminder_new": Door(),
    "organisation_reminder_edit": Door(thing="rule"),
    "organisation_reminder_switch": Door(thing="rule", is_post=True),
    "organisation_reminder_delete": Door(thing="rule", is_post=True),
    "organisation_reminder_preview": Door(thing="rule"),
    "organisation_reminder_letter": Door(thing="rule"),
    "organisation_messages": Door(),
    "organisation_message_new": Door(),
    "organisation_indicators": Door(GOVERN),
    "organisation_framework_new": Door(GOVERN),
    "organisation_framework": Door(GOVERN, thing="framework"),
    "organisation_framework_edit": Door(GOVERN, thing="framework"),
    "organisation_framework_copy": Door(GOVERN, thing="framework", is_post=True),
    "organisation_framework_delete": Door(GOVERN, thing="framework", is_post=True),
    "organisation_framework_pdf": Door(GOVERN, thing="framework", is_slow=True),
    "organisation_framework_csv": Door(GOVERN, thing="framework"),
    "organisation_indicator_new": Door(GOVERN, thing="framework"),
    "organisation_indicator_edit": Door(GOVERN, thing="indicator"),
    "organisation_indicator_delete": Door(GOVERN, thing="indicator", is_post=True),
    "organisation_invitations": Door(),
    "organisation_invite": Door(),
    "organisation_links": Door(),
    "organisation_link": Door(thing="link"),
    "organisation_rosters": Door(),
    "organisation_roster_sample": Door(thing="form"),
    "organisation_roster": Door(thing="roster"),
    "organisation_roster_columns": Door(thing="roster"),
    "organisation_roster_change": Door(thing="roster", is_post=True),
    "organisation_roster_faults": Door(thing="roster"),
    "organisation_invitation": Door(thing="invitation", is_post=True),
}
CHOOSER = "organisations"  # says of nobody's organisation that it exists
AT_DESK = {
    "edition_manage": Door(),
    "edition_state": Door(is_post=True),
    "edition_copy": Door(is_post=True),
    "edition_settings": Door(),
    "edition_dates": Door(),
    "edition_sessions": Door(),
    "edition_session": Door(thing="session"),
    "session_cancel": Door(thing="session", is_post=True),
    "session_attendance": Door(thing="session"),
    "edition_people": Door(),
    "edition_place": Door(thing="place", is_post=True),
    "edition_adjustments": Door(thing="enrollment"),
}
PUBLIC_OF_EDITIONS = {"edition", "edition_entry", "edition_leave", "edition_calendar", "session_calendar"}


def things(name: str, world: World, truth: Truth, user, top: Organisation) -> list[tuple[dict, bool]]:
    """Every object of the world as arguments of an address, and whether it belongs to this room."""
    branch = truth.below(top.pk)
    if not name:
        return [({}, True)]
    if name == "form":
        return [({"form": "csv"}, True)]
    if name == "person":
        staff = truth.staff(top.pk, with_past=True)
        return [({"person": row.uuid}, row.pk in staff) for row in world.people]
    if name == "standing":
        return [
            ({"enrollment": row.uuid}, row.organisation_id in branch and row.state != "withdrawn")
            for row in world.enrollments
        ]
    if name == "enrollment":
        return [({"enrollment": row.uuid}, row.organisation_id in branch) for row in world.enrollments]
    if name == "export":
        return [({"export": row.uuid}, row.by_id == user.pk and row.organisation_id == top.pk) for row in world.exports]
    if name == "rule":
        return [({"rule": row.uuid}, row.organisation_id == top.pk) for row in world.rules]
    if name == "framework":
        return [({"framework": row.uuid}, row.organisation_id == top.pk) for row in world.frameworks]
    if name == "indicator":
        return [
            ({"framework": row.uuid, "indicator": row.indicators.first().uuid}, row.organisation_id == top.pk)
            for row in world.frameworks
        ]
    if name == "link":
        return [({"token": row.token}, row.organisation_id in branch) for row in world.links]
    rows = {"roster": world.rosters, "invitation": world.invitations}[name]
    return [({name: row.uuid}, row.organisation_id in branch) for row in rows]


def sample(found: list[tuple[dict, bool]], most: int) -> list[tuple[dict, bool]]:
    """So many that belong here, and so many that do not."""
    return [pair for belongs in (True, False) for pair in [row for row in found if row[1] == belongs][:most]]


def desk_things(name: str, world: World, edition: Edition) -> list[tuple[dict, bool]]:
    if not name:
        return [({}, True)]
    if name == "session":
        return [({"session": row.uuid}, row.edition_id == edition.pk) for row in world.sessions]
    if name == "place":
        return [({"place": row.uuid}, row.edition_id == edition.pk) for row in world.places]
    return [
        ({"enrollment": row.uuid}, row.edition_id == edition.pk and row.state != "withdrawn")
        for row in world.enrollments
    ]


# Every address ------------------------------------------------------------------------------------------------------


def test_every_address_of_the_room_says_whom_it_lets_in():
    assert {pattern.name for pattern in organisation_urls.urlpatterns} == {*DOORS, CHOOSER}
    assert {pattern.name for pattern in edition_urls.urlpatterns} == {*AT_DESK, *PUBLIC_OF_EDITIONS}


PLAN = {
    "parents": [None, 0, 1, 0, None],  # an association, its municipality with a unit, another one, a stranger's
    "inactive": set(),
    "moves": [],
    "memberships": [
        (0, 0, "administrator", False), (1, 1, "coordinator", False), (2, 3, "administrator", False),
        (3, 2, "member", False), (4, 4, "administrator", False), (5, 1, "administrator", True),
    ],
    "editions": [(0, 3, False, False), (1, None, True, False), (4, 1, False, False)],
    "enrollments": [
        (3, 2, "begun", 0, True), (1, 1, "done", None, False), (4, 4, "late", 2, True), (2, 3, "new", 2, False),
    ],
    "others": [0, 1, 3, 4],
    "superuser": None,
}  # fmt: skip


def test_the_doors_of_the_room(site):
    """For who runs what lies above, a coordinator, a stranger's administrator and a former one, here and elsewhere."""
    world, truth = prepared(PLAN)
    for number in (0, 1, 4, 5):
        user = world.people[number]
        client = client_of(user)
        for top in (world.organisations[1], world.organisations[-1]):
            for name in DOORS:
                assert_door(client, world, truth, user, top, name, most=1)


def test_the_doors_of_a_desk(site):
    """For its facilitator, who runs its organisation, and strangers."""
    world, truth = prepared(PLAN)
    for user in world.people[:5]:
        client = client_of(user)
        for edition in world.editions:
            for name in AT_DESK:
                assert_desk(client, world, truth, user, edition, name, most=1)


def test_visitors_sign_in_first(site, client):
    prepared(PLAN)
    for name, door in DOORS.items():
        if not door.thing:
            address = reverse(name, kwargs={"organisation": "key00q"})
            response = client.post(address) if door.is_post else client.get(address)
            assert response.status_code == 302
            assert response["Location"].startswith("/accounts/login/")


# Random worlds ------------------------------------------------------------------------------------------------------


@pytest.fixture
def course(site):
    return factories.course_of(factories.make_course("Boundaries", lessons=1, quiz=False, final_test=False))


def test_nobody_sees_beyond_the_own_branch(course):
    """Services, querysets, policies for every person and organisation; a sample of the doors through the client."""

    @settings(
        max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True,
        phases=[Phase.generate], report_multiple_bugs=False,
    )  # fmt: skip
    @given(plans())
    def check(plan):
        with undone():
            world, truth = prepared(plan, course)
            recount_tallies()
            for user in world.people:
                assert_rights(world, truth, user)
                for top in world.organisations:
                    if top.pk in truth.runs(user):
                        assert_lists(world, truth, user, top)
            assert_exports(world, truth)
            assert_some_doors(world, truth, random.Random(len(str(plan))))

    check()


def assert_rights(world: World, truth: Truth, user) -> None:
    run, governed = truth.runs(user), truth.governs(user)
    assert set(Organisation.objects.run_by(user).values_list("pk", flat=True)) == run
    administrators = {MembershipRole.ADMINISTRATOR}
    assert set(Organisation.objects.run_by(user, roles=administrators).values_list("pk", flat=True)) == governed
    for organisation in world.organisations:
        assert bool(may_run(user, organisation)) == (organisation.pk in run)
        assert bool(may_govern(user, organisation)) == (organisation.pk in governed)
    managed = truth.manages(user)
    assert set(Edition.objects.managed_by(user).values_list("pk", flat=True)) == managed
    for edition in world.editions:
        assert bool(may_facilitate(user, edition)) == (edition.pk in managed)
    hers = {row.pk for row in world.enrollments if row.organisation_id in run}
    assert set(Enrollment.objects.seen_by(user).values_list("pk", flat=True)) == hers
    for row in world.enrollments:
        sees = user.is_superuser or row.pk in hers or row.edition_id in managed
        assert bool(may_adjust(user, row)) == (sees and row.user_id != user.pk)
    reviewed = truth.reviews(user)
    assert set(Submission.objects.reviewable_by(user).values_list("pk", flat=True)) == reviewed
    for row in world.submissions:
        assert bool(may_review_submission(user, row)) == (row.pk in reviewed)


def assert_lists(world: World, truth: Truth, user, top: Organisation) -> None:
    now = timezone.now()
    branch = list(Organisation.objects.within(top))
    ids = [row.pk for row in branch]
    assert set(ids) == truth.below(top.pk)
    standing = {row.pk for row in truth.standing(top.pk)}
    everybody = people(ids, PeopleFilter(), now=now)
    assert {row.pk for row in page_of(everybody, "name").rows} == standing
    assert count_people(everybody) == len(standing)
    for person in world.people:
        found = people(ids, PeopleFilter(q=person.name), now=now)
        assert {row.pk for row in found} == {row.pk for row in truth.standing(top.pk) if row.user_id == person.pk}
    for edition in world.editions:
        found = people(ids, PeopleFilter(edition=str(edition.uuid)), now=now)
        assert {row.pk for row in found} == {row.pk for row in truth.standing(top.pk) if row.edition_id == edition.pk}
    assert_numbers(world, truth, top, branch, now)
    staff = truth.staff(top.pk)
    enrolled = {row.user_id for row in truth.standing(top.pk)}
    assert {row.pk for row in recipients(top, PeopleFilter(), now=now)} == staff & enrolled
    known = Colleagues.among(top, [row.email for row in world.people]).found
    assert {person.pk for person, _memberships in known.values()} == staff
    due, _more = due_today(top, now=now)
    assert {row.user.pk for row in due} <= enrolled
    for framework in world.frameworks:
        if framework.organisation_id == top.pk:
            assert_indicators(truth, framework)


def assert_numbers(world: World, truth: Truth, top: Organisation, branch: list[Organisation], now) -> None:
    overview = overview_of(top, branch, period_of("all", today=now.date()), now=now)
    states = Counter(row.state for row in truth.enrollments(top.pk))
    assert overview.until.enrolled == sum(states.values())
    assert overview.until.completed == states["completed"]
    assert overview.until.withdrawn == states["withdrawn"]
    below = truth.below(top.pk)
    assert overview.invited == sum(row.organisation_id in below for row in world.invitations)
    active = [row for row in truth.standing(top.pk) if row.state == "active"]
    assert overview.waiting[LearnerStatus.OVERDUE] == sum(row.deadline_at is not None for row in active)
    is_new = [row for row in active if row.deadline_at is None and row.started_at is None]
    assert overview.waiting[LearnerStatus.NOT_STARTED] == len(is_new)
    for line in overview.lines:
        if not line.is_itself:
            assert line.total.enrolled == len(truth.enrollments(line.organisation.pk))
    assert {row.organisation_id for row in overview.editions} <= below
    is_over = {row.pk for row in world.editions if row.ends_on < timezone.localdate(now)}
    joined = {pk: count for pk, count in truth.joined(top.pk).items() if pk not in is_over}
    assert {row.pk: row.ours for row in overview.joined} == joined


def assert_indicators(truth: Truth, framework) -> None:
    rows = truth.enrollments(framework.organisation_id)
    done = [row for row in rows if row.state == "completed"]
    wanted = {
        Measure.PEOPLE_ENROLLED: len({row.user_id for row in rows}),
        Measure.PEOPLE_TRAINED: len({row.user_id for row in done}),
        Measure.COMPLETION_RATE: round(100 * len(done) / len(rows), 1) if rows else 0,
    }
    for result in results_of(Framework.objects.get(pk=framework.pk), {}):
        assert float(result.actual) == wanted[result.indicator.measure]


def assert_exports(world: World, truth: Truth) -> None:
    """What the file holds is what the list shows; who lost the role since she asked gets none."""
    for export in world.exports:
        allowed = export.organisation_id in truth.runs(export.by)
        assert make_export(export.pk) == allowed
        export.refresh_from_db()
        assert export.state == (ExportState.READY if allowed else ExportState.FAILED)
        if allowed:
            with export.file.open("rb") as file:
                text = file.read().decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))[1:]
            emails = Counter(cell for row in rows for cell in row if "@example.org" in cell)
            assert emails == Counter(row.user.email for row in truth.standing(export.organisation_id))


# Doors --------------------------------------------------------------------------------------------------------------


def assert_some_doors(world: World, truth: Truth, chance: random.Random) -> None:
    """One room that she runs as a whole, and some doors of a random other one; an edition's desk."""
    runners = [user for user in world.people if truth.runs(user) and not user.is_superuser]
    if runners:
        user = chance.choice(runners)
        client = client_of(user)
        mine = [row for row in world.organisations if row.pk in truth.runs(user)]
        top = chance.choice(mine)
        for name in chance.sample([name for name, door in DOORS.items() if not door.is_slow], 9):
            assert_door(client, world, truth, user, top, name)
        assert_pages(client, world, truth, user, top)
        for edition in world.editions[:1]:
            assert_desk(client, world, truth, user, edition, chance.choice(list(AT_DESK)))
    user = chance.choice([user for user in world.people if not user.is_superuser])
    top = chance.choice(world.organisations)
    for name in chance.sample(list(DOORS), 3):
        assert_door(client_of(user), world, truth, user, top, name)


def assert_door(client: Client, world, truth: Truth, user, top: Organisation, name: str, *, most: int = 2) -> None:
    """The status, and no name of anybody or anything beyond."""
    door = DOORS[name]
    is_let_in = top.pk in truth.runs(user)
    is_allowed = top.pk in (truth.governs(user) if door.needs == GOVERN else truth.runs(user))
    for arguments, belongs in sample(things(door.thing, world, truth, user, top), most):
        if is_allowed and belongs and (door.is_post or door.is_slow):
            continue  # would change the world; refusals are what counts here
        address = reverse(name, kwargs={"organisation": top.key, **arguments})
        response = client.post(address) if door.is_post else client.get(address)
        told = f"{name} of {top} for {user}: {response.status_code}"
        if not is_let_in:
            assert response.status_code == 404, told
        elif not is_allowed:
            assert response.status_code == 403, told
        elif not belongs:
            assert response.status_code == 404, told
        else:
            assert response.status_code in (200, 302), told
        typed = names_in(address)  # a page says its own address in its links to other languages
        if name == "organisation_log":  # who looked may stand above
            typed |= {one.name.lower() for one in world.people if truth.runs(one) & truth.below(top.pk)}
        assert names_in(text_of(response)) - typed <= allowed_names(truth, user, top, is_let_in=is_let_in), told


def assert_desk(client: Client, world, truth: Truth, user, edition: Edition, name: str, *, most: int = 2) -> None:
    door = AT_DESK[name]
    manages = edition.pk in truth.manages(user)
    for arguments, belongs in sample(desk_things(door.thing, world, edition), most):
        if manages and belongs and door.is_post:
            continue
        address = reverse(name, kwargs={"edition": edition.uuid, **arguments})
        response = client.post(address) if door.is_post else client.get(address)
        told = f"{name} of {edition} for {user}: {response.status_code}"
        assert response.status_code in ((200, 302) if manages and belongs else (404, 405)), told
        if name == "session_attendance" and response.status_code == 405:
            continue
        assert (response.status_code in (200, 302)) == (manages and belongs), told
        allowed = truth.names_at_desk(user, edition) if manages else allowed_names(truth, user, None, is_let_in=False)
        assert names_in(text_of(response)) <= allowed, told


def assert_pages(client: Client, world: World, truth: Truth, user, top: Organisation) -> None:
    """The lists as the pages show them: exactly these rows."""
    branch = truth.below(top.pk)

    def page(name: str, **query):
        response = client.get(reverse(name, kwargs={"organisation": top.key}), query)
        assert response.status_code == 200
        typed = names_in(str(query))
        if name == "organisation_log":  # who looked may stand above
            typed |= {person.name.lower() for person in world.people if truth.runs(person) & branch}
        assert names_in(text_of(response)) - typed <= allowed_names(truth, user, top, is_let_in=True), name
        return response.context

    shown = page("organisation_people")
    assert {row["enrollment"].pk for row in shown["rows"]} == {row.pk for row in truth.standing(top.pk)}
    assert shown["total"] == len(truth.standing(top.pk))
    for person in world.people[1:3]:
        shown = page("organisation_people", q=person.name)
        assert shown["total"] == sum(row.user_id == person.pk for row in truth.standing(top.pk))
        shown = page("organisation_staff", q=person.email, ended="on")
        assert {row["person"].pk for row in shown["rows"]} == truth.staff(top.pk, with_past=True) & {person.pk}
    shown = page("organisation_staff")
    assert {(row["person"].pk, row["organisation"].pk) for row in shown["rows"]} == {
        (row.user_id, row.organisation_id)
        for row in world.memberships
        if row.organisation_id in branch and row.ended_at is None
    }
    shown = page("organisation_invitations")
    wanted = {row.pk for row in world.invitations if row.organisation_id in branch}
    assert {row["invitation"].pk for row in shown["rows"]} == wanted
    shown = page("organisation_links")
    assert {row["link"].pk for row in shown["links"]} == {r.pk for r in world.links if r.organisation_id in branch}
    shown = page("organisation_rosters")
    assert {row["roster"].pk for row in shown["rosters"]} == {
        r.pk for r in world.rosters if r.organisation_id in branch
    }
    shown = page("organisation_editions")
    editions = {row["edition"].pk for group in shown["groups"] for row in group["rows"]}
    assert editions == {row.pk for row in world.editions if row.organisation_id in branch}
    assert {row["edition"].pk: row["edition"].ours for row in shown["joined"]} == truth.joined(top.pk)
    page("organisation_reminders")
    page("organisation")
    if top.pk in truth.governs(user):
        shown = page("organisation_indicators")
        owned = {row.pk for row in world.frameworks if row.organisation_id == top.pk}
        assert {row["framework"].pk for row in shown["rows"]} == owned
        shown = page("organisation_log")
        logged = [row for row in AccessRecord.objects.order_by("-at", "-pk") if row.organisation_id in branch]
        looks = Counter(look_of(row) for row in logged)
        firsts = {look_of(row): row.pk for row in reversed(logged)}  # the newest of each
        expected = [(row.pk, looks[look_of(row)]) for row in logged if firsts[look_of(row)] == row.pk]
        assert [(row["record"].pk, row["times"]) for row in shown["rows"]] == expected[:50]


def look_of(row: AccessRecord) -> tuple:
    """What makes looks of a day one row of the log; anything else is a row of its own."""
    if row.access != Access.VIEWED:
        return (row.pk,)
    day = timezone.localtime(row.at).date()
    return day, row.actor_id, row.what, row.organisation_id, row.person_id, row.count, str(row.details)


# The rest of the site ----------------------------------------------------------------------------------------------


def test_the_rest_of_the_site_says_nothing_of_others(site):
    """Search, the glossary, the catalogue, reviews, the CMS: an administrator of a municipality is a learner there."""
    world, truth = prepared(PLAN)
    user = world.people[1]
    client = client_of(user)
    allowed = allowed_names(truth, user, world.organisations[1], is_let_in=True)
    for query in ("prs04q", "prs", "org04q", "inv00q", "frm00q", "@example.org"):
        response = client.get(reverse("search"), {"q": query})
        assert response.status_code == 200
        assert names_in(text_of(response)) - names_in(query) <= allowed
    for name in ("glossary", "learning"):
        response = client.get(reverse(name))
        assert response.status_code == 200
        assert names_in(text_of(response)) <= allowed
    for address in ("/admin/", "/admin/users/", "/admin/academy/organisation/", "/admin/reports/"):
        assert client.get(address).status_code in (302, 403, 404)
    for person in world.people[2:]:
        assert client.get(f"/admin/users/edit/{person.pk}/").status_code in (302, 403, 404)
    strange = [row for row in world.submissions if row.pk not in truth.reviews(user)]
    assert strange
    for submission in strange:
        response = client.get(reverse("review", kwargs={"submission": submission.uuid}))
        assert response.status_code in (403, 404)
        assert names_in(text_of(response)) <= allowed


def test_who_runs_nothing_has_no_room(site):
    world, truth = prepared(PLAN)
    for user in world.people:
        response = client_of(user).get(reverse("organisations"))
        assert (response.status_code == 404) == (not truth.runs(user))


# What the tests share -----------------------------------------------------------------------------------------------


def prepared(plan: dict, course=None) -> tuple[World, Truth]:
    if course is None:
        course = factories.course_of(factories.make_course("Doors", lessons=1, quiz=False, final_test=False))
    world = build(plan, course)
    cache.clear()
    site_version.bump()
    return world, Truth(world)


def client_of(user) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def allowed_names(truth: Truth, user, top: Organisation | None, *, is_let_in: bool) -> set[str]:
    """Outside of her room: her own name and those of the organisations where she works or which she runs."""
    if is_let_in and top is not None:
        return truth.names(user, top.pk)
    hers = {row.organisation_id for row in truth.world.memberships if row.user_id == user.pk} | truth.runs(user)
    return {user.name.lower()} | truth.organisation_names(hers)


def text_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


class _Undone(Exception):
    """Ends an example without a trace."""


@contextmanager
def undone():
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        cache.clear()
