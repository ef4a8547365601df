"""The question bank in the CMS, as a trainer uses it."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from taggit.models import Tag
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from courses.models import Attempt, Choice, Grade, Question
from courses.services.attempts import submit_attempt
from courses.services.regrading import regrade_question
from tests import factories
from tests.courses.quizzes import all_wrong, begin, items_of, quiz_of

pytestmark = pytest.mark.usefixtures("course_page")


def bank(name: str, *args) -> str:
    return reverse(Question.snippet_viewset.get_url_name(name), args=args)


@pytest.fixture
def cms(client, admin, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(admin)
    return client


def listed(client, **filters) -> list[str]:
    response = client.get(bank("list"), filters)
    assert response.status_code == 200
    return [question.text for question in response.context["object_list"]]


def form_of(question: Question, **changes) -> dict:
    fields = {
        "kind": question.kind,
        "text": question.text,
        "feedback": question.feedback,
        "outcome": "",
        "is_true": "",
        "accepted": question.accepted,
        "tags": "",
        "choices": inline_formset(
            [
                {"text": choice.text, "is_correct": "on" if choice.is_correct else "", "feedback": choice.feedback}
                for choice in question.choices.all()
            ]
        ),
    }
    return nested_form_data(fields | changes)


def test_the_list_can_be_searched_in_any_script(cms):
    factories.make_question("Каде се наоѓа дневниот центар?")
    factories.make_question("Ku ndodhet qendra në Shkodër?")
    assert listed(cms, q="dnevniot") == ["Каде се наоѓа дневниот центар?"]
    assert listed(cms, q="SHKODER") == ["Ku ndodhet qendra në Shkodër?"]
    assert listed(cms, q='"') == []


def test_the_list_is_filtered(cms):
    tagged = factories.make_question("Tagged", tag="mot-1", outcome="explain")
    factories.make_question("Text", kind="short_text", accepted="x")
    tag = Tag.objects.get(name="mot-1")
    assert listed(cms, tags=tag.pk) == [tagged.text]
    assert listed(cms, kind="short_text") == ["Text"]
    assert listed(cms, outcome="explain") == [tagged.text]
    assert listed(cms, q="tagg", tags=tag.pk) == [tagged.text]
    assert listed(cms, q="tagg", kind="short_text") == []


def test_the_list_says_how_often_a_question_is_used(cms, course_page):
    question = factories.make_question("Used twice")
    for title in ("One", "Two"):
        factories.make_quiz(course_page.get_children().first(), title, questions=[question])
    response = cms.get(bank("list"), {"q": "used twice"})
    assert [row.usage_count for row in response.context["object_list"]] == [2]
    assert "2 pages" in response.content.decode()


def test_the_list_says_how_many_quizzes_draw_a_question(cms, course_page):
    factories.make_question("Drawn", tag="drawn")
    for title in ("One", "Two"):
        factories.make_quiz(course_page.get_children().first(), title, tag="drawn")
    response = cms.get(bank("list"), {"q": "drawn"})
    assert [row.draw_count for row in response.context["object_list"]] == [2]
    assert "drawn by 2 quizzes" in response.content.decode()


def own_queries(client) -> int:
    """Without those that wagtail-localize asks for the buttons of each row."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(bank("list")).status_code == 200
    foreign = ("wagtail_localize_translatableobject", 'NOT ("wagtailcore_locale"."id" IN')
    return sum(not any(name in query["sql"] for name in foreign) for query in queries.captured_queries)


def test_the_list_costs_the_same_for_few_and_many(cms):
    factories.make_question("Question", tag="many")
    own_queries(cms)
    few = own_queries(cms)
    for number in range(20):
        factories.make_question(f"Question {number}", tag="many")
    assert own_queries(cms) == few <= 20


def test_a_question_is_previewed_as_asked_and_with_its_key(cms):
    question = factories.make_question("Which one?")
    edit = reverse(Question.snippet_viewset.get_url_name("preview_on_edit"), args=[question.pk])
    assert cms.post(edit, form_of(question, text="Which one, changed?")).json()["is_valid"]
    page = cms.get(edit).content.decode()
    assert page.count("Which one, changed?") == 2
    asked, _heading, marked = page.partition("With the right answer")
    assert "data-state" not in asked
    assert question.feedback not in asked
    assert 'data-state="missed"' in marked
    assert question.feedback in marked


def test_a_question_that_cannot_be_graded_is_refused(cms):
    question = factories.make_question("Two right")
    choices = inline_formset([{"text": "A", "is_correct": "on"}, {"text": "B", "is_correct": "on"}])
    response = cms.post(bank("add"), form_of(question, choices=choices))
    assert response.status_code == 200
    assert "mark exactly one as correct" in response.content.decode()


def filled(page: bytes) -> tuple[str, dict[str, str]]:
    """Address and fields of the editor's form as a browser would send them."""
    form = BeautifulSoup(page, "html.parser").select_one("form#w-editor-form")
    fields = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            fields[field["name"]] = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            fields[field["name"]] = field.text.strip()
        elif field.get("type") not in ("checkbox", "radio") or field.has_attr("checked"):
            fields[field["name"]] = field.get("value", "on" if field.has_attr("checked") else "")
    return form["action"], fields


