"""The monthly report as its reader gets it: of her branch, in her language, once a month, while she runs it."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Locale

from academy.delivery.outbox import deliver_letter
from academy.models import Letter, Membership
from courses.delivery.monthly_report import report_of
from courses.models import Enrollment
from courses.services.report_subscriptions import send_monthly_reports, subscribe, unsubscribe
from courses.services.tallies import recount_tallies
from tests import factories

pytestmark = pytest.mark.django_db
MAY = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
JUNE = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def town(site):
    return factories.make_organisation(key="town", name="Town Sample")


@pytest.fixture
def mayor(town):
    person = factories.UserFactory(email="mayor@example.org", name="Mayor Sample", language="sq")
    factories.run(person, town)
    return person


def translated(page, title: str, *, live: bool = True):
    twin = page.copy_for_translation(Locale.objects.get(language_code="sq"), copy_parents=True)
    twin.title = title
    twin.save()
    if live:
        twin.save_revision().publish()
    return twin


def learn(page, organisation, *, count: int = 1, at: datetime = MAY) -> None:
    for _number in range(count):
        Enrollment.objects.create(
            course=factories.course_of(page), organisation=organisation, language="en", enrolled_at=at,
            last_activity_at=at, changed_at=at,
        )  # fmt: skip


def test_it_leaves_once_and_names_courses_as_the_reader_does(town, mayor, mailoutbox):
    forums = factories.make_course("Social dialogue forums", slug="forums")
    translated(forums, "Forumet e dialogut social")
    maps = factories.make_course("Social mapping", slug="mapping")
    translated(maps, "Draft i hartës", live=False)
    learn(forums, town, count=2)
    learn(maps, town)
    learn(maps, factories.make_organisation(key="elsewhere"), count=5)
    recount_tallies()
    subscribe(mayor, town, now=MAY)
    assert send_monthly_reports(now=MAY) == 0
    assert send_monthly_reports(now=JUNE) == 1
    assert send_monthly_reports(now=JUNE) == 0
    assert deliver_letter(Letter.objects.get(kind="monthly_report").pk)
    [letter] = mailoutbox
    html = letter.alternatives[0].content
    for text in (letter.body, html):
        assert "Forumet e dialogut social" in text
        assert "Social dialogue forums" not in text
        assert "Social mapping" in text, "a translation that nobody published is not used"
        assert "Draft i hartës" not in text
    assert "- Forumet e dialogut social: 2, 0\n- Social mapping: 1, 0" in letter.body


def test_who_lost_the_role_or_wants_no_more_gets_none(town, mayor, mailoutbox):
    subscribe(mayor, town, now=MAY)
    send_monthly_reports(now=JUNE)
    Membership.objects.filter(user=mayor).update(ended_at=timezone.now())
    assert not deliver_letter(Letter.objects.get(kind="monthly_report").pk)
    unsubscribe(mayor, town)
    assert send_monthly_reports(now=datetime(2026, 7, 2, 9, 0, tzinfo=UTC)) == 0
    assert mailoutbox == []


def test_many_courses_cost_what_one_costs(town):
    def cost() -> int:
        recount_tallies()
        with CaptureQueriesContext(connection) as queries, translation.override("sq"):
            report_of(town, date(2026, 5, 1))
        return len(queries)

    learn(factories.make_course("One", slug="one"), town)
    one = cost()
    for number in range(3):
        page = factories.make_course(f"More {number}", slug=f"more-{number}")
        translated(page, f"Më shumë {number}")
        learn(page, town)
    assert cost() == one
    assert {row["title"] for row in report_of(town, date(2026, 5, 1))["courses"]} >= {"One", "More 0"}
