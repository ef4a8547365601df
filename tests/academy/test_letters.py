"""The outbox: queued by key, written when it leaves, sent at most once, stopped by her who gets it."""

import zoneinfo
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from kombu.exceptions import OperationalError

from academy import sockets, tasks
from academy.delivery import outbox
from academy.delivery.mail import NotSent, message_id
from academy.delivery.outbox import LETTERS_A_DAY, LONGEST_RETRY, deliver_letter
from academy.enums import LetterState
from academy.models import Letter, Unsubscription
from academy.querysets import LETTER_LEASE, LETTER_REFUSALS
from academy.services import letters
from academy.services.letters import (
    FEW,
    LetterRow,
    choose_letters,
    queue_letter,
    queue_letters,
    resubscribe,
    send_again,
    unsubscribe,
)
from academy.services.personal_data import erase_person, export_person
from academy.sockets import LetterKind, Written
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()
# The frame of all letters, with one sentence in it
FRAME = (
    '{%% extends "emails/base.%s" %%}'
    '{%% block body %%}About {{ word }}, {{ at|date:"F" }}, {{ at|time:"H:i" }}{%% endblock %%}'
)


@pytest.fixture
def kinds(monkeypatch, settings, tmp_path):
    """Two kinds of letters, plugged in for one test: news can be stopped, a receipt always comes.

    `kinds.says` is what their plugs return; `kinds.seen` what they saw when they wrote.
    """
    (tmp_path / "emails").mkdir()
    (tmp_path / "emails/sample.subject.txt").write_text("About {{ word }}")
    for form in ("txt", "html"):
        (tmp_path / f"emails/sample.{form}").write_text(FRAME % form)
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}, *settings.TEMPLATES[1:]]
    context = {"word": "bridges", "at": datetime(2026, 1, 5, 12, tzinfo=UTC)}
    known = SimpleNamespace(seen=[], says=Written("sample", context))

    def write(letter):
        known.seen.append((letter.data, translation.get_language(), timezone.get_current_timezone_name()))
        return known.says() if callable(known.says) else known.says

    monkeypatch.setattr(sockets.letter_kinds, "_plugs", {})
    sockets.letter_kinds.plug("news", LetterKind(write, category="news", label=gettext_lazy("Profile")))
    sockets.letter_kinds.plug("receipt", LetterKind(write))
    return known


@pytest.fixture
def letter(kinds, alice):
    return queue_letter("news", alice, key="news-1", data={"topic": 7})


@pytest.fixture
def refused(monkeypatch):
    """A mail server that refuses until `refused.clear()`."""
    answers, real = [NotSent("later")], outbox.send_written

    def send(message):
        if answers:
            raise answers[0]
        real(message)

    monkeypatch.setattr(outbox, "send_written", send)
    return answers


def state(letter) -> LetterState:
    letter.refresh_from_db()
    assert Letter.objects.in_state(letter.state).get(pk=letter.pk) == letter
    return letter.state


# Queuing -------------------------------------------------------------------------------------------------------------


