"""The public page of a practice: who sees it when, what it says, what it never says, what it costs."""

import json
import re
from io import BytesIO

import pytest
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from academy import site_version
from peer_exchange.models import ContactRequest, PracticeFile, PracticeText
from peer_exchange.practice_words import originals
from peer_exchange.rules.digests import digest_of
from peer_exchange.services.practice_authors import name_author
from peer_exchange.services.practice_contacts import MOST_A_DAY, send_contact_request
from peer_exchange.services.practices import create_draft
from peer_exchange.services.publications import archive_practice, publish_practice, unpublish_practice
from tests.peer_exchange.full_case import FULL, PARTS
from tests.peer_exchange.practices import make_draft, make_municipality, make_practice, write

ADDRESS = "sara@example.org"


@pytest.fixture
def practice(site, alice):
    return make_practice(alice, make_municipality(), parts=PARTS, **FULL)


def page(client, practice, language="en"):
    return client.get(f"/{language}/practices/{practice.slug}/")


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_first_screen_answers_six_questions(client, practice):
    said = text(page(client, practice))
    for answer in (
        "28 children with disabilities spend their days among peers", "Children with disabilities", "Sample Town",
        "24,000 euros a year", "10,000 to 30,000 people", "Sara Sample", "Compared before and after",
        "Written by the people who did it", "Shared", practice.code,
    ):  # fmt: skip
        assert answer in said


def test_what_nobody_documented_is_asked_for(client, site, alice):
    practice = make_practice(alice, None, place="Somewhere", target_groups=[])
    response = page(client, practice)
    assert "Not documented yet." in text(response)
    assert f"/en/practices/{practice.slug}/contact/?about=knowledge&amp;field=costs" in response.content.decode()


def test_a_full_case_is_shown_in_words_beside_its_pictures(client, practice):
    said = text(page(client, practice))
    for part in ("Decide", "Parents' association", "Before: 0", "Latest: 28", "Ask the parents", "a mother rode along"):
        assert part in said.replace("&#x27;", "'")


@pytest.mark.parametrize("person", ["anonymous", "charlie", "alice", "editor", "admin"])
def test_the_address_of_the_contact_is_shown_to_nobody(client, practice, request, settings, person):
    settings.REQUIRE_SECOND_FACTOR = False
    if person != "anonymous":
        client.force_login(request.getfixturevalue(person))
    assert ADDRESS not in page(client, practice).content.decode()
    if person != "anonymous":
        contact = client.get(f"/en/practices/{practice.slug}/contact/")
        assert contact.status_code == 200
        assert ADDRESS not in contact.content.decode()


@pytest.mark.parametrize("leave", [unpublish_practice, archive_practice])
def test_what_left_the_library_is_gone_for_everybody_at_once(client, practice, editor, settings, leave):
    settings.REQUIRE_SECOND_FACTOR = False
    settings.PAGE_CACHE_SECONDS = 60
    assert page(client, practice).status_code == 200
    leave(practice, by=editor)
    site_version.bump()
    answer = page(client, practice)
    assert answer.status_code == 410
    assert practice.title not in answer.content.decode()
    client.force_login(editor)
    assert page(client, practice).status_code == 410
    assert client.get(f"/en/practices/{practice.slug}/contact/").status_code == 410


def test_what_never_was_public_is_not_there(client, site, alice):
    draft = make_draft(alice)
    type(draft).objects.filter(pk=draft.pk).update(slug="waiting")
    client.force_login(alice)
    assert client.get("/en/practices/waiting/").status_code == 404
    assert client.get("/en/practices/no-such-practice/").status_code == 404


def test_its_code_leads_to_it(client, practice):
    assert client.get(f"/en/practices/{practice.code}/").headers["Location"] == f"/en/practices/{practice.slug}/"


def test_readers_see_the_public_version_while_an_update_is_written(client, practice, alice):
    write(practice, alice, title="Not yet", parts={"lessons": [{"text": "Not yet either"}]})
    said = text(page(client, practice))
    assert "Not yet" not in said
    assert "Ask the parents" in said


def test_authors_preview_the_same_page(client, practice, alice):
    write(practice, alice, title="Soon", parts={"lessons": [{"text": "New lesson"}]})
    client.force_login(alice)
    said = text(client.get(f"/en/practices/drafts/{practice.uuid}/preview/"))
    for part in ("Soon", "New lesson", "What changed", "Would it fit us?"):
        assert part in said
    assert ADDRESS not in said


