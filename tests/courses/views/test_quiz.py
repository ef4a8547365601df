"""The pages of a quiz: who may, what a browser sends, what it gets back; never a key before its time."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courses.enums import AttemptState
from courses.models import Attempt, Question, QuizPage
from courses.services.attempts import save_answers, submit_attempt
from courses.services.withdrawals import withdraw_person
from tests import factories
from tests.courses.quizzes import all_right, all_wrong, begin, items_of, posted, quiz_of, right, wrong


@pytest.fixture
def quiz(course_page):
    return quiz_of(course_page)


@pytest.fixture
def attempt(enrollment, quiz):
    return begin(enrollment, quiz)


@pytest.fixture
def learner(client, alice):
    client.force_login(alice)
    return client


def address(name: str, attempt: Attempt, language: str = "en") -> str:
    with override(language):
        return reverse(name, kwargs={"attempt": attempt.uuid})


def quiz_url(quiz: QuizPage) -> str:
    return f"/en/courses/outreach/first-module/{quiz.slug}/"


def start_url(enrollment, quiz: QuizPage) -> str:
    with override("en"):
        return reverse("attempt_start", kwargs={"enrollment": enrollment.uuid, "key": quiz.translation_key})


def page_of(response) -> str:
    return response.content.decode()


def change(quiz: QuizPage, **fields) -> QuizPage:
    for name, value in fields.items():
        setattr(quiz, name, value)
    quiz.save_revision().publish()
    return QuizPage.objects.get(pk=quiz.pk)


# The quiz's page


def test_the_quiz_page_offers_to_start(learner, enrollment, quiz):
    page = page_of(learner.get(quiz_url(quiz)))
    assert start_url(enrollment, quiz) in page
    assert "70 %" in page


def test_the_quiz_page_sends_visitors_to_sign_in(client, quiz):
    response = client.get(quiz_url(quiz))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_the_quiz_page_sends_strangers_to_the_course(client, charlie, quiz):
    client.force_login(charlie)
    assert client.get(quiz_url(quiz)).url == "/en/courses/outreach/"


def test_the_quiz_page_lists_attempts_and_continues_the_open_one(learner, enrollment, quiz):
    first = begin(enrollment, quiz)
    submit_attempt(first, all_right(first))
    second = begin(enrollment, quiz)
    page = page_of(learner.get(quiz_url(quiz)))
    assert address("attempt_result", first) in page
    assert address("attempt", second) in page
    assert start_url(enrollment, quiz) not in page


def test_the_quiz_page_offers_no_attempt_beyond_the_last(learner, enrollment, quiz):
    quiz = change(quiz, attempts_allowed=1)
    submit_attempt(begin(enrollment, quiz), {})
    page = page_of(learner.get(quiz_url(quiz)))
    assert start_url(enrollment, quiz) not in page
    assert "You have used all attempts" in page


def test_a_quiz_whose_questions_were_withdrawn_says_so(learner, enrollment, quiz):
    Question.objects.update(live=False)
    assert "no questions yet" in page_of(learner.get(quiz_url(quiz)))
    response = learner.post(start_url(enrollment, quiz), follow=True)
    assert "no questions yet" in page_of(response)
    assert not Attempt.objects.exists()


# Starting


def test_start_leads_to_the_attempt_twice_to_the_same(learner, enrollment, quiz):
    first = learner.post(start_url(enrollment, quiz))
    second = learner.post(start_url(enrollment, quiz))
    assert first.url == second.url == address("attempt", Attempt.objects.get())


def test_only_she_herself_starts_in_her_enrollment(client, bob, enrollment, quiz):
    client.force_login(bob)
    assert client.post(start_url(enrollment, quiz)).status_code == 404


def test_a_lesson_cannot_be_started_as_a_quiz(learner, enrollment, course_page):
    lesson = next(step for step in factories.steps_of(course_page) if step.kind == "lesson")
    url = start_url(enrollment, quiz_of(course_page)).replace(
        str(quiz_of(course_page).translation_key), str(lesson.key)
    )
    assert learner.post(url).status_code == 404


# Doors


@pytest.mark.parametrize("name", ["attempt", "attempt_result", "attempt_submission"])
@pytest.mark.parametrize("who", ["bob", "charlie", "trainer", "admin"])
def test_nobody_else_sees_an_attempt(client, attempt, name, who, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(name, attempt)).status_code == 404


@pytest.mark.parametrize("name", ["attempt_answers", "attempt_submission"])
def test_nobody_else_writes_into_an_attempt(client, bob, attempt, name):
    client.force_login(bob)
    assert client.post(address(name, attempt), posted(attempt, all_right(attempt))).status_code == 404
    assert not attempt.responses.exists()


def test_a_visitor_signs_in_first(client, attempt):
    assert client.get(address("attempt", attempt)).url.startswith("/accounts/login/")


def test_who_left_the_course_sees_her_attempts_no_more(learner, attempt, enrollment):
    withdraw_person(enrollment)
    assert learner.get(address("attempt", attempt)).status_code == 404


@pytest.mark.parametrize("name", ["attempt_start", "attempt_answers"])
def test_what_changes_something_is_posted(learner, enrollment, quiz, attempt, name):
    url = start_url(enrollment, quiz) if name == "attempt_start" else address(name, attempt)
    assert learner.get(url).status_code == 405


# Filling in


def test_the_attempt_asks_all_questions_and_tells_nothing(learner, attempt):
    page = page_of(learner.get(address("attempt", attempt)))
    for item in items_of(attempt):
        assert item.text in page
        assert item.feedback not in page
        assert not any(choice.feedback in page for choice in item.choices)
    assert "data-state" not in page


def test_saved_answers_are_shown_again(learner, attempt):
    item = items_of(attempt)[1]
    save_answers(attempt, {1: right(item)})
    page = page_of(learner.get(address("attempt", attempt)))
    assert re.findall(r'value="([^"]+)" checked', page) == right(item)["choices"]


def test_the_button_saves_everything_and_leads_back(learner, attempt, quiz):
    answers = {0: right(items_of(attempt)[0]), 2: wrong(items_of(attempt)[2])}
    response = learner.post(address("attempt_answers", attempt), posted(attempt, answers))
    assert response.url == quiz_url(quiz)
    assert dict(attempt.responses.values_list("item", "answer")) == answers


def test_autosave_keeps_one_answer_and_says_what_the_server_holds(learner, attempt):
    answer = {1: right(items_of(attempt)[1])}
    response = learner.post(
        address("attempt_answers", attempt), posted(attempt, answer), headers={"HX-Request": "true"}
    )
    assert response.status_code == 200
    assert 'name="question-2.was"' in page_of(response)
    assert dict(attempt.responses.values_list("item", "answer")) == answer


def test_another_tab_takes_no_answer_away(learner, attempt):
    """Both tabs were opened blank; the second sends its form with what it was shown with."""
    page = page_of(learner.get(address("attempt", attempt)))
    shown = dict(re.findall(r'name="(question-\d+\.was)"[^>]*value="([^"]+)"', page))
    assert len(shown) == 3
    first, second = items_of(attempt)[:2]
    learner.post(address("attempt_answers", attempt), posted(attempt, {0: right(first)}))
    learner.post(address("attempt_answers", attempt), shown | posted(attempt, {1: right(second)}))
    assert dict(attempt.responses.values_list("item", "answer")) == {0: right(first), 1: right(second)}


def test_a_text_can_be_cleared_and_is_not_cleared_by_another_tab(learner, enrollment, course_page):
    question = factories.make_question("Who?", kind="short_text", accepted="council")
    quiz = factories.make_quiz(course_page.get_children().first(), "Text", questions=[question])
    attempt = begin(enrollment, quiz)
    blank = re.findall(r'\.was"[^>]*value="([^"]+)"', page_of(learner.get(address("attempt", attempt))))[0]
    save = address("attempt_answers", attempt)
    learner.post(save, {"question-1": "council", "question-1.was": blank})
    learner.post(save, {"question-1": "", "question-1.was": blank})
    assert attempt.responses.get().answer == {"text": "council"}
    filled = re.findall(r'\.was"[^>]*value="([^"]+)"', page_of(learner.get(address("attempt", attempt))))[0]
    learner.post(save, {"question-1": "", "question-1.was": filled})
    assert attempt.responses.get().answer == {}


@pytest.mark.parametrize("name", ["attempt_answers", "attempt_submission"])
def test_a_forged_choice_is_named_and_the_rest_is_kept(learner, attempt, name):
    items = items_of(attempt)
    fields = posted(attempt, all_right(attempt)) | {"question-2": items[0].choices[0].key, "question-99": "x"}
    response = learner.post(address(name, attempt), fields)
    assert response.status_code == 422
    assert 'href="#question-2"' in page_of(response)
    assert set(attempt.responses.values_list("item", flat=True)) == {0, 2}
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.OPEN


def test_a_forged_autosave_is_refused(learner, attempt):
    response = learner.post(
        address("attempt_answers", attempt), {"question-1": "forged"}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 422


# Handing in


def test_complete_answers_are_handed_in_at_once(learner, attempt):
    response = learner.post(address("attempt_submission", attempt), posted(attempt, all_right(attempt)))
    assert response.url == address("attempt_result", attempt)
    attempt.refresh_from_db()
    assert attempt.score == 100


def test_gaps_are_asked_about_and_nothing_is_lost(learner, attempt):
    answer = {1: right(items_of(attempt)[1])}
    response = learner.post(address("attempt_submission", attempt), posted(attempt, answer), follow=True)
    page = page_of(response)
    assert "2 questions are unanswered" in page
    assert f"{address('attempt', attempt)}#question-1" in page
    assert f"{address('attempt', attempt)}#question-3" in page
    assert dict(attempt.responses.values_list("item", "answer")) == answer
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.OPEN


def test_gaps_can_be_handed_in_anyway(learner, attempt):
    save_answers(attempt, {1: right(items_of(attempt)[1])})
    response = learner.post(address("attempt_submission", attempt), {"confirmed": "yes"})
    assert response.url == address("attempt_result", attempt)
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.SUBMITTED
    assert attempt.responses.filter(reason="blank").count() == 2


def test_handed_in_twice_the_first_counts_and_the_second_is_told(learner, attempt):
    url = address("attempt_submission", attempt)
    learner.post(url, posted(attempt, all_right(attempt)))
    response = learner.post(url, posted(attempt, all_wrong(attempt)), follow=True)
    assert response.redirect_chain[-1][0] == address("attempt_result", attempt)
    assert "handed in already" in page_of(response)
    attempt.refresh_from_db()
    assert attempt.score == 100


def test_autosave_after_handing_in_leads_to_the_result(learner, attempt):
    submit_attempt(attempt, all_right(attempt))
    response = learner.post(
        address("attempt_answers", attempt), posted(attempt, all_wrong(attempt)), headers={"HX-Request": "true"}
    )
    assert response.headers["HX-Redirect"] == address("attempt_result", attempt)


@pytest.mark.parametrize("name", ["attempt", "attempt_submission"])
def test_a_closed_attempt_leads_to_its_result(learner, attempt, name):
    submit_attempt(attempt, all_right(attempt))
    assert learner.get(address(name, attempt)).url == address("attempt_result", attempt)


def test_an_open_attempt_has_no_result_yet(learner, attempt):
    assert learner.get(address("attempt_result", attempt)).url == address("attempt", attempt)


@pytest.mark.parametrize("method", ["get", "post"])
def test_after_the_time_everything_leads_to_the_result(learner, enrollment, quiz, method):
    quiz = change(quiz, time_limit=10)
    attempt = begin(enrollment, quiz, now=timezone.now() - timedelta(minutes=11))
    url = address("attempt" if method == "get" else "attempt_submission", attempt)
    response = getattr(learner, method)(url, posted(attempt, all_right(attempt)), follow=True)
    assert "The time was over" in page_of(response)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.score) == (AttemptState.EXPIRED, 0)


# The result


def test_the_result_explains(learner, attempt):
    items = items_of(attempt)
    submit_attempt(attempt, all_right(attempt) | {0: wrong(items[0])})
    page = page_of(learner.get(address("attempt_result", attempt)))
    assert "You reached 66 %, 70 % are needed." in page
    assert all(item.feedback in page for item in items)
    chosen = next(choice for choice in items[0].choices if choice.key in wrong(items[0])["choices"])
    assert chosen.feedback in page
    assert page.count('class="verdict" data-state="right"') == 2
    assert page.count('class="verdict" data-state="wrong"') == 1


@pytest.mark.parametrize(
    ("feedback", "answers", "tells"),
    [
        ("after_submission", all_wrong, True),
        ("after_submission", all_right, True),
        ("after_passing", all_wrong, False),
        ("after_passing", all_right, True),
        ("never", all_right, False),
    ],
)
def test_the_result_tells_what_the_quiz_allows(learner, enrollment, quiz, feedback, answers, tells):
    attempt = begin(enrollment, change(quiz, feedback=feedback))
    submit_attempt(attempt, answers(attempt))
    page = page_of(learner.get(address("attempt_result", attempt)))
    item = items_of(attempt)[0]
    assert item.text in page
    assert (item.feedback in page) is tells
    assert any(choice.feedback in page for choice in item.choices) is tells
    assert ("data-state" in page) is tells


def test_the_result_leads_on_or_back(learner, enrollment, quiz):
    attempt = begin(enrollment, quiz)
    submit_attempt(attempt, all_wrong(attempt))
    assert start_url(enrollment, quiz) in page_of(learner.get(address("attempt_result", attempt)))
    second = begin(enrollment, quiz)
    submit_attempt(second, all_right(second))
    page = page_of(learner.get(address("attempt_result", second)))
    assert start_url(enrollment, quiz) not in page
    assert "/en/courses/outreach/final-test/" in page


def test_the_result_of_the_last_step_shows_the_certificate(learner, enrollment, course_page):
    factories.finish(enrollment)
    attempt = begin(enrollment, quiz_of(course_page, "Final test"))
    submit_attempt(attempt, all_right(attempt))
    page = page_of(learner.get(address("attempt_result", attempt)))
    certificate = enrollment.certificates.get()
    assert f"/en/certificates/{certificate.code}/" in page


def test_a_result_outlives_its_quiz(learner, attempt, quiz):
    submit_attempt(attempt, all_right(attempt))
    quiz.unpublish()
    response = learner.get(address("attempt_result", attempt))
    assert response.status_code == 200
    assert "/en/learning/" in page_of(response)


# Languages


def test_the_language_may_change_between_two_questions(learner, attempt):
    first, second, third = items_of(attempt)
    learner.post(address("attempt_answers", attempt, "en"), posted(attempt, {0: right(first)}))
    assert learner.get(address("attempt", attempt, "sq")).status_code == 200
    fields = posted(attempt, {1: right(second), 2: right(third)})
    response = learner.post(address("attempt_submission", attempt, "sq"), fields)
    assert response.url == address("attempt_result", attempt, "sq")
    attempt.refresh_from_db()
    assert attempt.score == 100


def test_words_of_another_language_are_marked_as_such(learner, attempt):
    page = page_of(learner.get(address("attempt", attempt, "sq")))
    assert page.count('<span lang="en">') >= 3


# Cost: constant in the number of questions


@pytest.fixture
def make_sized_quiz(course_page):
    def make(size: int) -> QuizPage:
        questions = [factories.make_question(f"Sized {size} {number}") for number in range(size)]
        return factories.make_quiz(course_page.get_children().first(), "Sized", questions=questions)

    return make


@pytest.mark.parametrize("size", [3, 10])
def test_pages_cost_the_same_whatever_the_number_of_questions(
    learner, enrollment, make_sized_quiz, size, django_assert_max_num_queries
):
    quiz = make_sized_quiz(size)
    attempt = begin(enrollment, quiz)
    save_answers(attempt, all_wrong(attempt))
    learner.get(quiz_url(quiz))  # fills what is remembered per publication
    with django_assert_max_num_queries(14):
        learner.get(quiz_url(quiz))
    with django_assert_max_num_queries(6):
        learner.get(address("attempt", attempt))
    with django_assert_max_num_queries(16):
        learner.post(address("attempt_submission", attempt), posted(attempt, all_right(attempt)))
    with django_assert_max_num_queries(9):
        assert learner.get(address("attempt_result", attempt)).status_code == 200


@pytest.mark.parametrize("size", [3, 10])
def test_another_language_costs_two_queries_more(
    learner, enrollment, make_sized_quiz, size, django_assert_max_num_queries
):
    attempt = begin(enrollment, make_sized_quiz(size))
    learner.get(address("attempt", attempt, "sq"))
    with django_assert_max_num_queries(8):
        learner.get(address("attempt", attempt, "sq"))


# The draft


def test_the_preview_shows_a_paper_and_stores_nothing(quiz, trainer, rf):
    quiz.title = "A draft"
    request = rf.get("/")
    request.user = trainer
    response = quiz.make_preview_request(request, "")
    page = page_of(response)
    assert page.count('class="question"') == 3
    assert "A draft" in page
    assert not Attempt.objects.exists()
