"""An organisation helps its people: a municipality from a list of staff to a spreadsheet, an association from the
picture of all to a letter to one.
"""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from academy.models import AccessRecord, Organisation, User
from courses.models import Adjustment, Enrollment, Framework, Indicator
from courses.services.enrollments import enroll_person
from courses.services.tallies import recount_tallies
from tests import factories
from tests.browser.courses import make_small_course
from tests.browser.steps import come_signed_in, link_in, main

LIST = """Emri dhe mbiemri;E-mail;Pozita;Gjuha
Lumturije-Përparime Shembullgjatë;lumturije@example.org;Specialiste;English
Alice Sample;alice@example.org;Adviser;English
Nobody Sample;nobody at example.org;Clerk;English
"""
NEW, PASSWORD = "lumturije@example.org", "dugacka-reka-ispod-mosta"
ADMINISTRATORS_ONLY = ["indicators/", "settings/", "settings/branding/", "settings/units/", "log/"]


@pytest.fixture
def town(site) -> Organisation:
    association = factories.make_organisation("association", key="asc", name="Association Sample")
    return factories.make_organisation(parent=association, key="town", name="Town Sample")


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Pages of the organisation").get_by_role("link", name=name, exact=True).click()


def test_a_municipality_from_its_list_of_staff_to_a_spreadsheet(
    town, alice, live_server, settings, page, another_device, has_no_barriers
):
    settings.SITE_URL = live_server.url
    make_small_course()
    factories.run(alice, town, "member")
    mayor = factories.UserFactory(email="mayor@example.org", name="Mayor Sample")
    factories.run(mayor, town)
    room = f"{live_server.url}/en/organisation/town/"
    come_signed_in(page, mayor, at=live_server.url)

    page.goto(room)
    expect(main(page)).to_contain_text("Nobody learns here yet")
    has_no_barriers(page)
    main(page).get_by_role("link", name="Invite people").click()
    has_no_barriers(page)
    upload_the_list(page, has_no_barriers)
    assert not User.objects.filter(email=NEW).exists()  # invited, not made for her

    newcomer = another_device(viewport={"width": 390, "height": 844})
    [letter] = [letter for letter in mail.outbox if letter.to == [NEW]]
    accept_the_invitation(newcomer, link_in(letter), has_no_barriers)
    main(newcomer).get_by_role("button", name="Finish the lesson and go on").click()
    factories.finish(Enrollment.objects.get(user=alice))

    tab(page, "People")
    page.get_by_role("navigation", name="Status").get_by_role("link", name="Completed").click()
    expect(page.get_by_role("rowheader")).to_have_text(["Alice Sample"])
    page.get_by_role("navigation", name="Status").get_by_role("link", name="Active").click()
    expect(page.get_by_role("rowheader")).to_have_text(["Lumturije-Përparime Shembullgjatë"])
    has_no_barriers(page)
    [head, row] = exported(page)
    found = dict(zip(head, row, strict=True))
    enrollment = Enrollment.objects.get(user__email=NEW)
    assert (found["Name"], found["E-mail address"]) == ("Lumturije-Përparime Shembullgjatë", NEW)
    assert (found["Course"], found["Organisation"], found["Status"]) == ("Field work", "Town Sample", "Active")
    assert found["Progress, per cent"] == enrollment.percent > 0
    assert AccessRecord.objects.filter(access="exported", actor=mayor, organisation=town).count() == 1

    for path in ADMINISTRATORS_ONLY:
        page.goto(room + path)
        has_no_barriers(page)
    expect(main(page)).to_contain_text("Mayor Sample exported the list of people")


