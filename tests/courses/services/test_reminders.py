"""Reminders of an organisation: who gets one on which morning, once, in her language, and who is left in peace."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from academy.delivery.outbox import deliver_letter
from academy.enums import LetterState
from academy.models import Letter
from academy.services.letters import unsubscribe
from academy.services.organisations import end_membership
from courses.enums import EnrollmentState, ReminderKind
from courses.models import Enrollment, ModuleDates, ReminderRule
from courses.services import reminders
from courses.services.reminder_rules import RuleExists, add_usual_rules, delete_rule, save_rule, switch_rule
from courses.services.reminders import due_today, letters_by_day, send_reminders, zones_at_morning
from tests import factories

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Skopje")


@pytest.fixture
def morning():
    """Eight o'clock in Skopje, today."""
    return timezone.now().astimezone(ZONE).replace(hour=8, minute=5, second=0, microsecond=0)


@pytest.fixture
def association(site):
    return factories.make_organisation("association", key="above")


@pytest.fixture
def town(association):
    return factories.make_organisation("municipality", association, key="town")


@pytest.fixture
def ora(organisation, town):
    factories.run(organisation, town)
    return organisation


@pytest.fixture
def learner(alice, town, course_page, morning):
    """Alice, silent for ten days, of the town."""
    factories.run(alice, town, "member")
    return silent(factories.enroll(alice, course_page), morning, days=10)


def silent(enrollment, morning, *, days: int, **fields):
    begun = morning - timedelta(days=days)
    values = {"enrolled_at": begun, "last_activity_at": begun, "started_at": begun} | fields
    Enrollment.objects.filter(pk=enrollment.pk).update(**values)
    enrollment.refresh_from_db()
    return enrollment


def rule(organisation, kind=ReminderKind.SILENCE, days=7, **fields):
    return ReminderRule.objects.create(organisation=organisation, kind=kind, days=days, **fields)


def letters_to(user):
    return list(Letter.objects.filter(user=user, kind="reminders").order_by("pk"))


def test_twice_run_once_sent(learner, town, morning, mailoutbox, django_capture_on_commit_callbacks):
    rule(town, words="Call Ora in room 4.")
    with django_capture_on_commit_callbacks(execute=True):
        assert send_reminders(now=morning) == 1
        assert send_reminders(now=morning) == 0
        assert send_reminders(now=morning + timedelta(hours=1)) == 0
    [message] = mailoutbox
    assert message.to == ["alice@example.org"]
    assert "Outreach" in message.subject
    assert "Call Ora in room 4." in message.body
    assert "Lesson 1" in message.body
    assert "/en/courses/outreach/first-module/lesson-1/" in message.body
    assert "List-Unsubscribe" in message.extra_headers
    assert letters_to(learner.user)[0].key == f"reminder/{learner.user_id}/{morning.date()}"


def test_it_comes_under_the_name_of_her_organisation(
    learner, association, town, morning, mailoutbox, django_capture_on_commit_callbacks
):
    association.issuer, association.help_email = "Shoqata Shembull", "help@sample.example.org"
    association.save()
    rule(town)
    with django_capture_on_commit_callbacks(execute=True):
        send_reminders(now=morning)
    [message] = mailoutbox
    for text in (message.body, message.alternatives[0].content):
        assert "Shoqata Shembull" in text
        assert "help@sample.example.org" in text


def test_in_her_own_language(learner, town, morning, mailoutbox, django_capture_on_commit_callbacks):
    learner.user.language = "sq"
    learner.user.save()
    rule(town)
    with django_capture_on_commit_callbacks(execute=True):
        send_reminders(now=morning)
    assert mailoutbox[0].extra_headers["Content-Language"] == "sq"
    assert "/sq/courses/" in mailoutbox[0].body


def test_only_in_her_morning(learner, town, morning):
    rule(town)
    assert send_reminders(now=morning.replace(hour=7)) == 0
    assert send_reminders(now=morning.replace(hour=11)) == 0
    learner.user.time_zone = "America/New_York"
    learner.user.save()
    assert send_reminders(now=morning) == 0
    there = morning.astimezone(ZoneInfo("America/New_York")).replace(hour=9)
    assert send_reminders(now=there) == 1


