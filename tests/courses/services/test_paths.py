"""A path is completed with its last course, once; its certificate is one like any other."""

from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from courses.delivery.certificate_pdf import draw_certificate
from courses.models import Certificate, Course, LearningPath, PathCompletion
from courses.services import paths, personal_data
from courses.services.certificates import (
    issue_missing,
    issue_path_certificate,
    reissue_certificate,
    revoke_certificate,
    send_again,
)
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(site):
    options = {"lessons": 1, "quiz": False, "final_test": False}
    return [factories.make_course(title, **options) for title in ("Mapping", "Outreach")]


@pytest.fixture
def path_page(pages):
    return factories.make_path(*pages)


@pytest.fixture
def walked(alice, pages, path_page):
    """Alice's completion of the path."""
    for page in pages:
        factories.finish(factories.enroll(alice, page))
    return PathCompletion.objects.get()


@pytest.fixture
def certificate(walked):
    return Certificate.objects.get(path_completion=walked)


def test_the_record_follows_the_page(path_page, pages):
    path = factories.path_of(path_page)
    assert (path.key, path.title, path.is_open) == ("a-way", "A way", True)
    assert list(path.path_courses.values_list("course__title", flat=True)) == ["Mapping", "Outreach"]
    page = path_page
    items = list(page.items.all())
    items[0].sort_order, items[1].sort_order = 1, 0
    page.items = items
    page.title = "Another way"
    page.save_revision().publish()
    path.refresh_from_db()
    assert path.title == "Another way"
    assert list(path.path_courses.values_list("course__title", flat=True)) == ["Outreach", "Mapping"]
    page.unpublish()
    path.refresh_from_db()
    assert not path.is_open
    page.save_revision().publish()
    path.refresh_from_db()
    assert path.is_open
    page.delete()
    path.refresh_from_db()
    assert not path.is_open


def test_a_draft_has_no_record(pages):
    factories.make_path(*pages, live=False)
    assert not LearningPath.objects.exists()


def test_the_last_course_completes_the_path(alice, bob, pages, path_page):
    factories.finish(factories.enroll(bob, pages[0]))
    factories.finish(factories.enroll(alice, pages[1]))
    assert not PathCompletion.objects.exists()
    done = factories.finish(factories.enroll(alice, pages[0]))
    completion = PathCompletion.objects.get()
    assert (completion.user, completion.completed_at) == (alice, done.completed_at)
    row = Certificate.objects.get(path_completion=completion)
    assert (row.enrollment, row.user, row.hours) == (None, alice, 10)
    assert (row.course_title, row.outcomes) == ("A way", ["Mapping", "Outreach"])
    assert row.wording["completed"] == "has completed the learning path of 2 courses"
    assert Certificate.objects.filter(enrollment__isnull=False).count() == 3


def test_twice_is_once(alice, walked, certificate, path_page):
    assert paths.complete_paths(alice, Course.objects.get(title="Outreach")) == []
    assert paths.refresh_path(walked.path_id) == 0
    assert issue_path_certificate(walked) == certificate
    assert PathCompletion.objects.count() == 1
    assert Certificate.objects.filter(path_completion__isnull=False).count() == 1


def test_a_path_without_certificate_is_completed_all_the_same(alice, pages):
    factories.make_path(*pages, has_certificate=False)
    for page in pages:
        factories.finish(factories.enroll(alice, page))
    assert PathCompletion.objects.count() == 1
    assert not Certificate.objects.filter(path_completion__isnull=False).exists()
    LearningPath.objects.update(has_certificate=True)
    assert issue_missing() == 1
    assert issue_missing() == 0


def test_published_after_everything_was_done(alice, bob, pages, django_capture_on_commit_callbacks):
    for page in pages:
        factories.finish(factories.enroll(alice, page))
    factories.finish(factories.enroll(bob, pages[0]))
    with django_capture_on_commit_callbacks(execute=True):
        factories.make_path(*pages)
    assert PathCompletion.objects.get().user == alice
    assert Certificate.objects.filter(path_completion__isnull=False).count() == 1


