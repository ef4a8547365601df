"""From an assignment of a course to the draft of a practice: offered, filled in, gone on with."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Step
from courses.services import assignments
from peer_exchange.models import Practice
from peer_exchange.services.practices import draft_of
from tests import factories

ANSWERS = {
    "area": "Two villages",
    "service": "A pair visits. " * 200,
    "steps": [["Council decision", "15 September", "mayor"]],
}
FURTHER = (
    {"key": "service", "kind": "text", "label": "The service", "is_required": False},
    {
        "key": "steps", "kind": "table", "label": "Steps", "columns": "Step\nBy when\nResponsible",
        "is_required": False,
    },
)  # fmt: skip


@pytest.fixture
def page(course_page):
    return factories.make_assignment(course_page, needs_acceptance=True, parts=(*factories.PARTS, *FURTHER))


@pytest.fixture
def submission(enrollment, page):
    step = Step.objects.get(key=page.translation_key)
    return assignments.open_submission(enrollment, step, language="sq")


def hand_in(submission, page):
    written = assignments.save_answers(submission, factories.ANSWERS | ANSWERS, 0, language="sq")
    assignments.hand_in(written, page)
    submission.refresh_from_db()
    return submission


def begin(client, course, language="en"):
    client.post(f"{reverse('practice_new')}?course={course.key}", {"language": language})
    return draft_of(Practice.objects.latest("pk"))


def test_handed_in_answers_stand_in_the_draft(client, alice, enrollment, submission, page):
    hand_in(submission, page)
    client.force_login(alice)
    offered = client.get(f"{reverse('practice_new')}?course={enrollment.course.key}").content.decode()
    assert "is filled in" in offered
    assert '<option value="sq" selected>' in offered  # the language she wrote in
    draft = begin(client, enrollment.course)
    assert draft.source_submission == submission
    assert draft.approach == enrollment.course.approach
    assert list(draft.courses.all()) == [enrollment.course]
    assert draft.solution.startswith("A pair visits.")
    assert len(draft.solution) <= 1000
    assert [(step.what, step.who, step.when) for step in draft.steps.all()] == [
        ("Council decision", "mayor", "15 September")
    ]
    assert (draft.contact_name, draft.contact_email) == (alice.name, alice.email)
    written = client.get(reverse("practice_draft", kwargs={"uuid": draft.uuid, "step": "story"})).content.decode()
    assert reverse("assignment", kwargs={"submission": submission.uuid}) in written


def test_what_nobody_saw_yet_or_was_sent_back_is_not_copied(client, alice, enrollment, submission, page, facilitator):
    assignments.save_answers(submission, factories.ANSWERS | ANSWERS, 0)
    client.force_login(alice)
    assert begin(client, enrollment.course).solution == ""
    assignments.hand_in(submission, page)
    assignments.comment(submission, facilitator, "Say more")
    assignments.return_submission(submission, facilitator, number=1)
    assert begin(client, enrollment.course).solution == ""


def test_nobody_takes_the_answers_of_others(client, bob, enrollment, submission, page):
    hand_in(submission, page)
    client.force_login(bob)
    draft = begin(client, enrollment.course)
    assert (draft.solution, draft.source_submission) == ("", None)


def test_the_page_of_the_assignment_offers_it_until_she_writes(client, alice, enrollment, submission, page):
    client.force_login(alice)
    address = f"{reverse('practice_new')}?course={enrollment.course.key}"
    assert address not in client.get(page.url).content.decode()
    hand_in(submission, page)
    assert address in client.get(page.url).content.decode()
    draft = begin(client, enrollment.course)
    again = client.get(page.url).content.decode()
    assert address not in again
    assert reverse("practice_draft", kwargs={"uuid": draft.uuid, "step": "result"}) in again


def test_a_co_author_sees_no_way_to_the_assignment(client, alice, bob, enrollment, submission, page):
    hand_in(submission, page)
    client.force_login(alice)
    draft = begin(client, enrollment.course)
    draft.authors.create(user=bob)
    other = Client()
    other.force_login(bob)
    written = other.get(reverse("practice_draft", kwargs={"uuid": draft.uuid, "step": "story"})).content.decode()
    assert reverse("assignment", kwargs={"submission": submission.uuid}) not in written