def test_several_courses_in_one_letter(learner, alice, town, morning, mailoutbox, django_capture_on_commit_callbacks):
    other = factories.enroll(alice, factories.make_course("Dialogue"))
    silent(other, morning, days=8)
    rule(town)
    with django_capture_on_commit_callbacks(execute=True):
        assert send_reminders(now=morning) == 1
    assert "OUTREACH" in mailoutbox[0].body
    assert "DIALOGUE" in mailoutbox[0].body


def not_active(learner, town):
    learner.user.is_active = False
    learner.user.save()


def completed(learner, town):
    Enrollment.objects.filter(pk=learner.pk).update(
        state=EnrollmentState.COMPLETED, completed_at=learner.last_activity_at
    )


def withdrawn(learner, town):
    Enrollment.objects.filter(pk=learner.pk).update(state=EnrollmentState.WITHDRAWN)


def left(learner, town):
    end_membership(learner.user.memberships.get(), by=learner.user)


def unwanted(learner, town):
    unsubscribe(learner.user, "reminders")


def rule_off(learner, town):
    ReminderRule.objects.update(is_on=False)


def closed(learner, town):
    town.is_active = False
    town.save()


@pytest.mark.parametrize("change", [not_active, completed, withdrawn, left, unwanted, rule_off, closed])
def test_left_in_peace(learner, town, morning, change):
    rule(town)
    change(learner, town)
    assert due_today(town, now=morning) == ([], False)
    assert send_reminders(now=morning) == 0


@pytest.mark.parametrize("change", [not_active, completed, withdrawn, left, unwanted, rule_off])
def test_what_changed_before_the_letter_left(learner, town, morning, mailoutbox, change):
    rule(town)
    send_reminders(now=morning)
    change(learner, town)
    [letter] = letters_to(learner.user)
    assert not deliver_letter(letter.pk)
    letter.refresh_from_db()
    assert letter.state == LetterState.DROPPED
    assert mailoutbox == []


def test_who_came_back_before_the_letter_left_hears_nothing(learner, town, morning, mailoutbox):
    rule(town)
    send_reminders(now=morning)
    Enrollment.objects.filter(pk=learner.pk).update(last_activity_at=morning)
    assert not deliver_letter(letters_to(learner.user)[0].pk)


def test_a_worker_that_died_in_between(learner, bob, town, course_page, morning, monkeypatch):
    """The second batch failed: the next run takes those who are left, and nobody twice."""
    factories.run(bob, town, "member")
    silent(factories.enroll(bob, course_page), morning, days=9)
    rule(town)
    monkeypatch.setattr(reminders, "BATCH", 1)
    real, calls = reminders.queue_letters, []

    def dies_at_the_second(kind, rows):
        calls.append(rows)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return real(kind, rows)

    with monkeypatch.context() as broken:
        broken.setattr(reminders, "queue_letters", dies_at_the_second)
        with pytest.raises(RuntimeError):
            send_reminders(now=morning)
    assert Letter.objects.filter(kind="reminders").count() == 1
    assert send_reminders(now=morning) == 1
    assert Letter.objects.filter(kind="reminders").count() == 2


def test_silence_is_named_three_times(learner, town, morning):
    rule(town)
    for day in range(60):
        send_reminders(now=morning + timedelta(days=day))
    assert len(letters_to(learner.user)) == 3


def test_before_a_deadline(learner, town, morning):
    deadline = (morning + timedelta(days=4)).replace(hour=0, minute=0)  # three whole days are left
    silent(learner, morning, days=1, deadline_at=deadline)
    rule(town, ReminderKind.DEADLINE, 3)
    assert send_reminders(now=morning) == 1
    assert letters_to(learner.user)[0].data["items"][0]["count"] == 3
    assert send_reminders(now=morning + timedelta(days=1)) == 0