def test_linked_data_says_what_the_page_says(client, site, alice):
    practice = make_practice(alice, make_municipality(), title="A </script><b>centre</b> & more")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(client, practice).content.decode())
    data = json.loads(found[1])
    assert data["name"] == practice.title
    assert data["identifier"] == practice.code
    assert data["license"].startswith("https://creativecommons.org/licenses/by/4.0/")
    assert data["spatialCoverage"]["name"] == "Sample Town"
    assert ADDRESS not in found[1]


def test_words_stand_in_the_readers_language_while_they_fit(client, practice, alice):
    texts = dict(originals(practice))
    PracticeText.objects.create(
        practice=practice, language="sq", published_at=practice.first_published_at,
        texts={"title": "Qendër ditore", "problem": "E vjetër"},
        sources={"title": digest_of(texts["title"]), "problem": digest_of("something else")},
    )  # fmt: skip
    site_version.bump()
    answer = page(client, practice, "sq").content.decode()
    assert "<h1>Qendër ditore</h1>" in answer
    assert "E vjetër" not in answer
    assert '<div lang="en"><p>Children with disabilities stayed at home.</p></div>' in answer
    assert "Qendër ditore" not in page(client, practice, "mk").content.decode()


def test_the_designation_has_its_footnote(client, site, alice):
    practice = make_practice(alice, None, place="Sample", economy="XK")
    assert "UNSCR 1244/1999" in text(page(client, practice))
    other = make_practice(alice, None, title="Elsewhere", place="Sample", economy="AL")
    assert "UNSCR 1244/1999" not in text(page(client, other)).replace(practice.title, "")


@pytest.mark.parametrize("others", [1, 3])
def test_the_page_costs_the_same_however_much_there_is(client, site, alice, others, django_assert_max_num_queries):
    town = make_municipality()
    parts = {name: rows * others for name, rows in PARTS.items()}
    practice = make_practice(alice, town, parts=parts, **FULL)
    for number in range(others):
        make_practice(alice, town, title=f"Another {number}")
    publish_practice(practice, by=None)
    page(client, practice)  # what is kept in memory per version of the site
    with django_assert_max_num_queries(12):
        page(client, practice)


def send(client, practice, **data):
    return client.post(f"/en/practices/{practice.slug}/contact/", {"subject": "answers", "message": "Hello?", **data})


def test_a_message_needs_an_account(client, practice):
    assert send(client, practice).headers["Location"].startswith("/accounts/login/")
    assert not ContactRequest.objects.exists()


def test_a_message_reaches_its_people_who_can_answer(client, practice, charlie, django_capture_on_commit_callbacks):
    client.force_login(charlie)
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client, practice, message="How long did it take?")
    assert answer.headers["Location"] == reverse("practice", kwargs={"slug": practice.slug})
    assert sorted(letter.to[0] for letter in mail.outbox) == ["alice@example.org", ADDRESS]
    for letter in mail.outbox:
        assert "How long did it take?" in letter.body
        assert letter.reply_to == ["charlie@example.org"]
        assert ADDRESS not in letter.body
    assert ADDRESS not in client.get(answer.headers["Location"]).content.decode()


def test_where_nobody_is_known_the_editors_get_it(client, site, editor, charlie, django_capture_on_commit_callbacks):
    practice = publish_practice(create_draft(None, title="From a report"), by=None)
    client.force_login(charlie)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, practice, subject="knowledge")
    assert [letter.to for letter in mail.outbox] == [[editor.email]]


def test_an_empty_message_is_not_sent_and_keeps_the_choice(client, practice, charlie):
    client.force_login(charlie)
    answer = send(client, practice, message="", subject="visits")
    assert answer.status_code == 422
    assert re.search(r'value="visits"[^>]*checked', answer.content.decode())
    assert not ContactRequest.objects.exists()


def test_ten_messages_a_day_are_enough(client, practice, charlie):
    for number in range(MOST_A_DAY):
        send_contact_request(practice, by=charlie, subject="answers", message=f"{number}?", language="en")
    client.force_login(charlie)
    answer = send(client, practice, message="One more")
    assert answer.status_code == 429
    assert "One more" in answer.content.decode()
    assert ContactRequest.objects.count() == MOST_A_DAY


