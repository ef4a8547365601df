"""Places: the seat, the queue, the request, leaving, and that there are never more people than seats."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.models import AccessRecord, Letter
from courses.enums import PlaceState
from courses.errors import (
    CompletedAlready,
    EditionCancelled,
    EntryByInvitation,
    EntryClosed,
    InAnotherEdition,
    NotForYou,
    RequestDeclined,
)
from courses.models import Enrollment, Place
from courses.services.editions import cancel_edition, change_edition
from courses.services.places import (
    ask_for_place,
    decide_place,
    forget_places,
    leave_edition,
    number_in_queue,
    seat_person,
)
from courses.services.withdrawals import withdraw_person
from tests import factories

pytestmark = pytest.mark.django_db


def people(count):
    return [factories.UserFactory() for _ in range(count)]


def state_of(user, edition):
    return Place.objects.get(user=user, edition=edition).state


def kinds_to(user):
    return list(Letter.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_a_free_seat_is_hers_at_once(course_page, alice):
    edition = factories.make_edition(course_page, language="sq")
    place = ask_for_place(alice, edition)
    enrollment = Enrollment.objects.get(user=alice)
    assert place.state == PlaceState.SEATED
    assert (enrollment.edition, enrollment.language) == (edition, "sq")
    assert enrollment.deadline_at == edition.deadline_at
    assert kinds_to(alice) == ["edition_seated"]


def test_asking_twice_is_asking_once(course_page, alice):
    edition = factories.make_edition(course_page)
    assert ask_for_place(alice, edition).pk == ask_for_place(alice, edition).pk
    assert kinds_to(alice) == ["edition_seated"]


def test_a_full_edition_has_a_queue_that_moves_when_somebody_leaves(course_page):
    edition = factories.make_edition(course_page, seats=1)
    first, second, third = (ask_for_place(user, edition) for user in people(3))
    assert [number_in_queue(place) for place in (first, second, third)] == [0, 1, 2]
    assert not Enrollment.objects.filter(user=second.user).exists()
    leave_edition(first, by=first.user)
    assert [state_of(place.user, edition) for place in (first, second, third)] == ["left", "seated", "waiting"]
    assert kinds_to(second.user) == ["edition_waiting", "edition_promoted"]
    assert Enrollment.objects.get(user=second.user).edition == edition
    assert Enrollment.objects.get(user=first.user).edition is None
    assert Enrollment.objects.get(user=first.user).deadline_at is None


def test_more_seats_promote_in_order(course_page, admin):
    edition = factories.make_edition(course_page, seats=1)
    places = [ask_for_place(user, edition) for user in people(4)]
    change_edition(edition, admin, seats=3)
    assert [state_of(place.user, edition) for place in places] == ["seated", "seated", "seated", "waiting"]


def test_who_cannot_take_part_any_more_is_passed_over(course_page):
    edition = factories.make_edition(course_page, seats=1)
    first, second, third = (ask_for_place(user, edition) for user in people(3))
    factories.finish(factories.enroll(second.user, course_page))
    leave_edition(first, by=first.user)
    assert state_of(second.user, edition) == "left"
    assert state_of(third.user, edition) == "seated"
    assert kinds_to(second.user) == ["edition_waiting", "edition_dropped"]
    assert kinds_to(third.user) == ["edition_waiting", "edition_promoted"]


def test_who_leaves_the_course_gives_her_seat_to_who_waits(course_page):
    edition = factories.make_edition(course_page, seats=1)
    first, second = (ask_for_place(user, edition) for user in people(2))
    enrollment = Enrollment.objects.get(user=first.user)
    for _time in range(2):
        withdraw_person(enrollment)
        assert [state_of(place.user, edition) for place in (first, second)] == ["left", "seated"]
    assert (enrollment.state, enrollment.edition) == ("withdrawn", edition), "her record tells where she left"
    assert kinds_to(second.user) == ["edition_waiting", "edition_promoted"]


def test_who_completed_cannot_leave_the_course_and_keeps_the_seat(course_page, alice):
    edition = factories.make_edition(course_page, seats=1)
    ask_for_place(alice, edition)
    withdraw_person(factories.finish(Enrollment.objects.get(user=alice)))
    assert state_of(alice, edition) == "seated"


def test_who_left_may_come_back_at_the_end_of_the_queue(course_page):
    edition = factories.make_edition(course_page, seats=1)
    first, second = (ask_for_place(user, edition) for user in people(2))
    leave_edition(first, by=first.user)
    again = ask_for_place(first.user, edition)
    assert (again.pk, again.state) == (first.pk, "waiting")
    assert state_of(second.user, edition) == "seated"


def test_a_request_is_answered_by_who_runs_it(course_page, alice, bob, charlie, facilitator):
    municipality = factories.make_organisation()
    for user in (alice, bob):
        factories.run(user, municipality, "member")
    coordinator = factories.UserFactory()
    factories.run(coordinator, municipality, "coordinator")
    edition = factories.make_edition(course_page, municipality, entry="request")
    hers, his = ask_for_place(alice, edition, message="For my work"), ask_for_place(bob, edition)
    assert (hers.state, hers.organisation) == ("asked", municipality)
    assert not Enrollment.objects.exists()
    for stranger in (charlie, facilitator, alice):
        with pytest.raises(PermissionDenied):
            decide_place(hers, stranger, accept=True)
    assert decide_place(hers, coordinator, accept=True).state == "seated"
    assert decide_place(his, coordinator, accept=False).state == "declined"
    assert decide_place(his, coordinator, accept=True).state == "declined"
    assert (kinds_to(alice), kinds_to(bob)) == (["edition_seated"], ["edition_declined"])
    assert AccessRecord.objects.filter(actor=coordinator, what="place", organisation=municipality).count() == 2
    with pytest.raises(RequestDeclined):
        ask_for_place(bob, edition)


def test_an_accepted_request_waits_when_all_seats_are_taken(course_page, admin):
    edition = factories.make_edition(course_page, entry="request", seats=1)
    first, second = (ask_for_place(user, edition) for user in people(2))
    assert decide_place(second, admin, accept=True).state == "seated"
    assert decide_place(first, admin, accept=True).state == "waiting"


def test_by_invitation_only_who_was_invited(course_page, alice, admin):
    edition = factories.make_edition(course_page, entry="invitation")
    with pytest.raises(EntryByInvitation):
        ask_for_place(alice, edition)
    assert seat_person(edition, alice, by=admin).state == "seated"
    assert seat_person(edition, alice, by=admin).state == "seated"
    assert kinds_to(alice) == ["edition_seated"]


def test_for_the_staff_of_the_branch_only(course_page, alice, bob, charlie):
    association = factories.make_organisation("association")
    below = factories.make_organisation("municipality", association)
    beside = factories.make_organisation("municipality", name="Beside")
    factories.run(alice, below, "member")
    factories.run(bob, beside, "member")
    edition = factories.make_edition(course_page, association)
    assert ask_for_place(alice, edition).organisation == below
    for stranger in (bob, charlie):
        with pytest.raises(NotForYou):
            ask_for_place(stranger, edition)
    change_edition(edition, alice, is_for_branch_only=False)
    assert ask_for_place(bob, edition).organisation == beside


def test_registration_ends_when_it_begins(course_page, alice, admin):
    edition = factories.make_edition(course_page, begins=0)
    with pytest.raises(EntryClosed):
        ask_for_place(alice, edition)
    assert seat_person(edition, alice, by=admin).state == "seated"
    over = factories.make_edition(course_page, begins=-60)
    with pytest.raises(EntryClosed):
        seat_person(over, alice, by=admin)


def test_a_draft_takes_nobody_in(course_page, alice):
    with pytest.raises(EntryClosed):
        ask_for_place(alice, factories.make_edition(course_page, live=False))


def test_one_edition_of_a_course_at_a_time(course_page, alice, bob):
    ask_for_place(alice, factories.make_edition(course_page))
    other = factories.make_edition(course_page)
    with pytest.raises(InAnotherEdition):
        ask_for_place(alice, other)
    factories.finish(factories.enroll(bob, course_page))
    with pytest.raises(CompletedAlready):
        ask_for_place(bob, other)


def test_what_she_did_at_her_own_pace_becomes_part_of_it(enrollment, course_page):
    edition = factories.make_edition(course_page)
    ask_for_place(enrollment.user, edition)
    enrollment.refresh_from_db()
    assert (enrollment.edition, Enrollment.objects.count()) == (edition, 1)


def test_a_cancelled_edition_lets_people_go_on_at_their_own_pace(course_page, admin):
    edition = factories.make_edition(course_page, seats=1)
    seated, waiting = (ask_for_place(user, edition) for user in people(2))
    cancel_edition(edition, admin)
    cancel_edition(edition, admin)
    for place in (seated, waiting):
        assert kinds_to(place.user)[-1] == "edition_cancelled"
        assert kinds_to(place.user).count("edition_cancelled") == 1
    enrollment = Enrollment.objects.get(user=seated.user)
    assert (enrollment.edition, enrollment.deadline_at, enrollment.state) == (None, None, "active")
    with pytest.raises(EditionCancelled):
        ask_for_place(factories.UserFactory(), edition)


def test_the_seat_of_who_deletes_her_account_is_given_on(course_page):
    edition = factories.make_edition(course_page, seats=1)
    first, second = (ask_for_place(user, edition) for user in people(2))
    forget_places(first.user)
    assert not Place.objects.filter(user=first.user).exists()
    assert state_of(second.user, edition) == "seated"


def test_a_stranger_takes_nobody_out(course_page, alice, charlie):
    place = ask_for_place(alice, factories.make_edition(course_page))
    with pytest.raises(PermissionDenied):
        leave_edition(place, by=charlie)


ACTS = st.lists(
    st.tuples(st.sampled_from(["ask", "leave", "raise", "invite"]), st.integers(min_value=0, max_value=4)), max_size=14
)


@given(seats=st.integers(min_value=1, max_value=3), acts=ACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_never_more_people_than_seats_and_the_queue_keeps_its_order(course_page, admin, seats, acts):
    """Against a model: a list of the seated and a list of who waits."""
    edition = factories.make_edition(course_page, seats=seats)
    users = people(5)
    seated, queue = [], []
    now = timezone.now()
    for step, (act, number) in enumerate(acts):
        user, moment = users[number], now + timedelta(seconds=step)
        if act == "raise":
            seats += 1
            change_edition(edition, admin, seats=seats)
        elif act == "leave":
            for place in Place.objects.filter(edition=edition, user=user):
                leave_edition(place, by=user, now=moment)
            seated, queue = [x for x in seated if x != user], [x for x in queue if x != user]
        else:
            if act == "ask":
                ask_for_place(user, edition, now=moment)
            else:
                seat_person(edition, user, by=admin, now=moment)
            if user not in seated and user not in queue:
                queue.append(user)
        while queue and len(seated) < seats:
            seated.append(queue.pop(0))
        edition.refresh_from_db()
        assert set(edition.places.seated().values_list("user", flat=True)) == {user.pk for user in seated}
        assert list(edition.places.queue().values_list("user", flat=True)) == [user.pk for user in queue]
        assert edition.places.seated().count() <= edition.seats
    learning = Enrollment.objects.filter(edition=edition, state="active").values_list("user", flat=True)
    assert set(learning) == {user.pk for user in seated}