def test_queued_it_leaves_after_the_commit(kinds, alice, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue_letter("news", alice, key="k", data={"topic": 7})
        assert mailoutbox == []
    assert [message.to for message in mailoutbox] == [["alice@example.org"]]
    assert kinds.seen[0][0] == {"topic": 7}


def test_queued_twice_it_leaves_once(kinds, alice, bob, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert queue_letter("news", alice, key="k") is not None
        assert queue_letter("news", alice, key="k") is None
    with django_capture_on_commit_callbacks(execute=True):
        assert queue_letter("receipt", bob, key="k") is None
    assert len(mailoutbox) == 1


def test_a_closed_account_gets_none(kinds, alice):
    alice.is_active = False
    alice.save()
    assert queue_letter("news", alice, key="k") is None
    assert queue_letters("news", [LetterRow(alice.pk, "k")]) == 0
    assert not Letter.objects.exists()


def test_the_broker_is_away(kinds, alice, mailoutbox, monkeypatch, django_capture_on_commit_callbacks):
    def away(*args, **kwargs):
        raise OperationalError("Connection refused")

    with monkeypatch.context() as broken:
        broken.setattr(tasks.deliver_letter, "apply_async", away)
        with django_capture_on_commit_callbacks(execute=True):
            queue_letter("news", alice, key="k")
    assert mailoutbox == []
    tasks.deliver_waiting_letters()
    assert len(mailoutbox) == 1


def test_many_at_once(kinds, alice, monkeypatch, mailoutbox, django_capture_on_commit_callbacks):
    """More than a few get no task each; keys that are known, or come twice, stay one letter."""
    monkeypatch.setattr(letters, "BATCH", 20)
    people = factories.UserFactory.create_batch(FEW + 5)
    queue_letter("news", alice, key=f"k-{people[0].pk}")
    rows = [LetterRow(person.pk, f"k-{person.pk}", {"n": 1}) for person in people]
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        assert queue_letters("news", iter([*rows, rows[3]])) == FEW + 4
    assert len(callbacks) == 1
    assert len(mailoutbox) == FEW + 5
    with django_capture_on_commit_callbacks(execute=True):
        assert queue_letters("news", rows) == 0
    assert len(mailoutbox) == FEW + 5


def test_a_few_at_once_leave_without_the_sweep(kinds, alice, bob, mailoutbox, django_capture_on_commit_callbacks):
    rows = [LetterRow(alice.pk, "a"), LetterRow(bob.pk, "b"), LetterRow(bob.pk, "c", {}, NOW + timedelta(days=1))]
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        assert queue_letters("news", rows) == 3
    assert len(callbacks) == len(mailoutbox) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_many_cost_the_same_for_one_and_three(kinds, number, django_assert_num_queries):
    people = factories.UserFactory.create_batch(number)
    with django_assert_num_queries(6):  # known keys, people, insert, what may leave, savepoint twice
        queue_letters("news", [LetterRow(person.pk, f"k-{person.pk}") for person in people])


# Once ----------------------------------------------------------------------------------------------------------------


def test_sent_and_noted(letter, mailoutbox):
    assert state(letter) == LetterState.WAITING
    assert deliver_letter(letter.pk)
    assert state(letter) == LetterState.SENT
    assert letter.claimed_at <= letter.sending_at <= letter.sent_at


def test_twice_is_once(letter, mailoutbox):
    deliver_letter(letter.pk)
    assert not deliver_letter(letter.pk)
    tasks.deliver_waiting_letters()
    assert len(mailoutbox) == 1


def test_a_letter_that_is_gone(kinds):
    assert not deliver_letter(12345)


def test_another_worker_has_it(letter, mailoutbox):
    Letter.objects.update(claimed_at=NOW - LETTER_LEASE + timedelta(seconds=1))
    assert not deliver_letter(letter.pk, now=NOW)
    assert mailoutbox == []


def test_the_other_worker_died_while_it_wrote(letter, mailoutbox):
    Letter.objects.update(claimed_at=NOW - LETTER_LEASE - timedelta(seconds=1))
    assert deliver_letter(letter.pk, now=NOW)
    assert len(mailoutbox) == 1


def test_another_worker_took_over_while_it_wrote(letter, kinds, mailoutbox):
    written = kinds.says

    def write_slowly():
        Letter.objects.update(claimed_at=NOW + 2 * LETTER_LEASE)
        return written

    kinds.says = write_slowly
    assert not deliver_letter(letter.pk, now=NOW)
    assert mailoutbox == []
    assert state(letter) == LetterState.WAITING


def test_death_while_the_letter_leaves_is_not_repeated(letter, mailoutbox, monkeypatch):
    def die(message):
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "send_written", die)
        with pytest.raises(SystemExit):
            deliver_letter(letter.pk, now=NOW)
    assert not deliver_letter(letter.pk, now=NOW + timedelta(days=1))
    tasks.deliver_waiting_letters()
    assert mailoutbox == []
    assert state(letter) == LetterState.UNCERTAIN


def test_it_leaves_under_one_message_id(letter, mailoutbox):
    deliver_letter(letter.pk)
    assert mailoutbox[0].extra_headers["Message-ID"] == message_id("news-1")


# Refused and not written ---------------------------------------------------------------------------------------------


def test_refused_and_tried_again_later(letter, refused, mailoutbox):
    with pytest.raises(NotSent):
        deliver_letter(letter.pk, now=NOW)
    assert state(letter) == LetterState.REFUSED
    assert not deliver_letter(letter.pk, now=NOW + timedelta(minutes=1))
    refused.clear()
    assert deliver_letter(letter.pk, now=NOW + timedelta(minutes=2))
    assert len(mailoutbox) == 1


def test_it_waits_longer_and_longer_and_gives_up(letter, refused):
    now, waits = NOW, []
    while Letter.objects.claimable(now=now).exists():
        with pytest.raises(NotSent):
            deliver_letter(letter.pk, now=now)
        letter.refresh_from_db()
        waits.append(letter.retry_at - now)
        now = letter.retry_at
    assert len(waits) == LETTER_REFUSALS
    assert waits == sorted(waits)
    assert (waits[1], waits[-1]) == (2 * waits[0], LONGEST_RETRY)


def test_what_cannot_be_written_waits_and_gives_up_too(letter, kinds, mailoutbox):
    written = kinds.says
    kinds.says = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        deliver_letter(letter.pk, now=NOW)
    assert state(letter) == LetterState.REFUSED
    kinds.says = written
    assert not deliver_letter(letter.pk, now=NOW + timedelta(minutes=1))
    assert deliver_letter(letter.pk, now=NOW + timedelta(minutes=2))
    assert len(mailoutbox) == 1


def test_sent_again_because_an_administrator_asks(letter, mailoutbox, django_capture_on_commit_callbacks):
    Letter.objects.update(claimed_at=NOW, sending_at=NOW, refusals=LETTER_REFUSALS, retry_at=NOW + timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert send_again(letter)
    assert len(mailoutbox) == 1


def test_not_sent_again_to_a_closed_account(letter, alice):
    alice.is_active = False
    alice.save()
    assert not send_again(letter)


# Held, dropped, unknown ----------------------------------------------------------------------------------------------


def test_held_until_its_time(kinds, alice, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        letter = queue_letter("news", alice, key="k", not_before=timezone.now() + timedelta(hours=1))
    tasks.deliver_waiting_letters()
    assert mailoutbox == []
    assert not deliver_letter(letter.pk)
    assert deliver_letter(letter.pk, now=letter.not_before)
    assert len(mailoutbox) == 1


def test_an_unknown_kind_waits_for_the_next_version(kinds, alice, mailoutbox, caplog):
    letter = queue_letter("greeting", alice, key="k")
    assert not deliver_letter(letter.pk)
    tasks.deliver_waiting_letters()
    assert "'greeting'" in caplog.text
    assert len(caplog.records) == 1
    sockets.letter_kinds.plug("greeting", LetterKind(lambda letter: kinds.says))
    tasks.deliver_waiting_letters()
    assert len(mailoutbox) == 1


def test_nothing_left_to_say(letter, kinds, mailoutbox):
    kinds.says = None
    assert not deliver_letter(letter.pk)
    assert state(letter) == LetterState.DROPPED
    assert mailoutbox == []


def test_closed_after_it_was_queued(letter, alice, mailoutbox):
    alice.is_active = False
    alice.save()
    assert not deliver_letter(letter.pk)
    assert state(letter) == LetterState.DROPPED
    assert mailoutbox == []


def test_what_she_does_not_want_is_dropped_unread(letter, alice, bob, kinds, mailoutbox):
    unsubscribe(alice, "news")
    unsubscribe(alice, "news")
    receipt, his = queue_letter("receipt", alice, key="r"), queue_letter("news", bob, key="b")
    assert not deliver_letter(letter.pk)
    assert (state(letter), kinds.seen) == (LetterState.DROPPED, [])
    assert deliver_letter(receipt.pk)
    assert deliver_letter(his.pk)


def test_wanted_again(alice, kinds, mailoutbox):
    unsubscribe(alice, "news")
    resubscribe(alice, "news")
    assert deliver_letter(queue_letter("news", alice, key="k").pk)


def test_choosing_leaves_other_categories_alone(alice, kinds):
    unsubscribe(alice, "of a room that is switched off")
    choose_letters(alice, [])
    assert letters.unwanted(alice) == {"news", "of a room that is switched off"}
    choose_letters(alice, ["news"])
    assert letters.unwanted(alice) == {"of a room that is switched off"}


# Ten a day -----------------------------------------------------------------------------------------------------------


def test_ten_a_day_and_the_rest_tomorrow_morning(kinds, alice, bob, mailoutbox):
    zone = zoneinfo.ZoneInfo("Europe/Bucharest")
    alice.time_zone = zone.key
    alice.save()
    noon = datetime(2026, 10, 24, 12, tzinfo=zone)  # the clocks change in the following night
    rows = [LetterRow(alice.pk, f"k-{number:02}") for number in range(LETTERS_A_DAY + 2)]
    queue_letters("news", rows)
    sent = [deliver_letter(pk, now=noon) for pk in Letter.objects.order_by("key").values_list("pk", flat=True)]
    assert sent == [True] * LETTERS_A_DAY + [False] * 2
    held = Letter.objects.in_state(LetterState.WAITING)
    morning = datetime.combine(noon.date() + timedelta(days=1), time(7), tzinfo=zone)
    assert {letter.not_before for letter in held} == {morning}
    assert deliver_letter(queue_letter("receipt", alice, key="r").pk, now=noon)
    assert deliver_letter(queue_letter("news", bob, key="b").pk, now=noon)
    assert [deliver_letter(letter.pk, now=morning) for letter in held.all()] == [True, True]
    assert len(mailoutbox) == LETTERS_A_DAY + 4


def test_the_day_is_that_of_her_calendar(kinds, alice, mailoutbox):
    alice.time_zone = "Europe/Istanbul"
    alice.save()
    midnight = datetime(2026, 6, 2, tzinfo=zoneinfo.ZoneInfo("Europe/Istanbul"))
    queue_letters("news", [LetterRow(alice.pk, f"k-{number:02}") for number in range(LETTERS_A_DAY)])
    for pk in Letter.objects.values_list("pk", flat=True):
        assert deliver_letter(pk, now=midnight - timedelta(minutes=1))
    assert not deliver_letter(queue_letter("news", alice, key="a").pk, now=midnight - timedelta(seconds=1))
    assert deliver_letter(queue_letter("news", alice, key="b").pk, now=midnight)


def test_a_refused_letter_does_not_count(kinds, alice, refused, mailoutbox):
    queue_letters("news", [LetterRow(alice.pk, f"k-{number:02}") for number in range(LETTERS_A_DAY)])
    first = Letter.objects.first()
    with pytest.raises(NotSent):
        deliver_letter(first.pk, now=NOW)
    refused.clear()
    for pk in Letter.objects.exclude(pk=first.pk).values_list("pk", flat=True):
        assert deliver_letter(pk, now=NOW)
    assert deliver_letter(queue_letter("news", alice, key="one-more").pk, now=NOW)


# The letter itself ---------------------------------------------------------------------------------------------------


def test_in_her_language_and_her_time(kinds, bob, mailoutbox):
    bob.time_zone = "Europe/Istanbul"
    bob.save()
    deliver_letter(queue_letter("news", bob, key="k").pk)
    assert kinds.seen == [({}, "sr", "Europe/Istanbul")]
    assert translation.get_language() == "en"
    message: EmailMultiAlternatives = mailoutbox[0]
    html = message.alternatives[0][0]
    for body in (message.body, html):
        assert "About bridges, јануар, 15:00" in body
    assert '<html lang="sr">' in html


def test_it_says_why_it_came_and_how_to_stop(kinds, alice, client, mailoutbox):
    deliver_letter(queue_letter("news", alice, key="k").pk)
    message = mailoutbox[0]
    link = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert link.startswith("http")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for body in (message.body, message.alternatives[0][0]):
        assert link in body
        assert "Why you get this letter: Profile." in body
    path = "/" + link.split("/", 3)[3]
    client.post(path, {"List-Unsubscribe": "One-Click"})
    assert Unsubscription.objects.get().user == alice


def test_what_always_comes_has_no_link_to_stop_it(kinds, alice, mailoutbox):
    deliver_letter(queue_letter("receipt", alice, key="k").pk)
    message = mailoutbox[0]
    assert not [name for name in message.extra_headers if name.startswith("List-")]
    for body in (message.body, message.alternatives[0][0]):
        assert reverse("letters") not in body
        assert "Why you get" not in body


# One's own data ------------------------------------------------------------------------------------------------------


def test_her_letters_are_in_her_data_and_go_with_her(letter, alice, bob):
    unsubscribe(alice, "news")
    unsubscribe(bob, "news")
    queue_letter("news", bob, key="his")
    mine = export_person(alice)["letters"]
    assert [row["key"] for row in mine["outbox"]] == ["news-1"]
    assert [row["category"] for row in mine["unwanted"]] == ["news"]
    erase_person(alice)
    assert [row.key for row in Letter.objects.all()] == ["his"]
    assert [row.user for row in Unsubscription.objects.all()] == [bob]


# To an address, whether or not an account has it ----------------------------------------------------------------------


def test_a_letter_to_an_address(kinds, mailoutbox, settings, django_capture_on_commit_callbacks):
    """In the language asked for and the zone of the site; a category is no way to stop it, so no link claims so."""
    with django_capture_on_commit_callbacks(execute=True):
        first = letters.queue_letter_to_address("receipt", "new@example.org", "mk", key="k", data={"topic": 1})
        assert letters.queue_letter_to_address("receipt", "new@example.org", "mk", key="k") is None
        letters.queue_letter_to_address("news", "new@example.org", "en", key="k2")
    assert [message.to for message in mailoutbox] == [["new@example.org"]] * 2
    assert kinds.seen[0] == ({"topic": 1}, "mk", settings.TIME_ZONE)
    assert mailoutbox[0].extra_headers["Content-Language"] == "mk"
    assert "List-Unsubscribe" not in mailoutbox[1].extra_headers
    assert state(first) == LetterState.SENT


def test_an_account_with_the_address_changes_nothing(kinds, alice, mailoutbox, django_capture_on_commit_callbacks):
    """The outbox tells nobody who has an account, and what she unsubscribed from as a person does not show either."""
    unsubscribe(alice, "news")
    with django_capture_on_commit_callbacks(execute=True):
        known = letters.queue_letter_to_address("news", "alice@example.org", "en", key="k")
    known.refresh_from_db()
    assert (known.user, known.email, known.address) == (None, "alice@example.org", "alice@example.org")
    assert len(mailoutbox) == 1


def test_one_of_many_waits_for_the_sweep(kinds, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        letters.queue_letter_to_address("news", "new@example.org", "en", key="k", is_swept=True)
    assert mailoutbox == []
    tasks.deliver_waiting_letters()
    assert len(mailoutbox) == 1


def test_a_letter_to_an_address_is_sent_again(kinds, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = letters.queue_letter_to_address("news", "new@example.org", "en", key="k")
    with django_capture_on_commit_callbacks(execute=True):
        assert send_again(row)
    assert len(mailoutbox) == 2


def test_letters_to_her_address_are_hers(kinds, alice, bob):
    """Handed out with her data and erased with her account; those to others stay."""
    letters.queue_letter_to_address("news", "Alice@example.org", "en", key="hers")
    letters.queue_letter_to_address("news", "bob@example.org", "en", key="his")
    assert [row["key"] for row in export_person(alice)["letters"]["outbox"]] == ["hers"]
    erase_person(alice)
    assert list(Letter.objects.values_list("key", flat=True)) == ["his"]


def test_the_cms_lists_and_finds_letters_to_addresses(kinds, client, admin, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    row = letters.queue_letter_to_address("news", "new@example.org", "en", key="k", is_swept=True)
    client.force_login(admin)

    def shown(address: str) -> bool:
        response = client.get(address)
        assert response.status_code == 200
        return "new@example.org" in response.content.decode()

    assert shown(reverse("letters:index"))
    assert shown(reverse("letters:index") + "?q=NEW@")
    assert not shown(reverse("letters:index") + "?q=nobody")
    assert shown(reverse("letters:again", args=[row.pk]))