def test_a_course_that_joins_later_takes_nothing_away(alice, pages, path_page, walked, certificate):
    third = factories.make_course("Third", lessons=1, quiz=False, final_test=False)
    path_page.items.create(course=factories.course_of(third), sort_order=2, locale=path_page.locale)
    path_page.save_revision().publish()
    paths.refresh_paths()
    assert PathCompletion.objects.get() == walked
    factories.finish(factories.enroll(alice, third))
    new = reissue_certificate(certificate, by=alice, reason="Another language.", language="sq")
    assert new.outcomes == ["Mapping", "Outreach"]
    assert (new.path_completion, new.hours, new.language) == (walked, 10, "sq")


def test_a_closed_path_is_not_completed(alice, pages, path_page):
    path_page.unpublish()
    for page in pages:
        factories.finish(factories.enroll(alice, page))
    assert not PathCompletion.objects.exists()


def test_the_letter_and_the_paper(alice, pages, path_page, mailoutbox, django_capture_on_commit_callbacks):
    factories.finish(factories.enroll(alice, pages[0]))
    with django_capture_on_commit_callbacks(execute=True):
        factories.finish(factories.enroll(alice, pages[1]))
    letter = next(letter for letter in mailoutbox if "A way" in letter.subject)
    assert letter.to == ["alice@example.org"]
    assert "every course of the learning path" in letter.body
    row = Certificate.objects.get(path_completion__isnull=False)
    assert row.delivered_at is not None
    text = PdfReader(BytesIO(draw_certificate(row))).pages[0].extract_text()
    for words in ("learning path of 2 courses", "A way", "10 hours of study", "Mapping", "Outreach", row.code):
        assert words in text, words


def test_revoking_and_issuing_anew(certificate, admin, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        new = reissue_certificate(certificate, by=admin, reason="The name was wrong.", name="Alisa Sample")
    assert (new.path_completion, new.name, new.replaces) == (certificate.path_completion, "Alisa Sample", certificate)
    assert new.wording["completed"] == "has completed the learning path of 2 courses"
    with django_capture_on_commit_callbacks(execute=True):
        assert send_again(new)
    with django_capture_on_commit_callbacks(execute=True):
        revoke_certificate(new, reason="Issued in error.", by=admin)
    assert 'of the learning path "A way" is not valid' in mailoutbox[-1].body.replace("\n", " ")
    assert Certificate.objects.unrevoked().filter(path_completion__isnull=False).count() == 0


def test_the_check_page_says_path(client, certificate):
    body = client.get(f"/en/certificates/{certificate.code}/").content.decode()
    for words in ("has completed the learning path", "The courses of the path", "Mapping"):
        assert words in body
    assert client.get(f"/certificates/{certificate.code}.pdf")["Content-Type"] == "application/pdf"


def test_the_cms_finds_it_by_its_path(client, editor, certificate, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(editor)
    body = client.get("/admin/certificates/", {"path": certificate.path_completion.path_id}).content.decode()
    assert certificate.code in body
    other = Certificate.objects.filter(enrollment__isnull=False).first()
    assert other.code not in body
    assert client.get(f"/admin/certificates/inspect/{certificate.pk}/").status_code == 200


def test_own_data(alice, walked, certificate):
    [row] = personal_data.export_learning(alice)["learning_paths"]
    assert (row["learning_path"], row["certificates"][0]["code"]) == ("A way", certificate.code)
    assert personal_data.offer_choices(alice)


@pytest.mark.parametrize("keeps", [True, False])
def test_erasure_keeps_the_certificate_only_if_she_says_so(alice, walked, keeps):
    choices = frozenset({personal_data.KEEP_CERTIFICATES} if keeps else ())
    for _ in range(2):
        personal_data.erase_learning(alice, choices)
    walked.refresh_from_db()
    assert walked.user is None
    assert Certificate.objects.filter(path_completion=walked).exists() is keeps


def test_expiry(alice, pages):
    factories.make_path(*pages, certificate_months=12)
    for page in pages:
        factories.finish(factories.enroll(alice, page))
    row = Certificate.objects.get(path_completion__isnull=False)
    assert row.expires_at.date().year == timezone.now().year + 1