def test_a_copy_is_a_question_of_its_own(cms):
    question = factories.make_question("Original", tag="kept", right=1)
    action, fields = filled(cms.get(bank("copy", question.pk)).content)
    response = cms.post(action, fields | {"text": "Copy", "action-publish": "publish"})
    assert response.status_code == 302
    copy = Question.objects.get(text="Copy")
    assert copy.translation_key != question.translation_key
    assert [choice.text for choice in copy.choices.all()] == [choice.text for choice in question.choices.all()]
    assert [choice.is_correct for choice in copy.choices.all()] == [False, True, False]
    keys = Choice.objects.values_list("translation_key", flat=True)
    assert len(keys) == len(set(keys))
    assert Question.objects.get(pk=question.pk).choices.count() == 3


def test_the_chooser_finds_by_words_kind_and_tag(cms):
    factories.make_question("Дневен центар", tag="mot-2")
    factories.make_question("Other", tag="mot-2", kind="short_text", accepted="x")
    tag = Tag.objects.get(name="mot-2")
    url = reverse("wagtailsnippetchoosers_courses_question:choose_results")

    def found(**filters) -> list[str]:
        return [row.text for row in cms.get(url, filters).context["results"]]

    assert found(q="dneven") == ["Дневен центар"]
    assert found(kind="short_text", tag=tag.pk) == ["Other"]
    assert set(found(tag=tag.pk)) == {"Дневен центар", "Other"}
    assert found(locale="en", q="дневен") == ["Дневен центар"]


def test_a_quiz_offers_tags_with_the_number_of_their_questions(cms, course_page):
    question = factories.make_question("Drawn", tag="mot-3")
    factories.make_question("Drawn too", tag="mot-3")
    draft = factories.make_question("Draft", tag="mot-3")
    draft.unpublish()
    twin = question.copy_for_translation(Locale.objects.get_or_create(language_code="sq")[0])
    twin.live = True
    twin.save()
    Tag.objects.create(name="of nobody")
    page = cms.get(reverse("wagtailadmin_pages:edit", args=[quiz_of(course_page).pk])).content.decode()
    assert "mot-3 (2 questions)" in page
    assert "of nobody" not in page


def test_a_learner_has_no_bank(client, alice):
    client.force_login(alice)
    assert client.get(bank("list")).status_code in (302, 403)


def test_a_trainer_writes_questions(client, trainer, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(trainer)
    assert client.get(bank("list")).status_code == 200
    assert client.get(bank("add")).status_code == 200


# Regrading


@pytest.fixture
def wrong_key(enrollment, course_page):
    """A question whose key was mended after Alice had answered it."""
    attempt = begin(enrollment, quiz_of(course_page))
    answers = all_wrong(attempt)
    submit_attempt(attempt, answers)
    question = Question.objects.get(translation_key=items_of(attempt)[0].question)
    Choice.objects.filter(question=question).update(is_correct=False)
    Choice.objects.filter(translation_key=answers[0]["choices"][0]).update(is_correct=True)
    return question


def regrading(question: Question) -> str:
    return reverse("question_regrading", args=[question.pk])


def test_regrading_asks_first_then_gives_the_points(cms, wrong_key, django_capture_on_commit_callbacks):
    assert regrading(wrong_key) in cms.get(bank("list")).content.decode()
    assert "1 attempt that was handed in" in cms.get(regrading(wrong_key)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert cms.post(regrading(wrong_key), {"reason": "The key was wrong."}).status_code == 302
    assert Grade.objects.get().reason == "The key was wrong."


def test_regrading_needs_a_reason(cms, wrong_key):
    assert cms.post(regrading(wrong_key), {"reason": " "}).status_code == 200
    assert not Grade.objects.exists()


def test_the_learner_reads_why_her_mark_was_corrected(client, alice, wrong_key):
    regrade_question(wrong_key, by=None, reason="The key was wrong.")
    client.force_login(alice)
    page = client.get(f"/en/learning/attempts/{Attempt.objects.get().uuid}/result/").content.decode()
    assert "This mark was corrected: The key was wrong." in page


@pytest.mark.parametrize("who", ["trainer", "facilitator", "alice"])
def test_regrading_is_for_who_may_publish_questions(client, wrong_key, who, request, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(request.getfixturevalue(who))
    assert client.post(regrading(wrong_key), {"reason": "Mine"}).status_code in (302, 403)
    assert not Grade.objects.exists()


def test_a_trainer_submits_a_question_and_an_editor_publishes_it(client, site, trainer, editor, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    question = factories.make_question("A draft?", live=False)
    question.save_revision(user=trainer)
    client.force_login(trainer)
    address = f"/admin/snippets/courses/question/edit/{question.pk}/"
    body = client.get(address).content.decode()
    assert "action-submit" in body
    assert "action-publish" not in body
    question.get_workflow().start(question, trainer)
    state = question.current_workflow_task_state
    assert state.task.specific.groups.get().name == "Editors"
    state.approve(user=editor)
    question.refresh_from_db()
    assert question.live
