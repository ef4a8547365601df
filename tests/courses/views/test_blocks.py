"""Filling in blocks of a lesson: who may, what is kept, with JavaScript and without."""

from uuid import uuid4

import pytest
from django.urls import reverse

from courses.keys import key_for
from courses.lesson_body import render_body
from courses.models import BlockResponse, CoursePage, LessonPage, Step
from courses.services.withdrawals import withdraw_person
from tests import factories

HTMX = {"HX-Request": "true"}


@pytest.fixture
def lesson(load):
    load()
    return LessonPage.objects.get(translation_key=key_for("first-visit", "lesson", "prepare"))


@pytest.fixture
def mine(lesson, alice):
    return factories.enroll(alice, CoursePage.objects.get())


@pytest.fixture
def checklist(lesson):
    return next(part for part in render_body(lesson) if part.kind == "checklist")


@pytest.fixture
def check(lesson):
    return next(part for part in render_body(lesson) if part.kind == "self_check")


def address(enrollment, block, lesson_key) -> str:
    path = reverse("block_response", kwargs={"enrollment": enrollment.uuid, "block": block})
    return f"{path}?lesson={lesson_key}"


def test_ticks_are_kept_and_the_lesson_comes_back_at_the_block(client, alice, mine, lesson, checklist):
    client.force_login(alice)
    ticked = [checklist.ticks[0].key, checklist.ticks[2].key]
    response = client.post(
        address(mine, checklist.block, lesson.translation_key), {"item": [*ticked, "forged", str(uuid4())]}
    )
    assert response.status_code == 302
    assert response.url == f"/en/courses/first-visit/before/prepare/#block-{checklist.block}"
    row = BlockResponse.objects.get()
    assert (row.enrollment, row.block, row.data) == (mine, checklist.block, {"ticks": ticked})
    assert row.step == Step.objects.get(key=lesson.translation_key)
    page = client.get(response.url)
    assert page.content.decode().count("checked") == 2


def test_the_last_word_counts(client, alice, mine, lesson, checklist):
    client.force_login(alice)
    url = address(mine, checklist.block, lesson.translation_key)
    client.post(url, {"item": [checklist.ticks[0].key]})
    client.post(url, {"item": []})
    assert BlockResponse.objects.get().data == {"ticks": []}


def test_with_htmx_ticks_are_kept_without_a_page(client, alice, mine, lesson, checklist):
    client.force_login(alice)
    url = address(mine, checklist.block, lesson.translation_key)
    response = client.post(url, {"item": [checklist.ticks[1].key]}, headers=HTMX)
    assert (response.status_code, response.content) == (204, b"")
    assert BlockResponse.objects.get().data == {"ticks": [checklist.ticks[1].key]}


def choose(check, text):
    return {check.name: next(choice.key for choice in check.item.choices if choice.text == text)}


def test_a_self_check_is_answered_and_explained_without_javascript(client, alice, mine, lesson, check):
    client.force_login(alice)
    response = client.post(
        address(mine, check.block, lesson.translation_key), choose(check, "The neighbour"), follow=True
    )
    html = response.content.decode()
    assert 'class="verdict" data-state="wrong"' in html
    assert "She is not at this door." in html
    assert "Say who you are, then listen." in html
    assert "data-takes-focus" not in html


def test_with_htmx_only_the_block_comes_back_and_the_verdict_has_the_focus(client, alice, mine, lesson, check):
    client.force_login(alice)
    url = address(mine, check.block, lesson.translation_key)
    html = client.post(url, choose(check, "The visitor"), headers=HTMX).content.decode()
    assert html.strip().startswith(f'<form class="lesson-block" id="block-{check.block}"')
    assert "<html" not in html
    assert 'class="verdict" data-state="right"' in html
    assert 'tabindex="-1" data-takes-focus' in html
    assert "csrfmiddlewaretoken" in html


def test_a_self_check_never_counts_for_the_course(client, alice, mine, lesson, check):
    client.force_login(alice)
    client.post(address(mine, check.block, lesson.translation_key), choose(check, "The visitor"))
    mine.refresh_from_db()
    assert (mine.percent, mine.results.count(), mine.attempts.count()) == (0, 0, 0)


def test_it_counts_as_a_visit(client, alice, mine, lesson, checklist):
    client.force_login(alice)
    client.post(address(mine, checklist.block, lesson.translation_key), {})
    mine.refresh_from_db()
    assert mine.last_step.key == lesson.translation_key


@pytest.mark.parametrize("posted", [{}, {"choices": "forged"}, "foreign"])
def test_what_is_no_answer_is_not_kept(client, alice, mine, lesson, check, posted):
    client.force_login(alice)
    url = address(mine, check.block, lesson.translation_key)
    if posted == "foreign":
        posted = {check.name: str(uuid4())}
    html = client.post(url, posted, headers=HTMX).content.decode()
    assert 'class="field__error"' in html
    assert "verdict" not in html
    response = client.post(url, posted, follow=True)
    assert len(response.context["messages"]) == 1
    assert not BlockResponse.objects.exists()


def test_visitors_sign_in_and_come_back_to_the_lesson(client, mine, lesson, checklist):
    url = address(mine, checklist.block, lesson.translation_key)
    wanted = "/accounts/login/?next=/en/courses/first-visit/before/prepare/"
    assert client.post(url).url == wanted
    assert client.post(url, headers=HTMX)["HX-Redirect"] == wanted
    assert not BlockResponse.objects.exists()


@pytest.mark.parametrize("person", ["bob", "charlie", "trainer", "admin"])
def test_nobody_writes_into_the_enrollment_of_another(client, request, person, mine, lesson, checklist):
    client.force_login(request.getfixturevalue(person))
    assert client.post(address(mine, checklist.block, lesson.translation_key)).status_code == 404
    assert not BlockResponse.objects.exists()


def test_who_left_the_course_cannot_write(client, alice, mine, lesson, checklist):
    withdraw_person(mine)
    client.force_login(alice)
    assert client.post(address(mine, checklist.block, lesson.translation_key)).status_code == 404


def test_only_blocks_of_that_lesson_can_be_filled_in(client, alice, mine, lesson, checklist, check):
    client.force_login(alice)
    words = LessonPage.objects.get(translation_key=key_for("first-visit", "lesson", "words"))
    text = lesson.body[0].id
    quiz = key_for("first-visit", "quiz", "quiz-1")
    elsewhere = factories.make_course("Elsewhere")
    other = LessonPage.objects.descendant_of(elsewhere).first()
    for block, key in (
        (uuid4(), lesson.translation_key),
        (text, lesson.translation_key),
        (checklist.block, words.translation_key),
        (checklist.block, quiz),
        (checklist.block, other.translation_key),
        (checklist.block, uuid4()),
        (checklist.block, "nonsense"),
        (checklist.block, ""),
    ):
        assert client.post(address(mine, block, key), {}).status_code == 404
    assert not BlockResponse.objects.exists()


def test_reading_is_no_way_to_write(client, alice, mine, lesson, checklist):
    client.force_login(alice)
    assert client.get(address(mine, checklist.block, lesson.translation_key)).status_code == 405


def test_a_form_without_its_token_is_refused(alice, mine, lesson, checklist):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post(address(mine, checklist.block, lesson.translation_key), {}).status_code == 403


def test_the_lesson_asks_one_query_for_all_its_blocks(client, alice, mine, lesson, checklist, check):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(alice)
    url = "/en/courses/first-visit/before/prepare/"
    for _visit in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
    assert sum("courses_blockresponse" in query["sql"] for query in queries) == 1
    assert len(queries) <= 20
