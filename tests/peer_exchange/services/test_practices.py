"""Drafts: what is saved, what two people do to each other, what the public sees meanwhile."""

import json

import pytest

from peer_exchange.enums import PracticeState
from peer_exchange.errors import StaleDraft
from peer_exchange.models import Practice, PracticeStep
from peer_exchange.services.practices import create_draft, draft_of, save_draft
from peer_exchange.services.publications import publish_practice
from tests.peer_exchange.practices import make_draft, make_municipality, make_practice, write


def test_a_draft_is_its_author_s_and_not_public(alice, bob):
    town = make_municipality()
    draft = make_draft(alice, town)
    assert draft.state == PracticeState.DRAFT
    assert draft.code is None
    assert not Practice.objects.public().exists()
    assert list(Practice.objects.written_by(alice)) == [draft]
    assert not Practice.objects.written_by(bob).exists()


def test_an_empty_draft_may_be_begun_and_saved(alice):
    draft = create_draft(alice)
    draft = save_draft(draft, {"title": "Later"}, {}, version=draft.draft_version, by=alice)
    assert draft_of(draft).title == "Later"
    assert Practice.objects.get(pk=draft.pk).title == "Later"  # lists show it


def test_what_is_not_given_stays(alice):
    draft = make_draft(alice, parts={"steps": [{"what": "Decide"}, {"what": "Open"}]})
    draft = write(draft, alice, title="New title")
    assert draft.title == "New title"
    assert draft.problem == "Children with disabilities stayed at home."
    assert [step.what for step in draft.steps.all()] == ["Decide", "Open"]


def test_rows_keep_their_key_while_their_words_and_their_order_change(alice):
    draft = make_draft(alice, parts={"steps": [{"what": "Decide"}, {"what": "Open"}]})
    first, second = draft.steps.all()
    rows = [{"key": str(second.key), "what": "Open the doors"}, {"what": "Count"}, {"key": first.key, "what": "Decide"}]
    draft = write(draft, alice, parts={"steps": rows})
    assert [step.what for step in draft.steps.all()] == ["Open the doors", "Count", "Decide"]
    assert [step.key for step in draft.steps.all()][0::2] == [second.key, first.key]


def test_a_key_of_another_record_is_not_taken_over(alice):
    foreign = make_draft(alice, parts={"steps": [{"what": "Theirs"}]}).steps.all()[0].key
    draft = write(make_draft(alice), alice, parts={"steps": [{"key": foreign, "what": "Mine"}]})
    assert draft.steps.all()[0].key != foreign


def test_the_second_of_two_writers_is_told_and_nothing_is_overwritten(alice, bob):
    draft = make_draft(alice)
    read = draft.draft_version
    save_draft(draft, {"problem": "Alice's words"}, {}, version=read, by=alice)
    with pytest.raises(StaleDraft) as caught:
        save_draft(draft, {"problem": "Bob's words"}, {}, version=read, by=bob)
    assert caught.value.draft.problem == "Alice's words"
    assert draft_of(draft).problem == "Alice's words"


def test_autosaving_does_not_pile_up_revisions_but_another_person_gets_her_own(alice, bob):
    draft = make_draft(alice)
    for number in range(5):
        draft = write(draft, alice, results=f"{number} children")
    assert draft.revisions.count() == 1
    write(draft, bob, results="Bob's 9 children")
    assert draft.revisions.count() == 2


def test_the_public_version_stays_while_an_update_is_written(alice):
    practice = make_practice(alice, parts={"steps": [{"what": "Decide"}]})
    write(practice, alice, title="An update", parts={"steps": [{"what": "Ask first"}, {"what": "Decide"}]})
    public = Practice.objects.public().get()
    assert public.title == "A day centre in an old school"
    assert [step.what for step in public.steps.all()] == ["Decide"]
    assert public.has_unpublished_changes
    draft = draft_of(public)
    assert draft.title == "An update"
    assert draft.state == PracticeState.SHARED
    assert [step.what for step in draft.steps.all()] == ["Ask first", "Decide"]
    publish_practice(public, by=None)
    public = Practice.objects.public().get()
    assert public.title == "An update"
    assert [step.what for step in public.steps.all()] == ["Ask first", "Decide"]
    assert PracticeStep.objects.count() == 2


def test_writing_after_publishing_never_changes_the_revision_that_is_public(alice):
    practice = make_practice(alice)
    before = practice.live_revision.content
    write(practice, alice, title="An update")
    practice.live_revision.refresh_from_db()
    assert json.dumps(practice.live_revision.content) == json.dumps(before)
