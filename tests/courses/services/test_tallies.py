"""Tallies say the same as counting everything, whatever happened in between; erasing a person takes nothing away."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.enums import EnrollmentState
from courses.models import Course, Enrollment, Tally, TallyRun
from courses.services.enrollments import rename_learner
from courses.services.personal_data import erase_learning
from courses.services.tallies import count_tallies, counted_until, recount_tallies
from courses.services.withdrawals import withdraw_person
from tests import factories

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 15, 12, tzinfo=UTC)


def counted_by_hand():
    """Row by row, without SQL's help."""
    counts = Counter()
    for row in Enrollment.objects.exclude(organisation=None):
        left = row.last_activity_at if row.state == EnrollmentState.WITHDRAWN else None
        moments = {
            "enrolled": row.enrolled_at, "started": row.started_at, "half": row.half_at, "completed": row.completed_at,
            "withdrawn": left,
        }  # fmt: skip
        for name, moment in moments.items():
            if moment is not None:
                month = moment.astimezone(UTC).date().replace(day=1)
                counts[row.organisation_id, row.course_id, month, name] += 1
    return counts


def counted_by_tallies():
    names = ("enrolled", "started", "half", "completed", "withdrawn")
    return Counter(
        {
            (row.organisation_id, row.course_id, row.month, name): getattr(row, name)
            for row in Tally.objects.all()
            for name in names
            if getattr(row, name)
        }
    )


@pytest.fixture
def field(site):
    """Two organisations, two courses, and people to enroll."""
    from academy.models import Approach

    courses = [
        Course.objects.create(
            key=f"c{n}", page_key=f"00000000-0000-0000-0000-00000000000{n}", title=f"C{n}", source_language="en",
            approach=Approach.objects.first(),
        )
        for n in range(2)
    ]  # fmt: skip
    organisations = [factories.make_organisation(), factories.make_organisation()]
    people = [factories.UserFactory() for _number in range(4)]
    return courses, organisations, people


MOVES = st.lists(
    st.tuples(st.sampled_from(["enroll", "start", "half", "complete", "leave", "count"]), st.integers(0, 15)),
    max_size=14,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_tallies_are_what_counting_everything_gives(field, moves):
    courses, organisations, people = field
    Enrollment.objects.all().delete()
    Tally.objects.all().delete()
    TallyRun.objects.all().delete()
    now = START
    for move, number in moves:
        now += timedelta(days=11)
        if move == "count":
            count_tallies(now=now)
            continue
        person, course = people[number % 4], courses[number // 4 % 2]
        row = Enrollment.objects.filter(user=person, course=course, state=EnrollmentState.ACTIVE).first()
        if move == "enroll" and row is None:
            Enrollment.objects.create(
                user=person, course=course, language="en", organisation=organisations[number // 8 % 2],
                enrolled_at=now, last_activity_at=now, changed_at=now,
            )  # fmt: skip
        elif row is not None and move == "leave":
            withdraw_person(row, now=now)
        elif row is not None and move != "enroll":
            moment = {"start": "started_at", "half": "half_at", "complete": "completed_at"}[move]
            setattr(row, moment, now)
            row.state = EnrollmentState.COMPLETED if move == "complete" else row.state
            row.changed_at = now
            row.save()
    count_tallies(now=now + timedelta(seconds=1))
    assert counted_by_tallies() == counted_by_hand()


def test_counting_twice_changes_nothing_and_one_pair_leaves_the_others_alone(field):
    courses, organisations, people = field
    for person in people:
        Enrollment.objects.create(
            user=person, course=courses[0], language="en", organisation=organisations[0], changed_at=START
        )
    count_tallies(now=START)
    first = list(Tally.objects.values_list("pk", "enrolled"))
    count_tallies(now=START + timedelta(minutes=2))
    assert list(Tally.objects.values_list("pk", "enrolled")) == first
    assert TallyRun.objects.count() == 1


def test_what_vanished_without_a_trace_is_found_by_the_daily_count(field):
    courses, organisations, people = field
    row = Enrollment.objects.create(user=people[0], course=courses[0], language="en", organisation=organisations[0])
    count_tallies()
    Enrollment.objects.filter(pk=row.pk).update(organisation=organisations[1])
    recount_tallies()
    assert counted_by_tallies() == counted_by_hand()
    assert not Tally.objects.filter(organisation=organisations[0]).exists()
    Enrollment.objects.all().delete()
    recount_tallies()
    assert not Tally.objects.exists()


def test_a_late_commit_is_counted_by_the_overlap(field):
    courses, organisations, people = field
    count_tallies(now=START)
    Enrollment.objects.create(
        user=people[0], course=courses[0], language="en", organisation=organisations[0],
        changed_at=START - timedelta(minutes=4),
    )  # fmt: skip
    count_tallies(now=START + timedelta(minutes=1))
    assert counted_by_tallies() == counted_by_hand()


def test_who_looks_counts_when_the_last_count_is_old(field):
    assert counted_until(now=START) == START
    assert counted_until(now=START + timedelta(seconds=50)) == START
    later = START + timedelta(seconds=61)
    assert counted_until(now=later) == later


def test_a_deleted_account_stays_in_the_counts_without_its_name(alice, course_page):
    organisation = factories.make_organisation()
    factories.run(alice, organisation, "member")
    row = factories.finish(factories.enroll(alice, course_page))
    count_tallies()
    before = counted_by_tallies()
    assert sum(before.values()) == 4
    erase_learning(alice, frozenset())
    recount_tallies()
    row.refresh_from_db()
    assert counted_by_tallies() == before
    assert (row.user, row.sort_name) == (None, "")


def test_a_new_name_reaches_the_lists(alice, enrollment):
    alice.name = "Ђурђа Пример"
    rename_learner(alice)
    enrollment.refresh_from_db()
    assert enrollment.sort_name == "durda primer"


def test_the_profile_page_renames(client, alice, enrollment):
    client.force_login(alice)
    client.post(
        "/accounts/profile/",
        {"name": "Šaban Sample", "name_other_script": "", "language": "en", "time_zone": "Europe/Skopje"},
    )
    enrollment.refresh_from_db()
    assert enrollment.sort_name == "saban sample"