def test_a_double_click_sends_one_message(client, practice, charlie, django_capture_on_commit_callbacks):
    client.force_login(charlie)
    with django_capture_on_commit_callbacks(execute=True):
        assert [send(client, practice).status_code for _twice in range(2)] == [302, 302]
        send(client, practice, message="And who drives?")
    assert ContactRequest.objects.count() == 2
    assert len(mail.outbox) == 4  # to the contact and the author, each


def test_a_letter_of_a_practice_that_left_is_not_written(practice, charlie, editor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send_contact_request(practice, by=charlie, subject="answers", message="?", language="en")
        unpublish_practice(practice, by=editor)
    assert mail.outbox == []


def open_pdf(client, address):
    return PdfReader(BytesIO(b"".join(client.get(address).streaming_content)))


@pytest.mark.parametrize("form", ["brief", "full"])
def test_a_print_says_what_the_page_says_and_is_drawn_once(client, practice, form, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    address = f"/en/practices/{practice.slug}/{form}.pdf"
    pdf = open_pdf(client, address)
    said = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
    for part in (practice.title, practice.code, "28 children come every day", "a mother rode along", "Ask the parents"):
        assert part in said
    assert ("Parents' association" in said) is (form == "full")
    assert ADDRESS not in said
    first = PracticeFile.objects.get()
    again = client.get(address)
    assert b"".join(again.streaming_content).startswith(b"%PDF")
    assert PracticeFile.objects.get().drawn_at == first.drawn_at
    assert client.get(address, headers={"If-None-Match": again["ETag"]}).status_code == 304


def test_a_brief_has_two_pages_however_long_the_words(client, site, alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    long = {"problem": 600, "solution": 1000, "results": 600, "went_wrong": 1500, "smallest_version": 800}
    words = {name: ("Реч " * 400)[:most].strip() for name, most in long.items()}
    parts = PARTS | {"lessons": [{"text": "Поука " * 60}] * 5}
    practice = make_practice(alice, make_municipality(), parts=parts, **{**FULL, **words, "language": "mk"})
    pdf = open_pdf(client, f"/mk/practices/{practice.slug}/brief.pdf")
    assert len(pdf.pages) <= 2


def test_a_new_version_is_printed_anew(client, practice, alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    address = f"/en/practices/{practice.slug}/brief.pdf"
    open_pdf(client, address)
    old = PracticeFile.objects.get().file.name
    write(practice, alice, title="A better title")
    publish_practice(practice, by=None)
    assert "A better title" in open_pdf(client, address).pages[0].extract_text()
    assert PracticeFile.objects.get().file.name != old


def test_who_hides_her_name_is_on_no_page_and_no_print_any_more(
    client, practice, alice, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    address = f"/en/practices/{practice.slug}/full.pdf"

    def printed():
        return " ".join(" ".join(sheet.extract_text() for sheet in open_pdf(client, address).pages).split())

    assert alice.name in text(page(client, practice))
    assert alice.name in printed()
    with django_capture_on_commit_callbacks(execute=True) as effects:
        name_author(practice, alice, is_named=False)
        name_author(practice, alice, is_named=False)
    assert len(effects) == 1
    assert alice.name not in text(page(client, practice))
    assert alice.name not in printed()


def test_prints_leave_with_their_practice(
    client, practice, editor, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    address = f"/en/practices/{practice.slug}/brief.pdf"
    open_pdf(client, address)
    file = PracticeFile.objects.get().file
    with django_capture_on_commit_callbacks(execute=True):
        unpublish_practice(practice, by=editor)
    assert not PracticeFile.objects.exists()
    assert not file.storage.exists(file.name)
    assert client.get(address).status_code == 410
    assert client.get(f"/en/practices/{practice.slug}/other.pdf").status_code == 404


def test_a_record_made_from_a_source_is_not_cited_as_the_municipalitys_own(client, site):
    town = make_municipality()
    practice = create_draft(None, title="From a report", organisation=town, documentation="source")
    practice = publish_practice(practice, by=None)
    assert f"{town.name} ({practice.last_published_at.year})" not in text(page(client, practice))
