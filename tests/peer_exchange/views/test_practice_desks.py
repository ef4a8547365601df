"""The desks around a practice: association, reviewer, editor, and the link of a letter."""

import io
import re
import zipfile

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from peer_exchange.enums import PracticeState
from peer_exchange.errors import UploadRefused
from peer_exchange.models import Practice, PracticeUpload
from peer_exchange.rules.rubric import WEIGHTS
from peer_exchange.services.practice_checks import submit_practice
from peer_exchange.services.practice_reviews import invite_reviewer
from peer_exchange.services.practices import draft_of
from peer_exchange.services.publications import publish_practice
from peer_exchange.services.still_running import ask_still_running
from peer_exchange.views import practice_files
from tests.peer_exchange.full_case import FULL, PARTS
from tests.peer_exchange.people import make_region, peer_of
from tests.peer_exchange.practices import make_draft, make_practice, write
from tests.peer_exchange.services.test_still_running import BEGIN, DUE


@pytest.fixture
def region(site):
    return make_region()


def page_of(name, practice):
    return reverse(name, kwargs={"uuid": practice.uuid})


# The association ---------------------------------------------------------------------------------------------------


@pytest.fixture
def sent(alice, region):
    draft = make_draft(alice, region.town)
    submit_practice(draft, by=alice)
    return draft


