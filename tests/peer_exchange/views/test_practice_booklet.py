"""A booklet of chosen practices: what goes in, what it looks like inside, that it waits, is kept, and is forgotten."""

import re
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from academy import site_version
from academy.delivery.pdf import PdfError
from peer_exchange import jobs
from peer_exchange.services import practice_prints
from peer_exchange.services.practice_prints import BOOKLETS
from peer_exchange.services.publications import unpublish_practice
from peer_exchange.views import practice_booklet
from tests.peer_exchange.practices import make_municipality, make_practice

CHOOSE, FILE = "/en/practices/booklet/", "/en/practices/booklet.pdf"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def practices(site, alice, bob):
    rows = [
        make_practice(alice, make_municipality("sample-town"), title="A day centre in an old school"),
        make_practice(bob, make_municipality("other-town", economy="MK"), title="Дневен центар", language="mk"),
    ]
    site_version.bump()
    return rows


def codes(practices):
    return [practice.code for practice in practices]


def booklet(client, practices, **query):
    response = client.get(FILE, {"code": codes(practices), **query})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(b"".join(response.streaming_content)))


def boxes(response):
    return {card["code"]: card["is_chosen"] for card in response.context["cards"]}


def test_a_booklet_has_a_cover_contents_with_pages_and_every_brief(client, practices):
    pdf = booklet(client, practices, title="For the council")
    pages = [" ".join(sheet.extract_text().split()) for sheet in pdf.pages]
    assert "For the council" in pages[0]
    assert "2 practices" in pages[0]
    for practice, mark in zip(practices, pdf.outline, strict=True):
        start = pdf.get_destination_page_number(mark)
        assert mark.title == practice.title
        assert practice.title in pages[start]
        assert practice.code in pages[start]
        assert f"{practice.code} {start + 1}" in pages[1]
        assert pages[start].startswith(f"For the council {start + 1}") or f"For the council {start + 1}" in pages[start]
        assert pdf.pages[start].images
    assert "CC BY 4.0" in pages[1]
    assert pdf.metadata.title == "For the council"


def test_it_keeps_the_order_in_which_they_were_chosen(client, practices):
    pdf = booklet(client, practices[::-1])
    assert [mark.title for mark in pdf.outline] == ["Дневен центар", "A day centre in an old school"]


def test_a_choice_of_the_library_is_ticked(client, practices):
    page = client.get(CHOOSE, {"economy": "MK"})
    assert boxes(page) == {practices[1].code: True}
    assert "North Macedonia" in page.context["title"]
    page = client.get(CHOOSE, {"code": codes(practices[:1])})
    assert boxes(page) == {practices[0].code: True}
    assert client.get(CHOOSE, {"q": "nothing like it"}).status_code == 200


def test_the_list_and_the_comparison_lead_there(client, practices):
    page = client.get("/en/practices/", {"economy": "MK"}).content.decode()
    assert f'href="{CHOOSE}?economy=MK"' in page
    assert re.search(rf'<form[^>]*id="compare".*?<button[^>]*formaction="{CHOOSE}"', page, re.DOTALL)
    both = "&amp;".join(f"code={code}" for code in codes(practices))
    assert (
        f'href="{CHOOSE}?{both}"' in client.get("/en/practices/compare/", {"code": codes(practices)}).content.decode()
    )


def test_too_many_or_none_are_said_and_the_choice_is_kept(client, practices, monkeypatch):
    monkeypatch.setattr(practice_booklet, "MOST", 1)
    page = client.get(CHOOSE)
    assert list(boxes(page).values()) == [True, False]
    many = client.get(FILE, {"code": codes(practices), "title": "Mine"})
    assert many.status_code == 422
    assert boxes(many) == dict.fromkeys(codes(practices), True)
    assert 'value="Mine"' in many.content.decode()
    assert 'role="alert"' in many.content.decode()
    none = client.get(FILE)
    assert none.status_code == 422
    assert not any(boxes(none).values())
    assert client.get(FILE, {"code": "GP-1999-0001"}).status_code == 422
    assert list(boxes(client.get(FILE, {"economy": "MK"}))) == codes(practices[1:])
    assert '<input type="hidden" name="economy" value="MK">' in client.get(CHOOSE, {"economy": "MK"}).content.decode()