def upload_the_list(page: Page, has_no_barriers) -> None:
    main(page).get_by_role("link", name="By a list").click()
    file = {"name": "staff.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    page.get_by_label("The list").set_input_files(file)
    page.get_by_label("Invite to").select_option(label="Field work")
    has_no_barriers(page)
    page.get_by_role("button", name="Upload and look at it").click()
    chosen = page.get_by_label("Name", exact=True).locator("option:checked")
    expect(chosen).to_have_text("Emri dhe mbiemri")  # guessed from the heading
    has_no_barriers(page)
    page.get_by_role("button", name="Check the rows").click()
    expect(main(page)).to_contain_text("the @ is missing")
    expect(main(page)).to_contain_text("Lumturije-Përparime Shembullgjatë")
    assert mail.outbox == []  # nothing happens before she says so
    has_no_barriers(page)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(main(page)).to_contain_text("2 of 2 rows worked off")
    expect(main(page)).to_contain_text("The letters are on their way")
    has_no_barriers(page)


def accept_the_invitation(page: Page, link: str, has_no_barriers) -> None:
    """She sets her own password and stands in the course."""
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Town Sample invites you")
    has_no_barriers(page)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Accept and begin").click()
    page.wait_for_url(re.compile("/courses/field-work/"))
    if page.get_by_role("button", name="Finish the lesson and go on").count() == 0:
        main(page).get_by_role("link", name=re.compile("^(Begin|Continue)")).click()


def exported(page: Page) -> list[tuple]:
    """The rows of the XLSX that the list of people gives, its head first."""
    main(page).get_by_role("button", name="Excel (XLSX)").click()
    with page.expect_download() as download:
        main(page).get_by_role("link", name="Download").click()
    book = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    return list(book.active.iter_rows(values_only=True))


def test_an_association_from_the_picture_to_a_letter(town, alice, bob, live_server, page, has_no_barriers):
    course_page = make_small_course()
    association = town.get_parent()
    coordinator = factories.UserFactory(email="cora@example.org", name="Cora Coordinator")
    factories.run(coordinator, association, "coordinator")
    for person in (alice, bob):
        factories.run(person, town, "member")
    late = behind_in(course_page, alice, town)
    factories.finish(enroll_person(bob, factories.course_of(course_page), language="en", organisation=town))
    recount_tallies()
    mail.outbox.clear()
    come_signed_in(page, coordinator, at=live_server.url)

    page.goto(f"{live_server.url}/en/organisation/asc/")
    picture = page.get_by_role("region", name=re.compile("^Completed per course and organisation"))
    expect(picture.get_by_role("row", name=re.compile("Town Sample"))).to_contain_text("50 %")
    picture.get_by_role("link", name="Town Sample").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Town Sample")
    main(page).get_by_role("link", name="1 person has passed the last day of her course").click()
    page.get_by_role("rowheader", name="Alice Sample").get_by_role("link").click()
    expect(main(page)).to_contain_text("Overdue")
    has_no_barriers(page)
    grant_a_later_deadline(page, late, has_no_barriers)
    [told] = mail.outbox
    assert told.to == ["alice@example.org"]
    assert "She was ill." in told.body

    for name in ("Staff", "Reminders"):
        tab(page, name)
        has_no_barriers(page)
    expect(page.get_by_role("link", name="Log", exact=True)).to_have_count(0)  # for administrators only
    write_to_who_completed(page, has_no_barriers)
    assert [letter.to for letter in mail.outbox[1:]] == [["bob@example.org"]]
    assert "Come to the closing meeting." in mail.outbox[1].body


def behind_in(course_page, user: User, town: Organisation) -> Enrollment:
    enrollment = enroll_person(user, factories.course_of(course_page), language="en", organisation=town)
    yesterday = timezone.now() - timedelta(days=1)
    Enrollment.objects.filter(pk=enrollment.pk).update(deadline_at=yesterday)
    return enrollment


def grant_a_later_deadline(page: Page, enrollment: Enrollment, has_no_barriers) -> None:
    day = timezone.localdate() + timedelta(days=20)
    main(page).get_by_role("link", name="Grant more time or attempts").click()
    expect(page.get_by_label("How much")).to_be_hidden()
    page.get_by_label("Later deadline").check()
    has_no_barriers(page)
    page.get_by_label("New last day").fill(day.isoformat())
    main(page).get_by_role("button", name="Grant it").click()
    expect(main(page)).to_contain_text("Say why, so that others understand it later.")
    expect(page.get_by_label("New last day")).to_have_value(day.isoformat())
    page.get_by_label("Reason").fill("She was ill.")
    main(page).get_by_role("button", name="Grant it").click()
    expect(main(page)).to_contain_text("It is granted.")
    given = Adjustment.objects.get(enrollment=enrollment)
    assert (given.reason, given.by.email) == ("She was ill.", "cora@example.org")
    enrollment.refresh_from_db()
    assert timezone.localdate(enrollment.deadline_at - timedelta(seconds=1)) == day


def write_to_who_completed(page: Page, has_no_barriers) -> None:
    tab(page, "Messages")
    main(page).get_by_role("link", name=re.compile("Write")).click()
    main(page).get_by_text("Filter", exact=True).click()
    page.get_by_label("Status").select_option(label="Completed")
    main(page).get_by_role("button", name="Show").click()
    expect(main(page)).to_contain_text("1 person")
    page.get_by_label("Subject").fill("Well done")
    page.get_by_label("Text").fill("Come to the closing meeting.")
    has_no_barriers(page)
    main(page).get_by_role("button", name="Look at the letter").click()
    expect(page.get_by_role("article", name="The letter")).to_contain_text("Come to the closing meeting.")
    assert len(mail.outbox) == 1  # only looked at
    has_no_barriers(page)
    main(page).get_by_role("button", name="Send to 1 person").click()
    expect(main(page)).to_contain_text("Well done")
    has_no_barriers(page)


def test_a_framework_without_barriers_light_and_dark(town, live_server, another_device, has_no_barriers):
    mayor = factories.UserFactory(email="mayor@example.org", name="Mayor Sample")
    factories.run(mayor, town)
    today = timezone.localdate()
    framework = Framework.objects.create(organisation=town, title="A year", starts_on=today, ends_on=today)
    Indicator.objects.create(framework=framework, label="People trained", measure="people_trained", target=4)
    for colours in ("light", "dark"):
        page = another_device(color_scheme=colours, viewport={"width": 390, "height": 844})
        come_signed_in(page, mayor, at=live_server.url)
        page.goto(f"{live_server.url}/en/organisation/town/indicators/{framework.uuid}/")
        expect(main(page)).to_contain_text("0 of 4")
        has_no_barriers(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
