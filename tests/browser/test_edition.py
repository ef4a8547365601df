"""An edition from all sides: a coordinator prepares it, Alice takes the last seat, Bob waits and is promoted."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from courses.models import Edition
from tests import factories
from tests.browser.steps import come_signed_in, main


def test_from_the_room_to_the_promoted_learner(
    course_page, alice, bob, live_server, page, another_device, has_no_barriers
):
    municipality = factories.make_organisation(name="Lipovac (sample)", key="lipovac")
    coordinator = factories.UserFactory(email="coordinator@example.org", name="Cora Coordinator")
    factories.run(coordinator, municipality, "coordinator")
    for user in (alice, bob):
        factories.run(user, municipality, "member")
    first_day = timezone.localdate() + timedelta(days=10)

    come_signed_in(page, coordinator, at=live_server.url)
    page.goto(f"{live_server.url}/en/organisation/lipovac/editions/")
    has_no_barriers(page)
    page.get_by_role("link", name="Prepare the first edition").click()
    has_no_barriers(page)
    page.get_by_label("Course").select_option(label="Outreach")
    page.get_by_label("First day").fill(first_day.isoformat())
    page.get_by_label("Last day").fill((first_day + timedelta(days=27)).isoformat())
    page.get_by_label("Seats").fill("1")
    page.get_by_role("button", name="Prepare the edition").click()
    page.get_by_role("button", name="Spread evenly").click()
    expect(main(page)).to_contain_text("Nothing is saved yet")
    has_no_barriers(page)
    page.get_by_role("button", name="Save the dates").click()
    expect(main(page)).to_contain_text("The dates are saved.")
    page.get_by_role("navigation", name="Pages of the edition").get_by_role("link", name="Live sessions").click()
    page.get_by_label("Title").fill("First meeting")
    page.get_by_label("Day", exact=True).fill(first_day.isoformat())
    page.get_by_label("Begins at").fill("10:00")
    page.get_by_label("Ends at").fill("11:00")
    page.get_by_role("button", name="Add the session").click()
    expect(main(page)).to_contain_text("First meeting")
    has_no_barriers(page)
    page.get_by_role("navigation", name="Pages of the edition").get_by_role("link", name="Overview").click()
    page.get_by_role("button", name="Announce the edition").click()
    expect(main(page)).to_contain_text("Coming")
    has_no_barriers(page)
    edition = Edition.objects.get()

    desk = another_device()
    come_signed_in(desk, alice, at=live_server.url)
    desk.goto(f"{live_server.url}/en/courses/outreach/")
    has_no_barriers(desk)
    desk.get_by_role("link", name="Register").click()
    has_no_barriers(desk)
    desk.get_by_role("button", name="Register").click()
    expect(main(desk)).to_contain_text("You take part.")
    desk.get_by_role("link", name="Go to the course").click()
    expect(main(desk)).to_contain_text("Opens on")
    expect(main(desk)).to_contain_text("To be done by")
    desk.goto(live_server.url + course_page.get_descendants().get(slug="lesson-1").url)
    expect(main(desk)).to_contain_text("Your group opens this part together")
    has_no_barriers(desk)
    desk.goto(f"{live_server.url}/en/learning/")
    expect(main(desk)).to_contain_text("First meeting")
    has_no_barriers(desk)

    phone = another_device(viewport={"width": 390, "height": 800})
    come_signed_in(phone, bob, at=live_server.url)
    phone.goto(live_server.url + reverse("edition", kwargs={"edition": edition.uuid}))
    phone.get_by_role("button", name="Join the waiting list").click()
    expect(main(phone)).to_contain_text("Your number in it: 1.")
    has_no_barriers(phone)

    page.get_by_role("navigation", name="Pages of the edition").get_by_role("link", name="Places").click()
    has_no_barriers(page)
    page.get_by_role("button", name=re.compile("Take out.*Alice Sample")).click()
    expect(main(page)).to_contain_text("Боб Пример")
    phone.reload()
    expect(main(phone)).to_contain_text("You take part.")

    page.goto(
        live_server.url
        + reverse("session_attendance", kwargs={"edition": edition.uuid, "session": edition.sessions.get().uuid})
    )
    page.get_by_label("Present").check()
    has_no_barriers(page)
    page.get_by_role("button", name="Save attendance").click()
    expect(main(page)).to_contain_text("1 of 1 person present")
