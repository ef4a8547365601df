"""Does it still run? Time is moved by the test."""

import re
from datetime import UTC, datetime

import pytest
from django.core import mail

from academy.models import Letter
from peer_exchange.enums import CheckAnswer, Documentation, RunState
from peer_exchange.errors import InvitationOver
from peer_exchange.jobs import ask_still_running as job
from peer_exchange.models import Practice, StillRunning
from peer_exchange.services.practices import draft_of
from peer_exchange.services.publications import publish_practice, unpublish_practice
from peer_exchange.services.still_running import answer_still_running, ask_still_running, check_of
from tests.peer_exchange.practices import make_draft, write

BEGIN = datetime(2024, 3, 1, 9, tzinfo=UTC)
TOO_SOON = datetime(2026, 2, 28, 9, tzinfo=UTC)
DUE = datetime(2026, 3, 2, 9, tzinfo=UTC)
AGAIN = datetime(2028, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def practice(alice):
    return publish_practice(make_draft(alice), by=None, now=BEGIN)


@pytest.fixture
def token(practice, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask_still_running(now=DUE)
    return re.search(r"/still-running/([^/\s]+)/", mail.outbox[-1].body)[1]


def test_after_24_months_its_authors_are_asked_once(practice, alice):
    assert ask_still_running(now=TOO_SOON) == 0
    assert ask_still_running(now=DUE) == 1
    assert ask_still_running(now=DUE) == 0
    assert [letter.user for letter in Letter.objects.filter(kind="practice_running")] == [alice]


def test_without_an_answer_they_are_asked_again_after_24_more(practice):
    ask_still_running(now=DUE)
    assert ask_still_running(now=AGAIN) == 1
    assert StillRunning.objects.count() == 1  # the old link is over


def test_still_running_confirms_it(practice, token):
    answer_still_running(token, CheckAnswer.RUNNING, now=DUE)
    practice.refresh_from_db()
    assert practice.confirmed_at == DUE
    assert practice.needs_update_at is None
    assert ask_still_running(now=DUE) == 0


def test_changed_asks_for_an_update_until_a_new_version(practice, token, alice):
    answer_still_running(token, CheckAnswer.CHANGED, now=DUE)
    practice.refresh_from_db()
    assert practice.needs_update_at == DUE
    write(practice, alice, results="30 children a day")
    assert publish_practice(practice, by=None).needs_update_at is None


def test_stopped_shows_at_once_and_in_the_draft(practice, token, alice):
    write(practice, alice, title="An update")
    answer_still_running(token, CheckAnswer.STOPPED, now=DUE)
    practice.refresh_from_db()
    assert practice.run_state == RunState.STOPPED
    assert draft_of(practice).run_state == RunState.STOPPED


def test_the_first_answer_counts(practice, token):
    answer_still_running(token, CheckAnswer.RUNNING, now=DUE)
    answer_still_running(token, CheckAnswer.STOPPED, now=DUE)
    practice.refresh_from_db()
    assert practice.run_state == RunState.RUNNING
    assert check_of(token).answer == CheckAnswer.RUNNING


def test_forged_and_dead_links_open_nothing(practice, token, editor):
    for wrong in (token[:-1], "running-x.abc", practice.checks.get().token_hash):
        with pytest.raises(InvitationOver):
            check_of(wrong)
    unpublish_practice(practice, by=editor)
    with pytest.raises(InvitationOver):
        answer_still_running(token, CheckAnswer.RUNNING)


def test_without_authors_the_contact_is_asked_and_without_both_nobody(alice):
    for email in ("sara@example.org", ""):
        draft = make_draft(alice, contact_email=email, documentation=Documentation.SOURCE)
        draft.authors.all().delete()
        publish_practice(draft, by=None, now=BEGIN)
    assert ask_still_running(now=DUE) == 1
    assert Letter.objects.get(kind="practice_running").email == "sara@example.org"


def test_the_job_asks_what_is_due_today(alice):
    publish_practice(make_draft(alice), by=None, now=BEGIN)
    job()
    assert StillRunning.objects.count() == 1
    assert Practice.objects.get().state == "shared"
