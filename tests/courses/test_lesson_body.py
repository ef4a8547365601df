"""The body of a lesson: shared by all, keys kept back, joined with what one learner filled in."""

import re
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.models import Locale

from academy import site_version
from courses.keys import key_for
from courses.lesson_body import body_of, find_part, render_body
from courses.models import CoursePage, LessonPage, Question
from tests import factories


@pytest.fixture
def lesson(load):
    load()
    return LessonPage.objects.get(translation_key=key_for("first-visit", "lesson", "prepare"))


@pytest.fixture
def mine(lesson, alice):
    return factories.enroll(alice, CoursePage.objects.get())


def html_of(page, *, responses=None, enrollment=None, token="a-token") -> str:
    parts = body_of(page, responses=responses or {}, enrollment=enrollment)
    return render_to_string(
        "courses/_lesson_body.html", {"parts": parts, "content_language": "en", "csrf_token": token}
    )


def part_of(page, kind):
    return next(part for part in render_body(page) if part.kind == kind)


def choice_key(part, text: str) -> str:
    return next(choice.key for choice in part.item.choices if choice.text == text)


def test_html_is_joined_and_blocks_stand_between(lesson):
    assert [part.kind for part in render_body(lesson)] == ["html", "checklist", "html", "self_check", "html"]


def test_sources_stand_at_the_end_each_once(load):
    load()
    page = LessonPage.objects.get(title="Listen")
    html = html_of(page)
    assert html.count('class="sources"') == 1
    end = html[html.index('class="sources"') :]
    # its own first; S31 is cited by a case and a quotation
    assert re.findall(r"<li>(.*?)</li>", end) == [
        '<cite translate="no">A report</cite> <span class="sources__origin">A city · 2019</span>',
        '<cite translate="no"><a href="https://example.org/see" rel="external noopener">See for yourself</a></cite>'
        ' <span class="sources__origin">A project · c. 2018</span>',
    ]


def test_a_lesson_that_names_no_source_has_no_list(load):
    load()
    assert 'class="sources"' not in html_of(LessonPage.objects.get(title="Words"))


def test_sources_that_an_editor_adds_are_listed(load):
    load()
    page = LessonPage.objects.get(title="Words")
    page.sources = [("source", {"title": "<A & B>", "publisher": "", "year": "2020", "url": ""})]
    page.save_revision().publish()
    html = html_of(LessonPage.objects.get(pk=page.pk))
    assert '<cite translate="no">&lt;A &amp; B&gt;</cite> <span class="sources__origin">2020</span>' in html


def test_the_blocks_of_a_lesson_are_semantic_html(lesson):
    html = html_of(lesson)
    assert "<h2>What you need</h2>" in html
    assert "<h3>A picture</h3>" in html
    assert '<div class="table" role="region" tabindex="0" aria-label="What is in the bag">' in html
    assert "<caption>What is in the bag</caption>" in html
    assert '<th scope="col">Thing</th>' in html
    assert '<th scope="row"><p>Pen</p></th>' in html
    assert '<ol class="steps"><li><p><b>Call.</b> Say who you are.</p></li>' in html
    assert 'alt="A green door"' in html
    assert "480w" in html
    assert 'height="320"' in html
    assert 'width="480"' in html
    assert 'loading="lazy"' in html
    assert "Picture: The testers" in html
    assert 'href="/en/courses/first-visit/there/listen/"' in html


def test_the_other_blocks_too(load):
    load()
    words, listen = (
        html_of(LessonPage.objects.get(translation_key=key_for("first-visit", "lesson", key)))
        for key in ("words", "listen")
    )
    assert "<dt>Visit</dt><dd><p>Going there.</p></dd>" in words
    assert words.count('class="comparison__part"') == 2
    assert "From the region: Tuzla" in listen
    assert (
        '<a href="https://example.org/see" rel="external noopener">See for yourself</a>, A project, c. 2018' in listen
    )
    assert "<cite>A report</cite>, A city, 2019" in listen
    assert "S31" not in listen
    assert 'class="callout callout--tip"' in listen
    assert "<blockquote><p>See for yourself.</p></blockquote>" in listen


