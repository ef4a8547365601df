"""The list of people: filters agree with the rules, and turning pages visits each row exactly once in every order."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.enums import LearnerStatus
from courses.models import Enrollment
from courses.services import people as module
from courses.services.people import SORTS, PeopleFilter, chunks_of, count_people, looked_up, page_of, people, status_now
from tests import factories

pytestmark = pytest.mark.django_db
QUICK = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = ("ana", "ana marija", "бојан", "ćamil", "")
DAYS = st.none() | st.integers(-40, 40)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(NAMES),
            "percent": st.sampled_from([0, 50, 100]),
            "score": st.none() | st.sampled_from([0, 70, 70.5, 100]),
            "active": st.integers(-40, 0),
            "started": DAYS,
            "behind": DAYS,
            "deadline": DAYS,
            "state": st.sampled_from(["active", "completed", "withdrawn"]),
        }
    ),
    max_size=13,
)


@pytest.fixture
def place(course_page):
    return factories.make_organisation(), factories.course_of(course_page)


def make(place, rows, now):
    organisation, course = place
    Enrollment.objects.all().delete()
    at = {None: None} | {days: now + timedelta(days=days) for days in range(-40, 41)}
    Enrollment.objects.bulk_create(
        Enrollment(
            course=course, organisation=organisation, language="en", sort_name=module.fold(row["name"]),
            percent=row["percent"], score=None if row["score"] is None else Decimal(str(row["score"])),
            last_activity_at=at[row["active"]], started_at=at[row["started"]], behind_at=at[row["behind"]],
            deadline_at=at[row["deadline"]], state=row["state"],
            completed_at=now if row["state"] == "completed" else None,
        )
        for row in rows
    )  # fmt: skip
    return organisation


@QUICK
@given(rows=ROWS)
def test_each_status_filter_finds_exactly_those_of_whom_the_rule_says_so(place, rows):
    now = timezone.now()
    organisation = make(place, rows, now)
    everybody = list(Enrollment.objects.all())
    for status in LearnerStatus:
        found = people([organisation.pk], PeopleFilter(status=status.value), now=now)
        assert {row.pk for row in found} == {row.pk for row in everybody if status_now(row, now) == status}
    without = people([organisation.pk], PeopleFilter(), now=now)
    assert {row.pk for row in without} == {row.pk for row in everybody if row.state != "withdrawn"}


@QUICK
@given(rows=ROWS, size=st.integers(1, 4), sort=st.sampled_from(sorted(SORTS)), few=st.booleans())
def test_turning_pages_forth_and_back_visits_every_row_once(place, monkeypatch, rows, size, sort, few):
    monkeypatch.setattr(module, "PER_PAGE", size)
    now = timezone.now()
    organisation = make(place, rows, now)
    found = people([organisation.pk], PeopleFilter(), now=now)
    if few:
        found, number = looked_up(found)
        assert number == count_people(found)
    forth, page = [], page_of(found, sort, are_few=few)
    while True:
        forth.append([row.pk for row in page.rows])
        if not page.after:
            break
        page = page_of(found, sort, after=page.after, are_few=few)
    seen = [pk for part in forth for pk in part]
    assert sorted(seen) == sorted(found.values_list("pk", flat=True))
    assert [row.pk for chunk in chunks_of(found, sort, size=size) for row in chunk] == seen
    back = [[row.pk for row in page.rows]]
    while page.before:
        page = page_of(found, sort, before=page.before, are_few=few)
        back.append([row.pk for row in page.rows])
    assert back == forth[::-1]
    ordered = list(Enrollment.objects.filter(pk__in=seen))
    keys = {
        row.pk: {
            "sort_name": row.sort_name, "last_activity_at": row.last_activity_at, "percent": row.percent,
            "ranked_score": row.score if row.score is not None else Decimal(-1),
        }[SORTS[sort].column]
        for row in ordered
    }  # fmt: skip
    assert [keys[pk] for pk in seen] == sorted(keys.values(), reverse=SORTS[sort].down)


@pytest.mark.parametrize(
    "cursor", ["x", "1~", "~", "99999999999999999999~a", "1~2026-99-99", "1~NaN", "1~1e999", "²~a"]
)
@pytest.mark.parametrize("sort", ["activity", "progress", "score", "name", "nonsense"])
def test_a_cursor_without_sense_breaks_nothing(place, cursor, sort):
    found = people([place[0].pk], PeopleFilter(), now=timezone.now())
    assert page_of(found, sort, after=cursor).rows == []


@pytest.mark.parametrize("words", ["Јовановић", "jovan", "JOVANOVIC jel", "ћ jovan", "j j"])
def test_names_are_found_across_scripts_by_the_beginnings_of_their_words(place, words):
    organisation, course = place
    for name in ("Јелена Јовановић", "Mile Milanović"):
        Enrollment.objects.create(course=course, organisation=organisation, language="en", sort_name=module.fold(name))
    found = people([organisation.pk], PeopleFilter(q=words), now=timezone.now())
    assert [row.sort_name for row in found] == ([] if words == "ћ jovan" else ["jelena jovanovic"])


def test_the_end_of_a_name_finds_nobody(place):
    organisation, course = place
    Enrollment.objects.create(course=course, organisation=organisation, language="en", sort_name="milana sample")
    assert not people([organisation.pk], PeopleFilter(q="ana"), now=timezone.now())
