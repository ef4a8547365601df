"""An event from the invitation to what came of it, every step a form or a link; and ticking with a thumb."""

import re
from datetime import timedelta

from django.core.mail import EmailMessage
from django.utils import timezone
from icalendar import Calendar, Component
from playwright.sync_api import Page, expect

from academy.delivery.outbox import deliver_letter
from academy.models import Letter, User
from peer_exchange.enums import EventAttendance
from peer_exchange.models import Event, EventPlace
from peer_exchange.services.event_reminders import send_reminders
from peer_exchange.services.events import publish_event
from tests.browser.steps import LINK, come_signed_in, main
from tests.peer_exchange.events import make_event, make_room


def event_page_in(mailoutbox, user: User, subject: str) -> str:
    """The address of the event in the one letter to her with this subject."""
    (letter,) = [letter for letter in mailoutbox if letter.to == [user.email] and letter.subject == subject]
    return next(url for url in LINK.findall(letter.body) if "/events/" in url)


def let_it_be_over(event: Event) -> None:
    """As if three hours had passed since its end; browsers have no clock of ours."""
    ends_at = timezone.now() - timedelta(hours=3)
    Event.objects.filter(pk=event.pk).update(starts_at=ends_at - timedelta(hours=2), ends_at=ends_at)


def test_from_invitation_to_report_without_javascript(
    site, alice, bob, live_server, settings, another_device, mailoutbox
):
    settings.SITE_URL = live_server.url
    bob.language = "en"
    bob.save()
    room = make_room([alice, bob])
    desk, hers, his = (another_device(java_script_enabled=False) for _number in range(3))
    for page, user in ((desk, room.leader), (hers, alice), (his, bob)):
        come_signed_in(page, user, at=live_server.url)

    plan(desk, f"{live_server.url}/en/clusters/{room.cluster.slug}/events/")
    event = Event.objects.get()

    hers.goto(event_page_in(mailoutbox, alice, "Invitation: Wall of plans"))
    expect(main(hers)).not_to_contain_text("meet.example.org")
    main(hers).get_by_role("button", name="I take part").click()
    expect(main(hers).get_by_role("link", name="Join")).to_have_attribute("href", "https://meet.example.org/wall")
    his.goto(event_page_in(mailoutbox, bob, "Invitation: Wall of plans"))
    main(his).get_by_role("button", name="Join the waiting list").click()
    expect(main(his)).to_contain_text("You are number 1 on the waiting list")

    hers.get_by_text("I cannot come after all").click()
    hers.get_by_role("button", name="I do not come").click()
    his.goto(event_page_in(mailoutbox, bob, "You have a place now: Wall of plans"))
    expect(main(his)).to_contain_text("You take part")

    let_it_be_over(event)
    desk.reload()
    main(desk).get_by_role("link", name="Who is there: attendance").click()
    desk.get_by_label(bob.name).check()
    main(desk).get_by_role("button", name="Save", exact=True).click()
    expect(main(desk)).to_contain_text("1 person there")
    expect(desk.get_by_label(bob.name)).to_be_checked()

    his.reload()
    his.get_by_label("4: very useful").check()
    his.get_by_label("What you take with you").fill("The wall itself.")
    main(his).get_by_role("button", name="Send").click()
    expect(main(his)).to_contain_text("Thank you.")

    desk.goto(f"{live_server.url}/en/clusters/{room.cluster.slug}/events/{event.uuid}/report/")
    expect(main(desk)).to_contain_text("The wall itself.")
    desk.get_by_label("What happened, and what we learned").fill("We met.\n\n- One wall\n- Two plans")
    desk.get_by_label("What was agreed").fill("Ana asks the health centre")
    main(desk).get_by_role("button", name="Publish").click()
    his.reload()
    expect(main(his).get_by_role("listitem").filter(has_text="Two plans")).to_be_visible()
    expect(main(his)).to_contain_text("Ana asks the health centre")


def test_reminders_a_change_and_the_cancellation_reach_letters_and_calendars(
    site, alice, bob, live_server, settings, another_device, mailoutbox
):
    settings.SITE_URL = live_server.url
    room = make_room([alice, bob])
    event = make_event(room, days=8, title="Wall of plans", place="Sample House", preparation="Bring one plan.")
    desk, hers = (another_device(java_script_enabled=False) for _number in range(2))
    come_signed_in(desk, room.leader, at=live_server.url)
    come_signed_in(hers, alice, at=live_server.url)
    event_url = f"{live_server.url}/en/clusters/{room.cluster.slug}/events/{event.uuid}/"

    hers.goto(f"{live_server.url}/en/learning/")
    expect(main(hers)).to_contain_text("To prepare: Bring one plan.")
    main(hers).get_by_role("link", name="Wall of plans").click()
    main(hers).get_by_role("button", name="I take part").click()
    hers.goto(f"{live_server.url}/en/calendar/")
    main(hers).get_by_role("button", name="Make my address").click()
    feed_url = hers.get_by_label("Or copy the address").input_value()

    mailoutbox.clear()
    for ahead in (timedelta(days=7), timedelta(hours=24), timedelta(hours=1)):
        for minutes in (0, 10):
            send_reminders(now=event.starts_at - ahead + timedelta(minutes=minutes))
    assert [letter.to for letter in mailoutbox] == [[alice.email]] * 3
    assert all("https://meet.example.org/secret" in letter.body for letter in mailoutbox)

    desk.goto(f"{event_url}change/")
    desk.get_by_label("Place").fill("Other House")
    main(desk).get_by_role("button", name="Save").click()
    let_the_held_letters_leave()
    changed = letter_to(mailoutbox, alice, "Changed: Wall of plans")
    assert "Sample House" in changed.body
    assert "Other House" in changed.body
    hers.goto(event_url)
    file_url = main(hers).get_by_role("link", name="Into my calendar").get_attribute("href")
    in_file = entry_of(hers.request.get(f"{live_server.url}{file_url}").body())
    in_feed = entry_of(hers.request.get(feed_url).body())
    for entry in (entry_in(changed), in_file, in_feed):
        assert (str(entry["uid"]), entry["sequence"], str(entry["location"])) == (str(event.uuid), 1, "Other House")
        assert entry.decoded("dtend") - entry.decoded("dtstart") == timedelta(hours=2)

    desk.goto(event_url)
    main(desk).get_by_role("link", name="Cancel it").click()
    desk.get_by_label("Why it does not take place").fill("Snow on the pass")
    main(desk).get_by_role("button", name="Cancel the event").click()
    cancelled = letter_to(mailoutbox, alice, "Cancelled: Wall of plans")
    assert "Snow on the pass" in cancelled.body
    in_feed = entry_of(hers.request.get(feed_url).body())
    for entry in (entry_in(cancelled), in_feed):
        assert (str(entry["uid"]), entry["sequence"], str(entry["status"])) == (str(event.uuid), 2, "CANCELLED")
    hers.reload()
    expect(main(hers)).to_contain_text("This event does not take place. Snow on the pass")
    assert send_reminders(now=event.starts_at - timedelta(hours=1)) == 0


