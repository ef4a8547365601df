"""Reminders, messages and indicators in the room: who may open what, what is kept, what is sent once."""

import uuid

import pytest
from django.test import Client

from academy.models import Letter
from courses.models import Announcement, Enrollment, Framework, Indicator, ReminderRule
from courses.services.announcements import MOST_A_DAY
from tests import factories

pytestmark = pytest.mark.django_db
BASE = "/en/organisation/town/"
SIGN_IN = 302


@pytest.fixture
def town(site):
    return factories.make_organisation("municipality", key="town")


@pytest.fixture
def places(town):
    rule = ReminderRule.objects.create(organisation=town, kind="silence", days=7)
    framework = Framework.objects.create(organisation=town, title="Year", starts_on="2026-01-01", ends_on="2026-12-31")
    indicator = Indicator.objects.create(framework=framework, label="People", measure="people_trained")
    one, all_ = f"indicators/{framework.uuid}", ("indicators/", "indicators/new/")
    governing = [
        *all_,
        f"{one}/",
        f"{one}/change/",
        f"{one}.pdf",
        f"{one}.csv",
        f"{one}/new/",
        f"{one}/{indicator.uuid}/",
    ]
    mine = f"reminders/{rule.uuid}"
    running = [
        "reminders/", "reminders/today/", "reminders/new/", f"{mine}/", f"{mine}/preview/", f"{mine}/letter/",
        "messages/", "messages/new/",
    ]  # fmt: skip
    return running, governing


def test_who_may_open_what(places, town, alice, charlie, organisation, facilitator, admin):
    running, governing = places
    factories.run(organisation, town)
    factories.run(facilitator, town, "coordinator")
    factories.run(alice, town, "member")
    elsewhere = factories.make_organisation("municipality", key="elsewhere")
    factories.run(charlie, elsewhere)
    for person, run, govern in (
        (None, SIGN_IN, SIGN_IN), (alice, 404, 404), (charlie, 404, 404), (facilitator, 200, 403),
        (organisation, 200, 200), (admin, 200, 200),
    ):  # fmt: skip
        client = Client()
        if person:
            client.force_login(person)
        found = {path: client.get(BASE + path).status_code for path in [*running, *governing]}
        assert found == dict.fromkeys(running, run) | dict.fromkeys(governing, govern), person


def test_what_belongs_to_another_organisation_is_not_there(places, town, charlie):
    running, governing = places
    elsewhere = factories.make_organisation("municipality", key="elsewhere")
    factories.run(charlie, elsewhere)
    client = Client()
    client.force_login(charlie)
    for path in [path for path in [*running, *governing] if "-" in path]:
        assert client.get(f"/en/organisation/elsewhere/{path}").status_code == 404, path


@pytest.fixture
def ora(client, organisation, town, alice, course_page):
    """The administrator, signed in; Alice learns in her town."""
    factories.run(organisation, town)
    factories.run(alice, town, "member")
    Enrollment.objects.filter(pk=factories.enroll(alice, course_page).pk).update(organisation=town)
    client.force_login(organisation)
    return client


def write(client, step, key=None, **fields):
    data = {"uuid": str(key or uuid.uuid4()), "subject": "Hello", "text": "One\nhttps://example.org", "step": step}
    return client.post(f"{BASE}messages/new/", data | fields)


def test_a_message_goes_once(ora, alice, mailoutbox, django_capture_on_commit_callbacks, town):
    town.help_email = "help@example.org"
    town.save()
    key = uuid.uuid4()
    assert b"Send to 1 person" in write(ora, "preview", key).content
    with django_capture_on_commit_callbacks(execute=True):
        assert write(ora, "send", key).status_code == 302
        assert write(ora, "send", key).status_code == 302
    [message] = mailoutbox
    assert message.to == [alice.email]
    assert message.reply_to == ["help@example.org"]
    assert "Ora Organisation" in message.body
    assert "List-Unsubscribe" in message.extra_headers
    assert Announcement.objects.get().people == 1


def test_an_empty_message_keeps_what_was_typed(ora):
    response = write(ora, "preview", subject="")
    assert response.status_code == 422
    assert b"https://example.org" in response.content


def test_nobody_there_and_enough_for_today(ora):
    nobody = ora.post(
        f"{BASE}messages/new/?status=completed",
        {"uuid": str(uuid.uuid4()), "subject": "S", "text": "T", "step": "send"},
    )
    assert nobody.status_code == 409
    codes = [write(ora, "send").status_code for _ in range(MOST_A_DAY + 1)]
    assert codes == [*[302] * MOST_A_DAY, 409]
    assert Letter.objects.filter(kind="announcement").count() == MOST_A_DAY


def test_what_belongs_to_no_course_cannot_be_narrowed_to_one(ora, town, course_page):
    framework = Framework.objects.create(organisation=town, title="F", starts_on="2026-01-01", ends_on="2026-12-31")
    course = factories.course_of(course_page)
    url = f"{BASE}indicators/{framework.uuid}/new/"
    for measure, status in (("events", 422), ("practices", 422), ("people_trained", 302)):
        response = ora.post(url, {"measure": measure, "label": "Ours", "course": course.pk, "baseline": "0"})
        assert response.status_code == status, measure
        if status == 422:
            assert "Choose all courses." in response.content.decode()
            assert 'value="Ours"' in response.content.decode()
    assert [row.measure for row in framework.indicators.all()] == ["people_trained"]
