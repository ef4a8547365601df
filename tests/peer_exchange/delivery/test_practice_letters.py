"""Each letter about a practice says what it must, in the reader's language, and nothing once it is too late."""

import re

import pytest
from django.core import mail
from django.test import Client

from academy.models import Letter
from peer_exchange.delivery.practice_letters import LETTERS
from peer_exchange.models import Notice
from peer_exchange.rules.rubric import WEIGHTS
from peer_exchange.services.practice_authors import MOST, invite_author, remove_author
from peer_exchange.services.practice_checks import approve_practice, submit_practice, withdraw_practice
from peer_exchange.services.practice_reviews import begin_review, invite_reviewer, save_review, submit_review
from tests.peer_exchange.full_case import FULL, PARTS
from tests.peer_exchange.people import make_region, peer_of
from tests.peer_exchange.practices import make_draft, make_practice


@pytest.fixture
def region(site):
    return make_region()


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """`sent(call, …)` runs it and returns the letters that left after it."""

    def run(call, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            call(*args, **kwargs)
        letters, mail.outbox[:] = list(mail.outbox), []
        return letters

    return run


def written(kind):
    letter = Letter.objects.filter(kind=kind).latest("pk")
    return LETTERS[kind].write(letter)


def test_a_check_from_sending_to_publishing(alice, region, sent):
    draft = make_draft(alice, region.town)
    [letter] = sent(submit_practice, draft, by=alice)
    assert letter.to == [region.checker.email]
    assert f"/en/practices/checks/{draft.uuid}/" in letter.body
    [letter] = sent(approve_practice, draft, by=region.checker, version=draft.draft_version)
    assert letter.to == [alice.email]
    assert "GP-" in letter.body
    assert "/en/practices/a-day-centre-in-an-old-school/" in letter.body
    assert [notice.data["what"] for notice in Notice.objects.order_by("pk")] == ["submitted", "published"]
    assert written("practice_submitted") is None  # it is decided


def test_taken_back_there_is_nothing_to_check(alice, region):
    draft = make_draft(alice, region.town)
    submit_practice(draft, by=alice)
    withdraw_practice(draft, by=alice)
    assert written("practice_submitted") is None


def test_a_co_author_gets_a_link_that_works_once_whoever_she_is(alice, bob, region, sent):
    draft = make_draft(alice, region.town)
    [letter] = sent(invite_author, draft, "Somebody@Example.org ", by=alice)
    assert letter.to == ["somebody@example.org"]
    assert sent(invite_author, draft, "somebody@example.org", by=alice) == []
    link = re.search(r"/en/practices/authors/\S+", letter.body)[0]
    client = Client()
    assert client.get(link).headers["Location"].startswith("/accounts/login/")
    client.force_login(bob)
    assert draft.title in client.get(link).content.decode()
    client.post(link)
    assert draft.authors.filter(user=bob).count() == 1
    assert client.get(link).status_code == 404


def test_an_invitation_taken_back_opens_nothing(alice, bob, region, sent):
    draft = make_draft(alice, region.town)
    [letter] = sent(invite_author, draft, "somebody@example.org", by=alice)
    remove_author(draft, draft.authors.get(user=None).pk, by=alice)
    client = Client()
    client.force_login(bob)
    assert client.get(re.search(r"/en/practices/authors/\S+", letter.body)[0]).status_code == 404


def test_there_is_an_end_to_inviting(alice, region):
    from peer_exchange.errors import TooManyAuthors

    draft = make_draft(alice, region.town)
    for number in range(MOST - 1):
        invite_author(draft, f"person{number}@example.org", by=alice)
    with pytest.raises(TooManyAuthors):
        invite_author(draft, "one-more@example.org", by=alice)


def test_taking_invitations_back_makes_no_room_for_more_letters_of_a_day(alice, region, monkeypatch):
    from peer_exchange.errors import TooManyAuthors
    from peer_exchange.services import practice_authors

    monkeypatch.setattr(practice_authors, "MOST_A_DAY", 2)
    draft, other = make_draft(alice, region.town), make_draft(alice, region.town)
    for practice in (draft, other):
        invite_author(practice, "somebody@example.org", by=alice)
        remove_author(practice, practice.authors.get(user=None).pk, by=alice)
    with pytest.raises(TooManyAuthors):
        invite_author(draft, "somebody@example.org", by=alice)
    assert Letter.objects.filter(kind="practice_author").count() == 2


def test_the_first_author_cannot_be_taken_off(alice, region):
    draft = make_draft(alice, region.town)
    remove_author(draft, draft.authors.get().pk, by=alice)
    assert draft.authors.get().user == alice


def test_reviewers_are_invited_and_authors_hear_the_result_in_their_language(alice, editor, region, sent):
    alice.language = "sq"
    alice.save()
    case = make_practice(alice, region.town, parts=PARTS, **FULL)
    vera, emil = peer_of(region.village, "Vera"), peer_of(region.elsewhere, "Emil")
    [letter] = sent(invite_reviewer, case, vera, by=editor)
    assert letter.to == [vera.email]
    assert "/en/practices/reviews/" in letter.body
    for user in (vera, emil):
        review = begin_review(invite_reviewer(case, user, by=editor), by=user)
        save_review(review, by=user, scores=dict.fromkeys(WEIGHTS, 2), comments={}, summary="")
        letters = sent(submit_review, review, by=user)
    assert [letter.to for letter in letters if letter.to == [alice.email]] == [[alice.email]]
    assert f"/sq/practices/drafts/{case.uuid}/reviews/" in letters[-1].body
    assert written("practice_review") is None  # she has handed it in