def test_when_a_module_opens(alice, town, course_page, morning):
    factories.run(alice, town, "member")
    edition = factories.make_edition(course_page, town, begins=-10)
    ModuleDates.objects.create(
        edition=edition, module_key=factories.steps_of(course_page)[0].module_key, opens_at=morning - timedelta(hours=8)
    )
    enrollment = factories.enroll(alice, course_page)
    silent(enrollment, morning, days=5, edition=edition, organisation=town)
    rule(town, ReminderKind.RELEASE, 1)
    assert send_reminders(now=morning) == 1
    assert send_reminders(now=morning + timedelta(days=1)) == 0


def test_rules_of_the_edition_go_first_and_the_nearer_organisation_before_the_one_above(
    learner, association, town, course_page, morning
):
    far, near = rule(association, days=9), rule(town, days=8)
    assert bound(learner, morning) == near.pk
    edition = factories.make_edition(course_page, association, begins=-30)
    silent(learner, morning, days=10, edition=edition)
    special = rule(association, days=10, edition=edition)
    assert bound(learner, morning) == special.pk
    switch_rule(special, learner.user, is_on=False)
    near.delete()
    assert bound(learner, morning) == far.pk


def bound(learner, morning):
    [due], _more = due_today(learner.organisation, now=morning)
    return due.items[0].reminder.rule.key


def test_a_rule_does_not_reach_beyond_its_branch(learner, association, morning):
    other = factories.make_organisation("municipality", association, key="other")
    rule(other)
    assert send_reminders(now=morning) == 0
    assert due_today(other, now=morning) == ([], False)


def test_the_list_of_today_and_the_history_show_the_branch_only(
    learner, town, association, morning, django_assert_num_queries
):
    rule(association)
    other = factories.make_organisation("municipality", association, key="other")
    assert len(due_today(town, now=morning)[0]) == len(due_today(association, now=morning)[0]) == 1
    assert due_today(other, now=morning) == ([], False)
    send_reminders(now=morning)
    assert due_today(town, now=morning) == ([], False)
    with django_assert_num_queries(1):
        assert letters_by_day(town, now=morning) == {morning.date(): 1}
    first = Letter.objects.get()
    for number, days in enumerate((0, 0, 1)):
        data = {"day": (morning.date() - timedelta(days=days)).isoformat(), "items": []}
        Letter.objects.create(kind=first.kind, user=first.user, key=f"again/{number}", data=data)
    days = list(letters_by_day(town, now=morning).items())
    assert days == [(morning.date(), 3), (morning.date() - timedelta(days=1), 1)], "the newest first"
    assert letters_by_day(other, now=morning) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_the_cost_does_not_grow(town, course_page, morning, number, django_assert_max_num_queries):
    for person in factories.UserFactory.create_batch(number):
        factories.run(person, town, "member")
        silent(factories.enroll(person, course_page), morning, days=9)
    rule(town)
    with django_assert_max_num_queries(16):
        assert send_reminders(now=morning) == number


def test_mornings():
    zones = zones_at_morning(datetime(2026, 1, 5, 7, 30, tzinfo=UTC))
    assert "Europe/Skopje" in zones  # half past eight
    assert "Europe/Istanbul" in zones  # half past ten
    assert "Europe/London" not in zones


# Rules ---------------------------------------------------------------------------------------------------------------


def test_the_usual_rules_by_one_click(town, ora):
    assert add_usual_rules(town, ora) == 4
    assert add_usual_rules(town, ora) == 0
    assert ReminderRule.objects.filter(organisation=town, is_on=True).count() == 4


def test_the_same_rule_twice(town, ora):
    first = save_rule(town, ora, kind=ReminderKind.SILENCE, days=7)
    with pytest.raises(RuleExists):
        save_rule(town, ora, kind=ReminderKind.SILENCE, days=7)
    save_rule(town, ora, kind=ReminderKind.RELEASE, days=5)
    with pytest.raises(RuleExists):
        save_rule(town, ora, kind=ReminderKind.RELEASE, days=9)
    switch_rule(first, ora, is_on=False)
    delete_rule(first, ora)
    assert ReminderRule.objects.filter(organisation=town).count() == 1