def test_what_is_not_public_is_left_out(client, practices, alice, editor):
    unpublish_practice(practices[0], by=editor)
    site_version.bump()
    assert [mark.title for mark in booklet(client, practices).outline] == ["Дневен центар"]


def test_many_are_drawn_elsewhere_and_the_page_looks_again(client, practices, monkeypatch):
    monkeypatch.setattr(practice_prints, "AT_ONCE", 0)
    started = []
    monkeypatch.setattr(practice_booklet.background, "start", lambda *args: started.append(args))
    first = client.get(FILE, {"code": codes(practices)})
    assert first.status_code == 202
    assert first["Retry-After"]
    assert "0 of 2 practices are drawn" in first.content.decode()
    assert 'http-equiv="refresh"' in first.content.decode()
    again = client.get(FILE, {"code": codes(practices)}, headers={"HX-Request": "true"})
    assert again.status_code == 204
    assert [args[1:] for args in started] == [([row.pk for row in practices], "en")]  # once for both
    jobs.draw_briefs(*started[0][1:])
    ready = client.get(FILE, {"code": codes(practices)}, headers={"HX-Request": "true"})
    assert ready["HX-Redirect"].startswith(FILE)
    assert len(booklet(client, practices).outline) == 2


def test_one_that_cannot_be_drawn_is_named(client, practices, monkeypatch):
    monkeypatch.setattr(practice_prints, "AT_ONCE", 0)

    def fail(sheet):
        raise PdfError

    monkeypatch.setattr(practice_prints, "draw_practice", fail)
    client.get(FILE, {"code": codes(practices)})
    answer = client.get(FILE, {"code": codes(practices)})
    assert answer.status_code == 503
    assert practices[0].title in answer.content.decode()
    assert "could not be made" in answer.content.decode()


def test_the_same_booklet_is_bound_once_until_a_practice_changes(client, practices, alice):
    booklet(client, practices)
    with CaptureQueriesContext(connection) as caught:
        booklet(client, practices)
    assert len(caught) <= 3
    assert len(default_storage.listdir(BOOKLETS)[1]) == 1
    type(practices[0]).objects.filter(pk=practices[0].pk).update(needs_update_at="2026-01-01T00:00Z")
    site_version.bump()
    assert "out of date" in " ".join(sheet.extract_text() for sheet in booklet(client, practices).pages)
    assert len(default_storage.listdir(BOOKLETS)[1]) == 2


def test_unpublishing_one_forgets_the_booklets(client, practices, editor, django_capture_on_commit_callbacks):
    booklet(client, practices)
    with django_capture_on_commit_callbacks(execute=True):
        unpublish_practice(practices[0], by=editor)
    assert default_storage.listdir(BOOKLETS)[1] == []


def test_a_long_title_in_any_script_fits_its_cover(client, practices):
    title = "Примери добре праксе општина за седницу скупштине " * 3
    pdf = booklet(client, practices, title=title)
    assert "Примери добре" in " ".join(pdf.pages[0].extract_text().split())


def test_everybody_opens_the_page(client, practices, alice):
    for user in (None, alice):
        if user:
            client.force_login(user)
        page = client.get(CHOOSE)
        assert page.status_code == 200
        assert "noindex" in page.content.decode()


def test_choosing_costs_the_same_however_much_there_is(client, site, alice):
    def queries():
        site_version.bump()
        with CaptureQueriesContext(connection) as caught:
            assert client.get(CHOOSE).status_code == 200
        return len(caught)

    town = make_municipality("sample-town")
    make_practice(alice, town)
    queries()
    one = queries()
    for number in range(2):
        make_practice(alice, town, title=f"Another {number}")
    assert queries() == one


def test_who_has_too_many_different_ones_made_waits_and_keeps_the_choice(client, practices, monkeypatch):
    monkeypatch.setattr(practice_booklet, "BOOKLETS", 2)
    for title in ("One", "Two", "One"):
        booklet(client, practices, title=title)
    refused = client.get(FILE, {"code": codes(practices), "title": "Three"})
    assert refused.status_code == 429
    assert "Wait five minutes" in refused.content.decode()
    assert 'value="Three"' in refused.content.decode()
    assert boxes(refused) == dict.fromkeys(codes(practices), True)
    booklet(client, practices, title="Two")  # had already
    client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    booklet(client, practices, title="Three")
