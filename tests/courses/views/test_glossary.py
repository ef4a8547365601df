"""The glossary as a page, in the search, in lessons and in the CMS."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Locale

from courses.lesson_body import render_body
from courses.models import Term
from tests import factories

pytestmark = pytest.mark.django_db


def make_term(key: str, name: str, *, language: str = "en", meaning: str = "It means something.", **fields) -> Term:
    locale = Locale.objects.get(language_code=language)
    own = Term.objects.filter(key=key).first()
    more = {"translation_key": own.translation_key} if own else {}
    return Term.objects.create(key=key, name=name, locale=locale, meaning=meaning, **more, **fields)


@pytest.fixture
def terms(site):
    make_term("referral", "referral", forms="referrals", domain="social")
    make_term("referral", "упућивање", language="sr", meaning="")
    make_term("budget", "budget", domain="government", is_marked=False)
    make_term("budget", "буџет", language="sr", meaning="План прихода и расхода.")


def names(html: str) -> list[str]:
    return re.findall(r"<h3[^>]*>([^<]+)</h3>", html)


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_all_terms_stand_in_the_order_of_the_readers_alphabet(client, terms):
    assert names(page(client, "/en/glossary/")) == ["budget", "referral"]
    assert names(page(client, "/sr/glossary/")) == ["буџет", "упућивање"]


def test_a_missing_meaning_is_given_in_english_and_says_so(client, terms):
    html = page(client, "/sr/glossary/")
    assert '<p lang="en">It means something.</p>' in html
    assert "<p>План прихода и расхода.</p>" in html
    assert html.count('<p lang="en">') == 1


def test_names_in_other_languages_can_be_opened(client, terms):
    html = page(client, "/en/glossary/")
    assert '<dd lang="sr">упућивање</dd>' in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=REFERR", ["referral"]),
        ("q=upucivanje", ["referral"]),
        ("q=bu%C5%BEet", []),
        ("q=%D0%B1%D1%83%D1%9F%D0%B5%D1%82", ["budget"]),
        ("domain=government", ["budget"]),
        ("domain=social&q=budget", []),
        ("domain=nonsense", []),
        ("q=%E2%80%A6", []),
        ("q=", ["budget", "referral"]),
    ],
)
def test_it_is_searched_in_any_script_and_filtered(client, terms, query, found):
    html = page(client, f"/en/glossary/?{query}")
    assert names(html) == found
    assert ("No term matches" in html) == (not found)


def test_an_empty_glossary_says_so(client, site):
    assert "The glossary is being prepared" in page(client, "/en/glossary/")


@pytest.mark.parametrize("count", [1, 30])
def test_any_number_of_terms_costs_the_same(client, site, count, django_assert_max_num_queries):
    for number in range(count):
        make_term(f"term-{number}", f"term {number}")
    with django_assert_max_num_queries(12):
        page(client, "/en/glossary/")


def test_the_search_page_finds_terms(client, terms):
    html = page(client, "/en/search/?q=referral")
    assert 'href="/en/glossary/#term-referral"' in html


def test_the_footer_leads_there(client, site):
    assert 'href="/sq/glossary/"' in page(client, "/sq/")


# In lessons -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def lesson(course_page, terms):
    module = course_page.get_children().first().specific
    body = [("heading", {"text": "Referrals", "level": "2"}), ("text", "<p>A referral, a referral, a budget.</p>")]
    return factories.make_lesson(module, "Refer", body=body)


def test_a_lesson_explains_its_words_once(lesson):
    html = "".join(part.html for part in render_body(lesson))
    assert "<h2>Referrals</h2>" in html
    assert html.count('class="term"') == 1
    assert (
        '<p>A <a class="term" href="/en/glossary/#term-referral" aria-describedby="word-referral">referral</a>, '
    ) in html
    assert '<dd id="word-referral">It means something.</dd>' in html
    assert "word-budget" not in html


def test_a_word_without_a_meaning_in_the_language_is_not_marked(lesson):
    Term.objects.filter(key="referral", locale__language_code="en").update(meaning="")
    assert 'class="term"' not in "".join(part.html for part in render_body(lesson))


def test_a_changed_meaning_shows_in_the_lesson(client, admin, lesson, django_capture_on_commit_callbacks):
    client.force_login(admin)
    assert "It means something." in page(client, lesson.url)
    term = Term.objects.get(key="referral", locale__language_code="en")
    term.meaning = "It means something else."
    with django_capture_on_commit_callbacks(execute=True):
        term.save()
    assert "It means something else." in page(client, lesson.url)


# In the CMS -----------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.mark.parametrize("query", ["УПУЋ", "upuc", "Referral"])
def test_editors_find_terms_in_any_script(client, editor, terms, query):
    client.force_login(editor)
    html = page(client, f"{reverse('wagtailsnippets_courses_term:list')}?q={query}&locale=")
    assert ">budget<" not in html.replace("\n", "").replace(" ", "")
    assert ("упућивање" in html) == (query != "Referral")
    assert ("referral" in html) == (query == "Referral")


def test_a_trainer_adds_a_term(client, trainer, site):
    client.force_login(trainer)
    address = reverse("wagtailsnippets_courses_term:add")
    data = {"name": "quorum", "key": "quorum", "forms": "", "meaning": "Enough members.", "domain": "government"}
    assert client.post(address, data).status_code == 302
    assert Term.objects.get(key="quorum").meaning == "Enough members."
