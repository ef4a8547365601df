"""Reports → Outcomes and questions: what is asked for each outcome, and how well it is known."""

import pytest
from django.urls import reverse

from courses.models import CourseOutcome, Grade, Response
from courses.services.attempts import submit_attempt
from courses.services.outcomes import read_outcomes
from tests import factories
from tests.courses.quizzes import all_right, all_wrong, begin

REPORT = "outcomes_report"


@pytest.fixture
def course(course_page):
    """Three outcomes; a module quiz draws two questions for the first, the final test names one of them."""
    page = course_page
    for place, key in enumerate(("map", "visit", "rest")):
        page.outcomes.add(CourseOutcome(key=key, text=f"Can {key}", sort_order=place, locale=page.locale))
    page.save_revision().publish()
    first, _second = (factories.make_question(f"Map {n}?", tag="map", outcome="map") for n in range(2))
    factories.make_question("Never asked?", outcome="rest")
    visit = factories.make_question("Visit?", outcome="visit")
    module = factories.make_module(page, "One")
    page.drawing = factories.make_quiz(module, "Drawing", tag="map", count=2)
    page.final = factories.make_quiz(page, "Final", questions=[first], kind="final_test")
    page.lesson = factories.make_lesson(module, "Visits", body=[("self_check", {"question": visit})])
    return page


def facts_of(page) -> dict[str, tuple]:
    facts = read_outcomes()
    return {
        outcome.key: (found.bank, found.in_quizzes, found.in_final_test, found.answered, found.share)
        for outcome in CourseOutcome.objects.filter(page=page)
        if (found := facts[outcome.pk])
    }


@pytest.fixture
def cms(client, admin, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(admin)
    return client


def test_questions_are_counted_where_they_are_asked(course):
    assert facts_of(course) == {
        "map": (2, 2, 1, 0, None),
        "visit": (1, 0, 0, 0, None),
        "rest": (0, 0, 0, 0, None),
    }


def test_answers_of_closed_attempts_count_with_their_newest_mark(course, alice, bob):
    submit_attempt(right := begin(factories.enroll(alice, course), course.drawing), all_right(right))
    submit_attempt(wrong := begin(factories.enroll(bob, course), course.drawing), all_wrong(wrong))
    begin(factories.enroll(bob, course), course.final)  # open: it does not count
    assert facts_of(course)["map"][3:] == (4, 50)
    Grade.objects.create(response=Response.objects.filter(attempt=wrong).first(), points=1, reason="mended")
    assert facts_of(course)["map"][3:] == (4, 75)


@pytest.mark.parametrize("count", [1, 3])
def test_the_facts_cost_the_same_for_any_number(course, count, django_assert_num_queries):
    for number in range(count):
        page = factories.make_course(f"Another {number}")
        page.outcomes.add(CourseOutcome(key="x", text="X", locale=page.locale))
        page.save_revision().publish()
    read_outcomes()
    with django_assert_num_queries(8):
        assert len(read_outcomes()) == 3 + count


def test_what_nobody_asks_stands_first_and_is_marked(cms, course):
    response = cms.get(reverse(REPORT))
    assert [outcome.key for outcome in response.context["object_list"]] == ["rest", "map", "visit"]
    assert "no question" in response.content.decode()


def test_one_course_can_be_chosen(cms, course):
    other = factories.make_course("Another")
    other.outcomes.add(CourseOutcome(key="x", text="Can do another thing", locale=other.locale))
    other.save_revision().publish()
    response = cms.get(reverse(REPORT), {"course": factories.course_of(other).pk})
    assert [outcome.key for outcome in response.context["object_list"]] == ["x"]


def test_the_list_can_be_taken_along(cms, course):
    response = cms.get(reverse(REPORT), {"export": "csv"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[0].startswith("Course,Key,")
    assert [line.split(",")[1:4] for line in lines[1:]] == [
        ["rest", "Can rest", "0"], ["map", "Can map", "2"], ["visit", "Can visit", "1"],
    ]  # fmt: skip


def test_who_may_not_see_the_bank_may_not_see_the_report(client, settings, alice, course):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(alice)
    assert client.get(reverse(REPORT)).status_code in (302, 403)
