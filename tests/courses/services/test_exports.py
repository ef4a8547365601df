"""Exports hold exactly what was filtered, of the branch only, are made once and go after a week."""

import csv
import zipfile
from datetime import datetime, timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pypdf import PdfReader

from academy.models import AccessRecord
from courses.models import Edition, Enrollment, Export, LiveSession
from courses.services import export_contents
from courses.services.exports import make_export, request_export, tidy_exports
from courses.services.people import PeopleFilter
from courses.services.sessions import note_attendance
from courses.services.tallies import count_tallies
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def association(site):
    return factories.make_organisation("association", key="asc", name="Association Sample")


@pytest.fixture
def boss(association):
    user = factories.UserFactory(email="boss@example.org", name="Boss Sample")
    factories.run(user, association)
    return user


@pytest.fixture
def staff(association, course_page, alice, bob, charlie):
    """Alice (finished) and Bob belong to it, Charlie does not."""
    town = factories.make_organisation(parent=association, key="town", name="Town Sample")
    factories.run(alice, town, "member")
    factories.run(bob, association, "member")
    factories.run(charlie, factories.make_organisation(key="elsewhere"), "member")
    done = factories.finish(factories.enroll(alice, course_page))
    factories.enroll(bob, course_page)
    factories.enroll(charlie, course_page)
    return done


def made(boss, association, callbacks, kind="people", format="csv", **filters):
    with callbacks(execute=True):
        export = request_export(boss, association, kind, format, filters, language="en")
    export.refresh_from_db()
    assert (export.state, export.fault) == ("ready", "")
    with export.file.open("rb") as file:
        return export, file.read()


def names(content):
    return [row["Name"] for row in csv.DictReader(StringIO(content.decode("utf-8-sig")), delimiter=";")]


def test_csv_holds_the_branch_in_the_order_asked_for(boss, association, staff, django_capture_on_commit_callbacks):
    export, content = made(boss, association, django_capture_on_commit_callbacks)
    assert names(content) == ["Alice Sample", "Боб Пример"]
    assert (export.rows, export.total) == (2, 2)
    record = AccessRecord.objects.get(access="exported")
    assert (record.actor, record.what, record.count, record.organisation) == (boss, "people", 2, association)
    _export, content = made(boss, association, django_capture_on_commit_callbacks, sort="name-down")
    assert names(content) == ["Боб Пример", "Alice Sample"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"status": "completed"}, ["Alice Sample"]),
        ({"organisation": "town"}, ["Alice Sample"]),
        ({"organisation": "elsewhere"}, []),
        ({"q": "primer"}, ["Боб Пример"]),
        ({"course": "no-such-course"}, []),
    ],
)
def test_exactly_what_is_filtered(boss, association, staff, django_capture_on_commit_callbacks, filters, found):
    _export, content = made(boss, association, django_capture_on_commit_callbacks, **filters)
    assert names(content) == found


def test_xlsx_says_the_same(boss, association, staff, django_capture_on_commit_callbacks):
    _export, content = made(boss, association, django_capture_on_commit_callbacks, format="xlsx")
    book = openpyxl.load_workbook(BytesIO(content))
    head, alice, bob = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert head == export_contents.head()
    assert alice[:5] == ["Alice Sample", None, "alice@example.org", "Outreach", "Town Sample"]
    assert alice[6:9] == ["Completed", 100, 90]
    assert staff.certificates.get().code in alice[14]
    assert alice[15:] == [None, None]
    assert bob[6:9] == ["Not started", 0, None]
    book.close()