def test_the_desk_lists_only_what_is_hers_and_waits(client, region, alice, sent):
    other = make_draft(alice, region.elsewhere, title="Elsewhere")
    submit_practice(other, by=alice)
    make_draft(alice, region.town, title="Not sent")
    client.force_login(region.checker)
    page = client.get(reverse("practices_check")).content.decode()
    assert sent.title in page
    assert "Elsewhere" not in page
    assert "Not sent" not in page
    assert client.get(page_of("practice_check", other)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_asks_as_much_for_three_as_for_one(client, region, alice, number, django_assert_max_num_queries):
    for count in range(number):
        submit_practice(make_draft(alice, region.town, title=f"Number {count}"), by=alice)
    client.force_login(region.checker)
    client.get(reverse("practices_check"))
    with django_assert_max_num_queries(16):
        assert client.get(reverse("practices_check")).content.decode().count("practice-line") >= number


def test_she_reads_what_changed_and_publishes(client, region, alice):
    practice = make_practice(alice, region.town)
    update = write(practice, alice, results="31 children")
    submit_practice(update, by=alice)
    client.force_login(region.checker)
    page = client.get(page_of("practice_check", practice)).content.decode()
    assert "31 children" in page
    assert "28 children come every day" in page  # what is public now
    assert page.count("tag--changed") == 1
    assert "sara@example.org" not in page
    client.post(page_of("practice_check", practice), {"decision": "publish", "version": update.draft_version})
    assert Practice.objects.public().get().results == "31 children"


def test_returning_needs_a_word_and_keeps_what_was_typed(client, region, sent):
    client.force_login(region.checker)
    address = page_of("practice_check", sent)
    assert client.post(address, {"decision": "return", "version": sent.draft_version}).status_code == 422
    stale = client.post(address, {"decision": "return", "version": 99, "comment-problem": "Since when?"})
    assert stale.status_code == 409
    assert "Since when?" in stale.content.decode()
    client.post(address, {"decision": "return", "version": sent.draft_version, "comment-problem": "Since when?"})
    assert Practice.objects.get().state == PracticeState.RETURNED


def test_what_was_not_sent_or_came_back_is_its_authors_alone(client, region, alice, sent):
    unsent = make_draft(alice, region.town, title="Not sent", problem="A secret so far")
    client.force_login(region.checker)
    assert client.get(page_of("practice_check", unsent)).status_code == 404
    address = page_of("practice_check", sent)
    client.post(address, {"decision": "return", "version": sent.draft_version, "comment-": "Say more"})
    write(sent, alice, problem="A secret so far")
    page = client.get(address).content.decode()
    assert "waits for no check" in page
    assert "A secret so far" not in page


def test_who_checks_nothing_is_told_so(client, charlie):
    client.force_login(charlie)
    answer = client.get(reverse("practices_check"))
    assert answer.status_code == 403
    assert "association" in answer.content.decode()


# The reviewer ------------------------------------------------------------------------------------------------------


@pytest.fixture
def case(alice, region):
    return make_practice(alice, region.town, parts=PARTS, **FULL)


def test_a_reviewer_saves_and_hands_in_and_the_author_reads_it(client, region, case, editor, alice, charlie):
    vera = peer_of(region.village, "Vera")
    review = invite_reviewer(case, vera, by=editor)
    address = page_of("practice_review", review)
    client.force_login(vera)
    page = client.get(address).content.decode()
    assert "What went wrong" in page
    assert "sara@example.org" not in page
    assert "score-evidence" not in page
    client.post(address, {"begin": "1"})
    assert "score-evidence" in client.get(address).content.decode()
    half = {"score-evidence": "3", "comment-evidence": "Counted every month."}
    client.post(address, half, headers={"HX-Request": "true"})
    review.refresh_from_db()
    assert review.scores == {"evidence": 3}
    assert client.post(address, half | {"submit": "1"}).status_code == 422
    whole = half | {f"score-{name}": "2" for name in WEIGHTS} | {"submit": "1", "summary": "Well done"}
    assert client.post(address, whole).status_code == 302
    emil = peer_of(region.elsewhere, "Emil")
    second = invite_reviewer(case, emil, by=editor)
    client.force_login(emil)
    assert client.get(address).status_code == 404  # the review of another
    assert client.post(page_of("practice_review", second), whole).status_code == 422
    client.post(page_of("practice_review", second), {"begin": "1"})
    client.post(page_of("practice_review", second), whole)
    assert Practice.objects.get().state == PracticeState.VALIDATED
    client.force_login(alice)
    result = client.get(page_of("practice_reviews_result", case)).content.decode()
    assert "67 percent" in result
    assert "Counted every month." in result
    assert "Vera" not in result
    client.force_login(charlie)
    assert client.get(page_of("practice_reviews_result", case)).status_code == 404


def test_a_handed_in_review_is_read_not_written(client, region, case, editor):
    vera = peer_of(region.village, "Vera")
    review = invite_reviewer(case, vera, by=editor)
    client.force_login(vera)
    address = page_of("practice_review", review)
    client.post(address, {"begin": "1"})
    client.post(address, {f"score-{name}": "2" for name in WEIGHTS} | {"submit": "1"})
    page = client.post(address, {f"score-{name}": "0" for name in WEIGHTS}).content.decode()
    assert "<meter" in page
    review.refresh_from_db()
    assert set(review.scores.values()) == {2}


# The editor --------------------------------------------------------------------------------------------------------


def test_editors_invite_and_mark_and_take_off(client, region, case, editor):
    vera = peer_of(region.village, "Vera")
    client.force_login(editor)
    address = page_of("practice_editing", case)
    assert client.get(address).status_code == 200
    client.post(address, {"action": "invite", "invite-email": vera.email, "invite-due_on": "2027-01-31"})
    assert case.reviews.get().reviewer == vera
    assert client.post(address, {"action": "invite", "invite-email": "nobody@example.org"}).status_code == 422
    client.post(address, {"action": "needs_update", "needs_update-reason": "The law changed."})
    case.refresh_from_db()
    assert case.update_reason == "The law changed."
    client.post(address, {"action": "archive", "archive-reason": "It ended."})
    assert not Practice.objects.public().exists()


def test_the_editing_page_is_for_editors(client, case, charlie, alice):
    client.force_login(charlie)
    assert client.get(page_of("practice_editing", case)).status_code == 404
    client.force_login(alice)
    assert client.get(page_of("practice_editing", case)).status_code == 403


@pytest.fixture
def one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def test_the_list_in_the_cms_is_for_editors(client, case, editor, trainer, one_factor):
    client.force_login(editor)
    page = client.get("/admin/practices/", follow=True).content.decode()
    assert case.title in page
    assert page_of("practice_editing", case) in page
    assert case.title not in client.get("/admin/practices/", {"state": "archived"}, follow=True).content.decode()
    client.force_login(trainer)
    assert case.title not in client.get("/admin/practices/", follow=True).content.decode()


def test_the_first_page_of_the_cms_says_what_waits(client, sent, editor, one_factor):
    client.force_login(editor)
    assert reverse("practices_check") in client.get("/admin/").content.decode()


# The link of a letter ----------------------------------------------------------------------------------------------


def test_one_click_without_an_account_answers_and_opening_answers_nothing(
    client, alice, django_capture_on_commit_callbacks
):
    practice = publish_practice(make_draft(alice), by=None, now=BEGIN)
    with django_capture_on_commit_callbacks(execute=True):
        ask_still_running(now=DUE)
    address = re.search(r"http\S+(/en/practices/still-running/\S+)", mail.outbox[-1].body)[1]
    page = client.get(address).content.decode()
    assert practice.title in page
    assert practice.checks.get().answered_at is None
    client.post(address, {"answer": "nonsense"})
    assert practice.checks.get().answered_at is None
    assert "Thank you" in client.post(address, {"answer": "running"}).content.decode()
    assert practice.checks.get().answer == "running"
    assert client.get(address[:-2] + "/").status_code == 404


# Files -------------------------------------------------------------------------------------------------------------


def picture(size=(800, 600), kind="PNG"):
    output = io.BytesIO()
    Image.new("RGB", size, "teal").save(output, kind)
    return output.getvalue()


def office(name="word/document.xml", *more):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as packed:
        for entry in ("[Content_Types].xml", name, *more):
            packed.writestr(entry, "<x/>")
    return output.getvalue()


PICTURE = {"picture-alt": "A room", "picture-credit": "Sample", "picture-has_consent": "on"}
DOCUMENT = {
    "document-title": "Rulebook", "document-kind": "rulebook", "document-language": "en",
    "document-licence": "CC-BY-4.0",
}  # fmt: skip


def upload(client, draft, kind, name, data, **fields):
    file = SimpleUploadedFile(name, data, content_type="application/octet-stream")
    address = reverse("practice_file_add", kwargs={"uuid": draft.uuid, "kind": kind})
    return client.post(address, {**(PICTURE if kind == "picture" else DOCUMENT), f"{kind}-file": file, **fields})


@pytest.fixture
def draft(alice, region, client):
    client.force_login(alice)
    return make_draft(alice, region.town)


def test_a_picture_is_drawn_anew_and_stands_in_the_draft(client, draft):
    upload(client, draft, "picture", "my room.png", picture((3000, 1500)))
    image = draft_of(draft).images.all()[0]
    assert image.alt == "A room"
    assert (image.upload.width, image.upload.height) == (2000, 1000)
    with image.upload.file.open() as file, Image.open(file) as kept:
        assert kept.format == "JPEG"
    assert "my room" not in image.upload.file.name


@pytest.mark.parametrize("missing", ["picture-alt", "picture-credit"])
def test_without_words_no_picture_is_kept(client, draft, missing):
    upload(client, draft, "picture", "a.png", picture(), **{missing: ""})
    assert not PracticeUpload.objects.exists()


def test_without_consent_no_picture_is_kept(client, draft):
    address = reverse("practice_file_add", kwargs={"uuid": draft.uuid, "kind": "picture"})
    file = SimpleUploadedFile("a.png", picture())
    client.post(address, {"picture-file": file, "picture-alt": "A", "picture-credit": "B"})
    assert not PracticeUpload.objects.exists()


@pytest.mark.parametrize(
    ("kind", "name", "data"),
    [
        ("picture", "a.png", b"<svg onload=alert(1)>"),
        ("picture", "a.jpg", picture((40, 30))),
        ("picture", "a.png", picture()[:200]),
        ("document", "a.pdf", b"MZ this is a program"),
        ("document", "a.pdf", b"%PDF-1.7 never ends"),
        ("document", "a.docx", office("word/document.xml", "word/vbaProject.bin")),
        ("document", "a.docx", office("something/else.xml")),
        ("document", "a.html", b"<html><script>alert(1)</script>"),
    ],
)
def test_files_that_are_not_what_they_say_are_refused(client, draft, kind, name, data):
    upload(client, draft, kind, name, data)
    assert not PracticeUpload.objects.exists()
    assert not draft_of(draft).documents.all()


@pytest.mark.parametrize(
    ("data", "suffix"), [(b"%PDF-1.7\n...\n%%EOF", "pdf"), (office(), "docx"), (office("xl/workbook.xml"), "xlsx")]
)
def test_documents_are_kept_and_downloaded(client, draft, data, suffix):
    upload(client, draft, "document", f"Rulebook.{suffix}", data)
    document = draft_of(draft).documents.all()[0]
    assert document.title == "Rulebook"
    answer = client.get(reverse("practice_upload", kwargs={"uuid": document.upload.uuid}))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == data


def test_a_file_is_public_with_the_version_that_shows_it(client, draft, alice, charlie):
    upload(client, draft, "picture", "a.png", picture())
    address = reverse("practice_upload", kwargs={"uuid": PracticeUpload.objects.get().uuid})
    stranger = Client()

    def opens_for(visitor):
        answer = visitor.get(address)
        if answer.status_code == 200:
            assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")  # a JPEG
        return answer.status_code == 200

    assert opens_for(client)
    assert not opens_for(stranger)
    publish_practice(draft, by=None)
    assert opens_for(stranger)
    write(draft, alice, parts={"images": []})
    publish_practice(draft, by=None)
    assert not opens_for(stranger)
    assert opens_for(client)


def test_of_a_file_no_more_is_read_than_may_be_kept(client, draft, monkeypatch):
    read = []

    def refuse(_practice, _name, data, *, by):
        read.append(len(data))
        raise UploadRefused("Too large")

    monkeypatch.setattr(practice_files, "DOCUMENT_BYTES", 100)
    monkeypatch.setattr(practice_files, "add_document", refuse)
    upload(client, draft, "document", "Rulebook.pdf", b"%PDF-" + b"x" * 5000)
    assert read == [101]


def test_a_file_that_the_storage_lost_is_not_found(client, draft):
    upload(client, draft, "picture", "a.png", picture())
    kept = PracticeUpload.objects.get()
    kept.file.storage.delete(kept.file.name)
    assert client.get(reverse("practice_upload", kwargs={"uuid": kept.uuid})).status_code == 404


def test_files_of_another_practice_are_not_taken_over(client, draft, bob):
    foreign = make_draft(bob)
    other = Client()
    other.force_login(bob)
    upload(other, foreign, "picture", "a.png", picture())
    rows = {
        "images-rows": "1", "images-0-alt": "Stolen", "images-0-credit": "Me", "images-0-has_consent": "on",
        "images-0-upload": str(PracticeUpload.objects.get().uuid), "version": draft.draft_version,
    }  # fmt: skip
    client.post(reverse("practice_draft", kwargs={"uuid": draft.uuid, "step": "contact"}), rows)
    assert not draft_of(draft).images.all()