def test_words_of_the_house_come_in_the_language_of_the_page(lesson):
    with override("tr"):
        parts = render_body(lesson)
    assert "Picture: The testers" in parts[2].html


def test_who_is_not_enrolled_sees_the_blocks_locked_and_why(lesson):
    html = html_of(lesson)
    assert "Enroll in the course to tick this list" in html
    assert "Enroll in the course to answer this question" in html
    assert "<fieldset" in html
    assert "a-token" not in html
    assert 'method="post" action="/' not in html


def test_who_is_enrolled_gets_forms_with_her_token(lesson, mine):
    html = html_of(lesson, enrollment=mine)
    for kind in ("checklist", "self_check"):
        part = part_of(lesson, kind)
        address = f"/en/learning/enrollments/{mine.uuid}/blocks/{part.block}/?lesson={lesson.translation_key}"
        assert f'action="{address}"' in html
        assert f'hx-post="{address}"' in html
        assert f'id="block-{part.block}"' in html
    assert html.count('name="csrfmiddlewaretoken" value="a-token"') == 2
    assert "Enroll in the course" not in html


def test_ticks_come_back(lesson, mine):
    part = part_of(lesson, "checklist")
    ticked = part.ticks[1]
    shown = body_of(lesson, responses={part.block: {"ticks": [ticked.key, "gone"]}}, enrollment=mine)[1]
    assert [(tick.text, tick.checked) for tick in shown.items] == [
        ("Pens & paper", False),
        ("Leaflets", True),
        ("Water", False),
    ]


def test_nothing_of_the_key_reaches_a_page_before_the_answer(lesson, mine):
    html = html_of(lesson, enrollment=mine)
    for text in ("Say your name.", "She is not at this door.", "then listen.", "data-state"):
        assert text not in html


@pytest.mark.parametrize(
    ("answer", "state", "told", "kept_back"),
    [
        ("The visitor", "right", "Say your name.", "She is not at this door."),
        ("The neighbour", "wrong", "She is not at this door.", "Say your name."),
    ],
)
def test_an_answer_is_judged_and_explained_but_the_right_one_is_not_given_away(
    lesson, mine, answer, state, told, kept_back
):
    part = part_of(lesson, "self_check")
    data = {"question": part.item.question, "answer": {"choices": [choice_key(part, answer)]}}
    html = html_of(lesson, responses={part.block: data}, enrollment=mine)
    assert f'class="verdict" data-state="{state}"' in html
    assert told in html
    assert kept_back not in html
    assert "Say who you are, then listen." in html
    assert "Check again" in html


def test_an_answer_to_another_question_is_forgotten(lesson, mine):
    part = part_of(lesson, "self_check")
    for data in (
        {"question": "another", "answer": {"choices": [part.item.choices[0].key]}},
        {"question": part.item.question, "answer": {"choices": ["gone"]}},
        {"ticks": []},
    ):
        html = html_of(lesson, responses={part.block: data}, enrollment=mine)
        assert "verdict" not in html


def test_the_body_is_rendered_once_per_publication(lesson, mine, django_assert_num_queries):
    body_of(lesson, responses={}, enrollment=mine)
    with django_assert_num_queries(0):
        body_of(lesson, responses={}, enrollment=mine)
    lesson.body = [("text", "<p>Edited.</p>")]
    lesson.save_revision().publish()
    site_version.bump()
    assert "Edited." in body_of(lesson, responses={}, enrollment=mine)[0].html


def test_a_draft_is_never_kept(lesson):
    lesson.body = [("text", "<p>A draft.</p>")]
    assert "A draft." in body_of(lesson, responses={}, enrollment=None, is_draft=True)[0].html
    lesson.refresh_from_db()
    assert "A draft." not in body_of(lesson, responses={}, enrollment=None)[0].html