def test_a_deadline_at_midnight_is_written_as_the_day_that_ends_then(
    boss, association, staff, django_capture_on_commit_callbacks
):
    midnight = datetime(2027, 3, 14, tzinfo=timezone.get_current_timezone())
    Enrollment.objects.filter(user__name="Alice Sample").update(deadline_at=midnight)
    _export, content = made(boss, association, django_capture_on_commit_callbacks)
    rows = csv.DictReader(StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert [row["Deadline"] for row in rows] == ["2027-03-13", ""]


def test_pdf_says_the_same_and_when_it_is_cut(
    boss, association, staff, django_capture_on_commit_callbacks, monkeypatch
):
    _export, content = made(boss, association, django_capture_on_commit_callbacks, format="pdf", status="completed")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert "Alice Sample" in text
    assert "Пример" not in text
    assert "Town Sample" in text
    assert "ends after" not in text
    monkeypatch.setattr(export_contents, "MOST_ROWS", 1)
    export, content = made(boss, association, django_capture_on_commit_callbacks, format="pdf")
    text = " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
    assert "ends after 1 of 2 rows" in text
    assert export.rows == 1


def test_the_overview_as_pdf(boss, association, staff, django_capture_on_commit_callbacks):
    count_tallies()
    _export, content = made(boss, association, django_capture_on_commit_callbacks, "overview", "pdf", period="all")
    pages = PdfReader(BytesIO(content)).pages
    text = " ".join("".join(page.extract_text() for page in pages).split())
    assert "Association Sample" in text
    assert "Town Sample" in text
    assert "100 %" in text
    assert "1 / 1" in text


def test_the_people_of_an_edition_with_the_sessions_they_attended(
    boss, association, staff, course_page, django_capture_on_commit_callbacks
):
    edition = factories.make_edition(course_page, association)
    type(staff).objects.filter(pk=staff.pk).update(edition=edition)
    begun = timezone.now() - timedelta(hours=2)
    for number in range(2):
        session = LiveSession.objects.create(
            edition=edition, title=f"Session {number}", starts_at=begun, ends_at=begun + timedelta(hours=1)
        )
    note_attendance(session, boss, {staff.pk: "present"})
    asked = {"edition": str(edition.uuid)}
    _export, content = made(boss, association, django_capture_on_commit_callbacks, **asked)
    [row] = csv.DictReader(StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert (row["Live sessions attended"], row["Live sessions held"]) == ("1", "2")
    _export, content = made(boss, association, django_capture_on_commit_callbacks, format="pdf", **asked)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert "1 of 2" in text
    assert "Outreach" in text, "the course is named above the table"


def test_certificates_of_an_edition_as_zip_and_as_one_pdf(
    boss, association, staff, course_page, django_capture_on_commit_callbacks
):
    edition = Edition.objects.create(
        course=staff.course, organisation=association, language="en", starts_on="2026-01-01", ends_on="2026-02-01"
    )
    type(staff).objects.update(edition=edition)  # Charlie's too, of another branch
    asked = {"edition": str(edition.uuid)}
    callbacks = django_capture_on_commit_callbacks
    _export, content = made(boss, association, callbacks, "certificates", "zip", **asked)
    code = staff.certificates.get().code
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.namelist() == [f"alice-sample-{code}.pdf"]
        assert archive.read(archive.namelist()[0]).startswith(b"%PDF")
    export, content = made(boss, association, callbacks, "certificates", "pdf", **asked)
    assert len(PdfReader(BytesIO(content)).pages) == 1
    assert export.rows == 1


def test_who_lost_her_role_meanwhile_gets_nothing(boss, association, staff):
    export = request_export(boss, association, "people", "csv", {}, language="en")
    boss.memberships.update(ended_at=timezone.now())
    assert not make_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.file.name) == ("failed", "")
    assert not AccessRecord.objects.filter(access="exported").exists()


def test_asked_for_twice_and_made_twice_it_is_one_file(boss, association, staff):
    export = request_export(boss, association, "people", "csv", {"q": "a"}, language="en")
    assert request_export(boss, association, "people", "csv", {"q": "a"}, language="en") == export
    assert request_export(boss, association, "people", "csv", {}, language="en") != export
    assert make_export(export.pk)
    assert not make_export(export.pk)


def test_a_lost_one_starts_again_and_an_old_one_goes(boss, association, staff, django_capture_on_commit_callbacks):
    export, _content = made(boss, association, django_capture_on_commit_callbacks)
    lost = request_export(boss, association, "people", "xlsx", {}, language="en")
    now = timezone.now()
    Export.objects.filter(pk=lost.pk).update(claimed_at=now)
    with django_capture_on_commit_callbacks(execute=True):
        tidy_exports(now=now + timedelta(minutes=5))
    lost.refresh_from_db()
    assert lost.state == "waiting"  # in somebody's hands
    with django_capture_on_commit_callbacks(execute=True):
        tidy_exports(now=now + timedelta(minutes=20))
    assert Export.objects.filter(pk=lost.pk, state="waiting").exists()  # its lease by the real clock still runs
    Export.objects.filter(pk=lost.pk).update(claimed_at=now - timedelta(hours=1), created_at=now - timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        tidy_exports(now=now)
    lost.refresh_from_db()
    assert lost.state == "ready"
    with django_capture_on_commit_callbacks(execute=True):
        tidy_exports(now=now + timedelta(days=7, hours=1))
    assert not Export.objects.exists()
    assert not default_storage.exists(export.file.name)


def test_a_long_one_keeps_its_lease_and_a_hopeless_one_is_given_up(
    boss, association, staff, monkeypatch, django_capture_on_commit_callbacks
):
    now = timezone.now() - timedelta(minutes=20)
    export = request_export(boss, association, "people", "csv", {}, language="en")
    seen = []

    def look():
        seen.append(make_export(export.pk))  # another worker, after the first lease is over
        return {}

    chunks = export_contents.chunks_of
    monkeypatch.setattr(export_contents, "chunks_of", lambda rows, sort: chunks(rows, sort, size=1))
    turns = iter([dict, look])
    monkeypatch.setattr(export_contents, "certificates_of", lambda rows: next(turns)())
    assert make_export(export.pk, now=now)
    assert seen == [False]
    lost = request_export(boss, association, "people", "xlsx", {}, language="en")
    Export.objects.filter(pk=lost.pk).update(claimed_at=now - timedelta(hours=1), created_at=now - timedelta(hours=3))
    with django_capture_on_commit_callbacks(execute=True):
        tidy_exports(now=now)
    lost.refresh_from_db()
    assert lost.state == "failed"
    assert not make_export(lost.pk)


def test_the_file_says_every_filter_it_was_made_with(association, staff):
    wanted = PeopleFilter(q="ana", activity="silent", status="completed")
    said = export_contents.described(wanted, export_contents.Labels([association], "en"))
    assert said == ["Name contains: ana", "Completed", "Last activity: None for 14 days"]
