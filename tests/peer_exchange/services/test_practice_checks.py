"""The check: who is told, who decides, what is public meanwhile, what comes back."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from academy.models import Letter
from peer_exchange.enums import PracticeState
from peer_exchange.errors import CardIncomplete, InCheck, NotInCheck, ReadMeanwhile
from peer_exchange.models import CheckComment, Practice
from peer_exchange.services.practice_checks import (
    approve_practice,
    checkers_of,
    return_practice,
    setup_practices,
    submit_practice,
    withdraw_practice,
)
from peer_exchange.services.practices import create_draft, draft_of
from tests.peer_exchange.people import make_region
from tests.peer_exchange.practices import make_draft, make_practice, write


@pytest.fixture
def region(site):
    return make_region()


@pytest.fixture
def draft(alice, region):
    return make_draft(alice, region.town)


def state_of(practice: Practice) -> str:
    return Practice.objects.get(pk=practice.pk).state


def test_the_association_above_is_told_and_publishes(draft, alice, region):
    submit_practice(draft, by=alice)
    assert state_of(draft) == PracticeState.SUBMITTED
    assert [letter.user for letter in Letter.objects.filter(kind="practice_submitted")] == [region.checker]
    practice = approve_practice(draft, by=region.checker, version=draft.draft_version)
    assert practice.state == PracticeState.SHARED
    assert practice.code
    assert Practice.objects.public().get() == practice
    assert [letter.user for letter in Letter.objects.filter(kind="practice_published")] == [alice]


def test_where_no_association_has_an_administrator_editors_check(alice, editor, region):
    draft = make_draft(alice, region.elsewhere)
    assert list(checkers_of(draft)) == [editor]
    submit_practice(draft, by=alice)
    with pytest.raises(PermissionDenied):
        approve_practice(draft, by=region.checker, version=draft.draft_version)
    approve_practice(draft, by=editor, version=draft.draft_version)
    assert state_of(draft) == PracticeState.SHARED


def test_nobody_checks_her_own(region, editor):
    for author in (region.checker, editor):
        draft = make_draft(author, region.town, title=f"Of {author.name}")
        submit_practice(draft, by=author)
        with pytest.raises(PermissionDenied):
            approve_practice(draft, by=author, version=draft.draft_version)
        assert author not in list(checkers_of(draft))


def test_strangers_neither_send_nor_take_back_nor_decide(draft, alice, charlie):
    with pytest.raises(PermissionDenied):
        submit_practice(draft, by=charlie)
    submit_practice(draft, by=alice)
    for attempt in (
        lambda: withdraw_practice(draft, by=charlie),
        lambda: approve_practice(draft, by=charlie, version=draft.draft_version),
        lambda: return_practice(draft, by=charlie, version=draft.draft_version, comments={}),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert state_of(draft) == PracticeState.SUBMITTED


def test_a_card_that_lacks_something_is_not_sent(alice, region):
    draft = create_draft(alice, organisation=region.town, title="Only a title")
    with pytest.raises(CardIncomplete) as caught:
        submit_practice(draft, by=alice)
    assert "problem" in caught.value.missing
    assert "title" not in caught.value.missing
    assert state_of(draft) == PracticeState.DRAFT


def test_sent_twice_it_is_sent_once(draft, alice):
    submit_practice(draft, by=alice)
    submit_practice(draft, by=alice)
    assert draft.workflow_states.count() == 1
    assert Letter.objects.filter(kind="practice_submitted").count() == 1


def test_nobody_writes_while_it_is_read_and_taken_back_one_may(draft, alice):
    submit_practice(draft, by=alice)
    with pytest.raises(InCheck):
        write(draft, alice, title="Another")
    withdraw_practice(draft, by=alice)
    withdraw_practice(draft, by=alice)
    assert state_of(draft) == PracticeState.DRAFT
    assert write(draft, alice, title="Another").title == "Another"


def test_returned_with_comments_then_sent_again_and_published(draft, alice, region, django_capture_on_commit_callbacks):
    submit_practice(draft, by=alice)
    with django_capture_on_commit_callbacks(execute=True):
        comments = {"results": "How many of them are girls?", "": "Nearly there."}
        return_practice(draft, by=region.checker, version=draft.draft_version, comments=comments)
    assert state_of(draft) == PracticeState.RETURNED
    assert {row.field: row.text for row in CheckComment.objects.all()} == comments
    assert "How many of them are girls?" in mail.outbox[-1].body
    assert mail.outbox[-1].to == [alice.email]
    draft = write(draft, alice, results="28 children, 15 of them girls.")
    submit_practice(draft, by=alice)
    approve_practice(draft, by=region.checker, version=draft.draft_version)
    assert Practice.objects.public().get().results.endswith("girls.")


def test_what_was_sent_again_meanwhile_is_read_first(draft, alice, region):
    read = draft.draft_version
    submit_practice(draft, by=alice)
    withdraw_practice(draft, by=alice)
    with pytest.raises(NotInCheck):
        approve_practice(draft, by=region.checker, version=read)
    write(draft, alice, title="Another")
    submit_practice(draft, by=alice)
    with pytest.raises(ReadMeanwhile):
        approve_practice(draft, by=region.checker, version=read)
    assert not Practice.objects.public().exists()


def test_an_update_in_check_leaves_the_public_version_as_it_is(alice, region):
    practice = make_practice(alice, region.town)
    update = write(practice, alice, title="An update")
    submit_practice(update, by=alice)
    public = Practice.objects.public().get()
    assert (public.title, public.state, public.version) == (practice.title, PracticeState.SHARED, 1)
    return_practice(update, by=region.checker, version=update.draft_version, comments={"": "Why?"})
    assert Practice.objects.public().get().state == PracticeState.SHARED
    submit_practice(update, by=alice)
    approve_practice(update, by=region.checker, version=update.draft_version)
    public = Practice.objects.public().get()
    assert (public.title, public.version, public.code) == ("An update", 2, practice.code)
    assert draft_of(public).title == "An update"


def test_other_workflows_end_as_wagtail_ends_them(course_page, editor, trainer):
    lesson = course_page.get_descendants().get(slug="lesson-1").specific
    lesson.title = "A better lesson"
    lesson.save_revision()
    state = lesson.get_workflow().start(lesson, trainer)
    state.current_task_state.specific.approve(user=editor)
    lesson.refresh_from_db()
    assert lesson.title == "A better lesson"


def test_setting_up_twice_changes_nothing(site):
    from wagtail.models import Task, Workflow

    before = (Task.objects.count(), Workflow.objects.count())
    setup_practices()
    assert (Task.objects.count(), Workflow.objects.count()) == before