def test_a_question_that_is_not_published_is_left_out(lesson):
    Question.objects.get(translation_key=key_for("first-visit", "question", "check-door")).unpublish()
    assert [part.kind for part in render_body(lesson)] == ["html", "checklist", "html", "html"]  # the last: its sources


def test_a_draft_shows_it_and_says_so(lesson):
    question = Question.objects.get(translation_key=key_for("first-visit", "question", "check-door"))
    question.unpublish()
    question.text = "Who opens now?"
    question.save_revision()
    parts = body_of(lesson, responses={}, enrollment=None, is_draft=True)
    [shown] = [part for part in parts if part.row]
    assert (shown.row.text, shown.is_unpublished) == ("Who opens now?", True)
    html = render_to_string("courses/blocks/self_check.html", {"part": shown})
    assert "not published yet" in html
    question.publish(question.latest_revision)
    [shown] = [part for part in body_of(lesson, responses={}, enrollment=None, is_draft=True) if part.row]
    assert not shown.is_unpublished


def test_the_question_comes_in_the_language_of_the_page(lesson):
    question = Question.objects.get(translation_key=key_for("first-visit", "question", "check-door"))
    twin = question.copy_for_translation(Locale.objects.get(language_code="sq"))
    twin.text = "Kush flet i pari?"
    twin.live = True
    twin.save()
    lesson.locale = Locale.objects.get(language_code="sq")
    assert part_of(lesson, "self_check").item.text == "Kush flet i pari?"


def test_a_block_is_found_by_its_id_if_learners_fill_it_in(lesson):
    part = part_of(lesson, "checklist")
    assert find_part(lesson, part.block) == part
    assert find_part(lesson, UUID(lesson.body[0].id)) is None
    assert find_part(lesson, UUID(int=0)) is None


def test_hostile_text_of_authors_does_not_run(course_page):
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    module = course_page.get_children().first()
    lesson = factories.make_lesson(
        module,
        "Hostile",
        body=[
            ("text", bad),
            ("heading", {"text": bad, "level": "2"}),
            ("callout", {"kind": "note", "title": bad, "text": bad}),
            ("steps", {"title": bad, "steps": [bad]}),
            ("checklist", {"title": bad, "items": [bad]}),
            (
                "case",
                {
                    "title": bad,
                    "place": bad,
                    "text": bad,
                    "sources": [{"title": bad, "publisher": bad, "year": "", "url": "https://example.org/"}],
                },
            ),
            ("quote", {"text": bad, "by": bad, "sources": []}),
            ("comparison", {"title": bad, "columns": [{"heading": bad, "text": bad}] * 2}),
            ("definitions", {"title": bad, "terms": [{"term": bad, "meaning": bad}]}),
            (
                "table",
                {
                    "table": {
                        "columns": [{"type": "text", "heading": bad}],
                        "rows": [{"values": [bad]}],
                        "caption": bad,
                    },
                    "has_row_headings": True,
                },
            ),
            ("external_video", {"title": bad, "provider": "youtube", "video_id": "dQw4w9WgXcQ", "transcript": bad}),
        ],
    )
    html = html_of(lesson)
    assert html.count("&lt;script&gt;") >= 15
    assert "<script" not in html
    assert "<img" not in html


def test_a_video_elsewhere_is_asked_for_only_after_a_click(course_page):
    module = course_page.get_children().first()
    values = {"title": "A film", "video_id": "76979871", "minutes": 3, "transcript": "<p>Words.</p>"}
    lesson = factories.make_lesson(
        module, "Film", body=[("external_video", values | {"provider": name}) for name in ("vimeo", "youtube")]
    )
    html = html_of(lesson)
    assert "<iframe" not in html
    assert "src=" not in html
    assert 'data-embed="https://player.vimeo.com/video/76979871?autoplay=1&amp;dnt=1"' in html
    assert 'data-embed="https://www.youtube-nocookie.com/embed/76979871?autoplay=1&amp;rel=0"' in html
    assert '<a class="ds-button" href="https://vimeo.com/76979871"' in html
    assert "<p>Words.</p>" in html
