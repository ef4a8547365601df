"""Translation in the CMS (wagtail-localize): only words are offered, keys follow the source, records stay one."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from academy import site_version
from courses.models import Course, LessonPage, Question, QuizPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def albanian(site):
    return Locale.objects.get(language_code="sq")


def translate(thing, locale):
    """Submit `thing` for translation and translate every string by prefixing it; returns the translated object."""
    source, _is_new = TranslationSource.update_or_create_from_instance(thing)
    translation, _is_new = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={"data": f"sq {segment.string.data}"},
        )
    translation.save_target(publish=False)
    copy = thing.get_translation(locale)
    copy.get_latest_revision().publish()  # as a translator does when she is content
    copy.refresh_from_db()
    return copy


def test_a_course_is_translated_page_by_page_and_stays_one_record(client, course_page, albanian):
    lesson = LessonPage.objects.get(slug="lesson-1")
    lesson.body = [
        ("heading", {"text": "A heading", "level": "2"}),
        ("text", "<p>Some words.</p>"),
        ("checklist", {"title": "Before", "items": ["One", "Two"]}),
    ]
    lesson.save_revision().publish()
    for page in (course_page, lesson.get_parent().specific, lesson):
        page.refresh_from_db()
        copy = translate(page, albanian)
    assert Course.objects.count() == 1
    assert [block.id for block in copy.body] == [block.id for block in lesson.body]
    assert copy.body[0].value["text"] == "sq A heading"
    assert copy.body[0].value["level"] == "2"
    assert copy.minutes == lesson.minutes
    alice = factories.UserFactory()
    factories.enroll(alice, course_page)
    site_version.bump()
    client.force_login(alice)
    body = client.get("/sq/courses/sq-outreach/sq-first-module/sq-lesson-1/").content.decode()
    assert "sq Some words." in body
    moved = client.get("/sq/courses/outreach/first-module/lesson-1/")
    assert moved["Location"] == "/sq/courses/sq-outreach/sq-first-module/sq-lesson-1/"


def test_levels_and_kinds_are_not_offered_for_translation(course_page, albanian):
    lesson = LessonPage.objects.get(slug="lesson-1")
    lesson.body = [
        ("heading", {"text": "A heading", "level": "3"}),
        ("callout", {"kind": "tip", "title": "", "text": "<p>Do.</p>"}),
    ]
    lesson.save_revision().publish()
    source, _is_new = TranslationSource.update_or_create_from_instance(lesson)
    offered = {segment.string.data for segment in source.stringsegment_set.select_related("string")}
    assert {"A heading", "Do."} <= offered
    assert not {"3", "tip"} & offered


def test_the_key_of_a_question_follows_its_source(site, albanian):
    question = factories.make_question("Which?", right=1)
    copy = translate(question, albanian)
    assert copy.text == "sq Which?"
    assert [choice.is_correct for choice in copy.choices.all()] == [False, True, False]
    assert copy.choices.first().text == "sq Which?: choice 0"
    keys = [choice.translation_key for choice in question.choices.all()]
    assert [choice.translation_key for choice in copy.choices.all()] == keys
    choices = list(question.choices.all())
    choices[0].is_correct, choices[1].is_correct = True, False
    question.choices = choices
    question.save()
    copy = translate(question, albanian)
    assert [choice.is_correct for choice in copy.choices.all()] == [True, False, False]


def test_a_translated_quiz_asks_the_questions_of_its_source(course_page, albanian):
    for page in (course_page, *course_page.get_children().type(QuizPage).specific()):
        copy = translate(page, albanian)
    source = course_page.get_children().type(QuizPage).specific().get()
    assert copy.pass_mark == source.pass_mark
    assert [item.question_id for item in copy.items.all()] == [item.question_id for item in source.items.all()]
    assert Question.objects.filter(locale=albanian).count() == 0