def let_the_held_letters_leave() -> None:
    """As if ten minutes had passed."""
    held = Letter.objects.waiting().filter(not_before__isnull=False)
    for pk in list(held.values_list("pk", flat=True)):
        Letter.objects.filter(pk=pk).update(not_before=None)
        deliver_letter(pk)


def letter_to(mailoutbox, user: User, subject: str) -> EmailMessage:
    (letter,) = [letter for letter in mailoutbox if letter.to == [user.email] and letter.subject == subject]
    return letter


def entry_in(letter: EmailMessage) -> Component:
    (attached,) = [item.content for item in letter.attachments if item.filename == "event.ics"]
    return entry_of(attached if isinstance(attached, bytes) else attached.encode())


def entry_of(content: bytes) -> Component:
    (entry,) = Calendar.from_ical(content).walk("VEVENT")
    return entry


def plan(page: Page, events_url: str) -> None:
    """One seat, in ten days; then published."""
    page.goto(events_url)
    main(page).get_by_role("link", name="Plan an event").last.click()
    page.get_by_label("Title").fill("Wall of plans")
    page.get_by_label("Day", exact=True).fill((timezone.localdate() + timedelta(days=10)).isoformat())
    page.get_by_label("Begins at").fill("10:00")
    page.get_by_label("Ends at").fill("11:30")
    page.get_by_label("Link to join").fill("https://meet.example.org/wall")
    page.get_by_label("Seats").fill("1")
    page.get_by_label("What it is about").fill("Three walls.")
    main(page).get_by_role("button", name="Save the draft").click()
    main(page).get_by_role("button", name="Publish and invite").click()
    expect(main(page)).to_contain_text("Published. The members of the cluster are invited.")


def test_ticks_are_saved_at_once(site, alice, bob, live_server, another_device, has_no_barriers):
    room = make_room([alice, bob])
    event = make_event(room, days=-0.01)
    EventPlace.objects.filter(event=event).delete()
    EventPlace.objects.create(event=event, user=alice, state="going")
    phone = another_device(viewport={"width": 390, "height": 800})
    come_signed_in(phone, room.leader, at=live_server.url)
    phone.goto(f"{live_server.url}/en/clusters/{room.cluster.slug}/events/{event.uuid}/attendance/")
    has_no_barriers(phone)
    phone.get_by_label(alice.name).check()
    expect(main(phone)).to_contain_text("1 person there")
    expect(main(phone).get_by_role("status")).to_have_text("Saved")
    phone.get_by_label(bob.name).check()
    expect(main(phone)).to_contain_text("2 people there")
    phone.get_by_label(alice.name).uncheck()
    expect(main(phone)).to_contain_text("1 person there")
    there = event.places.filter(attendance=EventAttendance.ATTENDED).values_list("user__email", flat=True)
    assert list(there) == [bob.email]


def test_pages_of_events_have_no_barriers(site, alice, bob, live_server, page, has_no_barriers):
    room = make_room([alice, bob])
    event = make_event(room, live=False, agenda="A\nB", speakers="Ana Sample", preparation="Bring a map.", capacity=9)
    come_signed_in(page, room.leader, at=live_server.url)
    start = f"{live_server.url}/en/clusters/{room.cluster.slug}"
    for address in (f"events/{event.uuid}/", "events/new/", f"events/{event.uuid}/change/", "events/"):
        page.goto(f"{start}/{address}")
        has_no_barriers(page)
    publish_event(event, room.leader)
    for address in (
        "events/", f"events/{event.uuid}/", f"events/{event.uuid}/cancel/", f"events/{event.uuid}/report/",
        "resources/", "resources/new/",
    ):  # fmt: skip
        page.goto(f"{start}/{address}")
        has_no_barriers(page)
    page.goto(f"{live_server.url}/en/calendar/")
    has_no_barriers(page)
    page.get_by_role("button", name="Make my address").click()
    expect(page.get_by_role("link", name="Add it to my calendar")).to_have_attribute("href", re.compile(r"^webcal://"))
    has_no_barriers(page)
    page.emulate_media(color_scheme="dark")
    page.goto(f"{start}/events/{event.uuid}/")
    has_no_barriers(page)
