"""Days of editions as people read them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from courses.templatetags.editions import first_day, last_day


@pytest.mark.parametrize(
    ("language", "same_year", "other_year"),
    [
        ("en", "7 November", "7 November 2026"),
        ("sr", "7. новембар", "7. новембар 2026."),
        ("bs", "7. novembar", "7. novembar 2026."),
        ("sq", "7 nëntor", "7 nëntor 2026"),
    ],
)
def test_the_year_stands_only_where_the_period_ends_in_another(language, same_year, other_year):
    with translation.override(language):
        assert first_day(date(2026, 11, 7), date(2026, 12, 12)) == same_year
        assert first_day(date(2026, 11, 7), date(2027, 1, 12)) == other_year


def test_a_deadline_at_midnight_counts_to_the_day_before():
    assert last_day(datetime(2026, 12, 13, tzinfo=UTC)).day == 12
    assert last_day(None) is None
