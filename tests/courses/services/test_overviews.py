"""The last 30 days beside the 30 before them: counted by the day, in the branch only, like the months are."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.models import Organisation
from courses.models import Enrollment
from courses.rules.periods import period_of
from courses.services.overviews import NUMBERS, Numbers, overview_of
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 17, 23, 30, tzinfo=UTC)  # in Skopje the 18th has begun
MOMENTS = ("enrolled", "started", "half", "completed")
AGES = st.none() | st.integers(0, 100)  # hours times 20: days before and after both edges
ROWS = st.lists(st.tuples(st.booleans(), st.booleans(), *[AGES] * len(MOMENTS)), max_size=8)


@pytest.fixture
def town(site):
    return factories.make_organisation(key="town")


def test_an_event_of_today_and_one_of_the_first_day_count(town, course_page):
    with timezone.override("Europe/Skopje"):
        edges = [datetime(2026, 2, 17, 0, 0), datetime(2026, 2, 16, 23, 59), datetime(2026, 3, 18, 0, 30)]
        for edge in edges:
            moment = timezone.make_aware(edge)
            Enrollment.objects.create(
                course=factories.course_of(course_page), organisation=town, language="en",
                enrolled_at=moment, last_activity_at=moment, changed_at=NOW,
            )  # fmt: skip
        period = period_of("days", today=timezone.localdate(NOW))
        overview = overview_of(town, [town], period, now=NOW)
    assert overview.in_period == Numbers(enrolled=2)
    assert overview.before == Numbers(enrolled=1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_days_are_counted_as_they_were(rows, town, course_page):
    elsewhere = Organisation.objects.filter(key="elsewhere").first() or factories.make_organisation(key="elsewhere")
    Enrollment.objects.all().delete()
    expected = {True: Numbers(), False: Numbers()}
    period = period_of("days", today=NOW.date())
    for is_ours, has_left, enrolled, *ages in rows:
        moments = {"enrolled_at": NOW - timedelta(hours=20 * (enrolled or 0))}
        for name, age in zip(MOMENTS[1:], ages, strict=True):
            moments[f"{name}_at"] = None if age is None else NOW - timedelta(hours=20 * age)
        last = max(moment for moment in moments.values() if moment)
        state = "withdrawn" if has_left else "completed" if moments["completed_at"] else "active"
        Enrollment.objects.create(
            course=factories.course_of(course_page), organisation=town if is_ours else elsewhere, language="en",
            state=state, last_activity_at=last, changed_at=last, **moments,
        )  # fmt: skip
        happened = {name: moments[f"{name}_at"] for name in MOMENTS} | {"withdrawn": last if has_left else None}
        for name in NUMBERS:
            for is_now, days in ((True, period.days), (False, period.days.before)):
                moment = happened[name]
                if is_ours and moment and days.first <= moment.date() <= days.last:
                    setattr(expected[is_now], name, getattr(expected[is_now], name) + 1)
    with timezone.override("UTC"):
        overview = overview_of(town, [town], period, now=NOW)
    assert (overview.in_period, overview.before) == (expected[True], expected[False])
