"""Indicators equal what one counts by hand, on made-up years of made-up organisations."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from academy import sockets
from academy.enums import Economy, Sex
from academy.models import Approach, Organisation
from courses.enums import Breakdown, EditionState, EnrollmentState, Measure
from courses.models import Certificate, Course, Edition, Enrollment, Framework, Indicator
from courses.services import frameworks
from courses.services.indicators import (
    BREAKDOWNS,
    EXPLAINED,
    NOT_YET,
    PLUGGED,
    TOTAL,
    Scope,
    numbers_of,
    results_of,
)
from tests import factories

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Skopje")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
NOW = datetime(2027, 2, 1, tzinfo=UTC)


def make_tree():
    """Two associations, towns in two economies, units below some of them."""
    found = []
    for number, economy in enumerate(("XK", "AL")):
        top = factories.make_organisation("association", key=f"top-{number}", economy=economy)
        found.append(top)
        for town_number in range(2):
            town = factories.make_organisation("municipality", top, key=f"town-{number}-{town_number}", economy=economy)
            found += [town, factories.make_organisation("unit", town, key=f"unit-{number}-{town_number}")]
    return found


def make_records(seed):
    """Random enrollments, some by people without a sex, some by people who have left; and editions."""
    dice = random.Random(seed)
    places = make_tree()
    approach = Approach.objects.order_by("pk").first()
    courses = [
        Course.objects.create(
            key=f"c{n}", page_key=f"00000000-0000-4000-8000-00000000000{n}", title=f"Course {n}", approach=approach,
            source_language="en",
        )
        for n in range(3)
    ]  # fmt: skip
    people = [factories.UserFactory(sex=dice.choice(["", *Sex.values]), password=None) for _ in range(8)]
    for _ in range(60):
        begun = datetime(2026, 1, 1, tzinfo=ZONE) + timedelta(hours=dice.randint(-3000, 11000))
        done = begun + timedelta(hours=dice.randint(1, 3000)) if dice.random() < 0.6 else None
        state = EnrollmentState.COMPLETED if done else EnrollmentState.WITHDRAWN
        enrollment = Enrollment.objects.create(
            user=dice.choice([*people, None]), course=dice.choice(courses), organisation=dice.choice([*places, None]),
            state=state, language="en", enrolled_at=begun, completed_at=done,
        )  # fmt: skip
        if done and dice.random() < 0.7:
            revoked = {"revoked_at": done, "revoked_reason": "Wrong"} if dice.random() < 0.2 else {}
            Certificate.objects.create(
                code=f"C{seed}-{enrollment.pk}", enrollment=enrollment, language="en", name="N", course_title="T",
                hours=1, motif="routes", palette="spruce", issuer="I", completed_at=done, **revoked,
            )  # fmt: skip
    for _ in range(12):
        starts_on = FIRST + timedelta(days=dice.randint(-60, 400))
        place = dice.choice([*places, None])
        Edition.objects.create(
            course=dice.choice(courses), organisation=place, language="en", starts_on=starts_on,
            ends_on=starts_on + timedelta(days=dice.randint(0, 40)), state=dice.choice(EditionState.values),
            is_for_branch_only=place is not None,
        )  # fmt: skip
    return places


# By hand, in plain Python ----------------------------------------------------------------------------------------


def by_hand(measure, breakdown, top):
    everything = list(Enrollment.objects.select_related("user", "organisation", "course"))
    mine = [row for row in everything if row.organisation and below(row.organisation, top)]
    enrolled = [row for row in mine if in_period(row.enrolled_at)]
    completed = [row for row in mine if row.completed_at and in_period(row.completed_at)]
    if measure == Measure.PEOPLE_ENROLLED:
        return grouped(enrolled, breakdown, lambda rows: len({person(row) for row in rows}))
    if measure == Measure.PEOPLE_TRAINED:
        return grouped(completed, breakdown, lambda rows: len({person(row) for row in rows}))
    if measure == Measure.COURSES_DELIVERED:
        return grouped(completed, breakdown, lambda rows: len({row.course_id for row in rows}))
    if measure == Measure.CERTIFICATES:
        valid = set(Certificate.objects.filter(revoked_at=None).values_list("enrollment", flat=True))
        return grouped([row for row in completed if row.pk in valid], breakdown, len)
    if measure == Measure.COMPLETION_RATE:
        return grouped(enrolled, breakdown, share)
    if measure == Measure.EDITIONS_DELIVERED:
        rows = Edition.objects.filter(state="published").select_related("organisation", "course")
        held = [r for r in rows if r.organisation and below(r.organisation, top) and FIRST <= r.ends_on <= LAST]
        return grouped(held, breakdown, len)
    if measure == Measure.MUNICIPALITIES_REACHED:
        rows = [(row, town(row.organisation)) for row in completed]
        groups = {TOTAL: {place.pk for _row, place in rows if place}}
        for row, place in rows:
            if place and breakdown:
                value = place.economy if breakdown == Breakdown.ECONOMY else value_of(row, breakdown)
                groups.setdefault(value, set()).add(place.pk)
        return {name: Decimal(len(places)) for name, places in groups.items()}
    return {TOTAL: Decimal(0)}


def share(rows):
    end = datetime(2027, 1, 1, tzinfo=ZONE)
    return round(Decimal(sum(bool(row.completed_at and row.completed_at < end) for row in rows) * 100) / len(rows), 1)


def grouped(rows, breakdown, number):
    found = {TOTAL: Decimal(number(rows))} if rows or number is not share else {}
    groups = {}
    for row in rows if breakdown else []:
        groups.setdefault(value_of(row, breakdown), []).append(row)
    return found | {name: Decimal(number(group)) for name, group in groups.items()}


def value_of(row, breakdown):
    if breakdown == Breakdown.SEX:
        return row.user.sex if row.user else ""
    if breakdown == Breakdown.COURSE:
        return str(row.course_id)
    return row.organisation.kind if breakdown == Breakdown.KIND else row.organisation.economy


def person(row):
    return ("user", row.user_id) if row.user_id else ("record", row.pk)


def below(place, top):
    while place.pk != top.pk:
        place = place.get_parent()
        if place is None:
            return False
    return True


def town(place):
    while place is not None and place.kind != "municipality":
        place = place.get_parent()
    return place


def in_period(moment):
    return FIRST <= moment.astimezone(ZONE).date() <= LAST


@pytest.mark.parametrize("seed", range(4))
def test_numbers_equal_those_counted_by_hand(settings, seed):
    settings.TIME_ZONE = "Europe/Skopje"
    places = make_records(seed)
    for top in (places[0], places[1], places[2]):
        for measure in Measure:
            for breakdown in ["", *sorted(BREAKDOWNS[measure])]:
                found, _known = numbers_of(measure, breakdown, Scope(top, FIRST, LAST), now=NOW)
                assert found == by_hand(measure, breakdown, top), (top.key, measure, breakdown)


def test_the_made_up_years_hold_something_to_count():
    places = make_records(0)
    numbers = {m: numbers_of(m, "", Scope(places[0], FIRST, LAST), now=NOW)[0].get(TOTAL, 0) for m in Measure}
    empty = {measure for measure, number in numbers.items() if not number}
    assert empty == {Measure.ASSIGNMENTS, *PLUGGED}


# The framework -----------------------------------------------------------------------------------------------------


@pytest.fixture
def framework(site):
    top = factories.make_organisation("association", key="top", economy="XK")
    return Framework.objects.create(organisation=top, title="Donor 2026", starts_on=FIRST, ends_on=LAST)


def indicator(framework, measure=Measure.PEOPLE_TRAINED, **fields):
    return Indicator.objects.create(framework=framework, label=f"All {measure}", measure=measure, **fields)


def test_an_assignment_counts_on_the_day_it_was_first_handed_in(framework, alice, course_page):
    page = factories.make_assignment(course_page)
    enrollment = factories.enroll(alice, course_page)
    Enrollment.objects.filter(pk=enrollment.pk).update(organisation=framework.organisation)
    factories.hand_in(enrollment, page)
    today = timezone.localdate()
    scope = Scope(framework.organisation, today, today)
    assert numbers_of(Measure.ASSIGNMENTS, Breakdown.COURSE, scope, now=timezone.now())[0] == {
        TOTAL: 1, str(enrollment.course_id): 1,
    }  # fmt: skip
    yesterday = Scope(framework.organisation, today - timedelta(days=2), today - timedelta(days=1))
    assert numbers_of(Measure.ASSIGNMENTS, "", yesterday, now=timezone.now())[0] == {TOTAL: 0}


def test_practices_wait_for_their_room(framework, monkeypatch):
    monkeypatch.setattr(sockets.measures, "_plugs", {})
    indicator(framework, Measure.PRACTICES, breakdown=Breakdown.ECONOMY)
    [result] = results_of(framework, {})
    assert (result.actual, result.note) == (0, NOT_YET)
    sockets.measures.plug(Measure.PRACTICES, lambda scope, breakdown: {TOTAL: 4, "XK": 3, "": 1})
    [result] = results_of(framework, {})
    assert (result.actual, result.note) == (4, "")
    assert [(row.label, row.value) for row in result.rows] == [(Economy.XK.label, 3), ("Not said", 1)]


def test_every_measure_is_explained_and_counted():
    assert set(EXPLAINED) == set(BREAKDOWNS) == set(Measure)


@pytest.mark.parametrize("number", [1, 3])
def test_the_cost_does_not_grow_with_the_people(framework, course_page, number, django_assert_num_queries):
    for person_ in factories.UserFactory.create_batch(number):
        enrollment = factories.finish(factories.enroll(person_, course_page))
        Enrollment.objects.filter(pk=enrollment.pk).update(organisation=framework.organisation)
    Framework.objects.update(ends_on=timezone.localdate() + timedelta(days=400))
    framework.refresh_from_db()
    indicator(framework, breakdown=Breakdown.SEX)
    indicator(framework, breakdown=Breakdown.SEX)  # asks the same: asked once
    with django_assert_num_queries(4):
        results = results_of(framework, {})
    assert [result.actual for result in results] == [number, number]


def test_a_copy_for_the_next_year(framework, admin, monkeypatch):
    indicator(framework, target=50, breakdown=Breakdown.SEX, baseline=3)
    copy = frameworks.copy_framework(framework, admin)
    assert (copy.title, copy.starts_on, copy.ends_on) == ("Donor 2027", date(2027, 1, 1), date(2027, 12, 31))
    row = copy.indicators.get()
    assert (row.target, row.baseline, row.breakdown) == (50, 0, "sex")


def test_years_with_a_day_more():
    assert frameworks.next_year(date(2028, 2, 29)) == date(2029, 3, 1)
    assert frameworks.next_title("Roma inclusion", 2026) == "Roma inclusion (2027)"


def test_thirty_indicators_are_enough(framework, admin):
    for _ in range(frameworks.MOST):
        frameworks.save_indicator(framework, admin, measure=Measure.CERTIFICATES, label="")
    with pytest.raises(frameworks.TooManyIndicators):
        frameworks.save_indicator(framework, admin, measure=Measure.CERTIFICATES, label="")
    assert framework.indicators.first().label == "Certificates issued"
    assert Organisation.objects.filter(pk=framework.organisation_id).exists()
