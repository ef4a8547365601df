"""Places in an edition: asking for one, the waiting list, deciding, leaving. Never more people than seats.

Every function locks the row of the edition first, so that two people never get the same seat; SQLite lets one writer in
at a time. The queue goes by the moment a place was asked for.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from academy import sockets
from academy.enums import Access
from academy.models import Membership, Organisation, User
from academy.policies import require
from academy.services.access import record_access
from academy.services.letters import queue_letter
from academy.services.organisations import main_organisation
from courses.enums import EditionState, EnrollmentState, EntryKind, PlaceState
from courses.errors import (
    CompletedAlready,
    EditionCancelled,
    EntryByInvitation,
    EntryClosed,
    InAnotherEdition,
    LearningError,
    NotForYou,
    RequestDeclined,
)
from courses.models import Edition, Enrollment, Place
from courses.policies import may_facilitate
from courses.querysets import STANDING_PLACES
from courses.services.enrollments import enroll_person
from courses.services.progress import schedule

# Told in the letter to who loses her place in the queue; the course being closed needs no word
WHY_DROPPED: dict[type[LearningError], str] = {CompletedAlready: "completed", InAnotherEdition: "elsewhere"}


@transaction.atomic
def ask_for_place(user: User, edition: Edition, *, message: str = "", now: datetime | None = None) -> Place:
    """She wants to take part: seated or on the waiting list where it is open, asked for where somebody decides.

    Who has a place keeps it. Raises NotForYou, EntryClosed once it has begun, EntryByInvitation, RequestDeclined,
    InAnotherEdition, CompletedAlready, EnrollmentClosed.
    """
    now = now or timezone.now()
    row = _locked(edition)
    place = Place.objects.filter(edition=row, user=user).first()
    if place is not None and place.state in STANDING_PLACES:
        return place
    if row.state != EditionState.PUBLISHED or now >= row.opens_at:
        raise EntryClosed
    if not Edition.objects.open_to(user).filter(pk=row.pk).exists():
        raise NotForYou
    if row.entry == EntryKind.INVITATION:
        raise EntryByInvitation
    if place is not None and place.state == PlaceState.DECLINED and row.entry == EntryKind.REQUEST:
        raise RequestDeclined
    _check_free(user, row)
    place = place or Place(edition=row, user=user)
    place.organisation = organisation_for(user, row)
    place.message, place.asked_at, place.decided_at, place.decided_by = message, now, None, None
    if row.entry == EntryKind.REQUEST:
        place.state = PlaceState.ASKED
        place.save()
        return place
    return _admit(row, place, now)


@transaction.atomic
def seat_person(
    edition: Edition,
    user: User,
    organisation: Organisation | None = None,
    by: User | None = None,
    *,
    now: datetime | None = None,
) -> Place:
    """She is to take part, as invitations and lists of staff have it: seated, or on the waiting list when it is full.

    Who was already seated or waits keeps that. Before the edition is announced too. Raises EditionCancelled,
    EntryClosed once it is over, InAnotherEdition, CompletedAlready, EnrollmentClosed.
    """
    now = now or timezone.now()
    row = _locked(edition)
    if now >= row.deadline_at:
        raise EntryClosed
    place = Place.objects.filter(edition=row, user=user).first()
    if place is not None and place.state in (PlaceState.SEATED, PlaceState.WAITING):
        return place
    _check_free(user, row)
    if place is None or place.state != PlaceState.ASKED:
        place = place or Place(edition=row, user=user)
        place.asked_at = now
    place.organisation = organisation or organisation_for(user, row)
    place.decided_at, place.decided_by = now, by
    place = _admit(row, place, now)
    if by is not None:
        _note(place, by)
    return place


@transaction.atomic
def decide_place(place: Place, by: User, *, accept: bool, now: datetime | None = None) -> Place:
    """Answer a request; who asked gets a letter. Decided already, it stays as it is. Raises PermissionDenied, and like
    `seat_person`.
    """
    now = now or timezone.now()
    edition = _locked(place.edition)
    require(may_facilitate(by, edition))
    row = Place.objects.select_related("user", "organisation").get(pk=place.pk)
    if row.state != PlaceState.ASKED:
        return row
    if accept:
        return seat_person(edition, row.user, row.organisation, by, now=now)
    row.state, row.decided_at, row.decided_by = PlaceState.DECLINED, now, by
    row.save(update_fields=["state", "decided_at", "decided_by"])
    _tell(row, "edition_declined", now)
    _note(row, by)
    return row


@transaction.atomic
def leave_edition(place: Place, *, by: User, now: datetime | None = None) -> Place:
    """She leaves, or who manages the edition takes her out; the first of the queue gets the seat.

    What she did is kept; in the course she goes on at her own pace. Twice called, no change. Raises PermissionDenied.
    """
    now = now or timezone.now()
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=place.edition_id)
    row = Place.objects.select_related("user").get(pk=place.pk)
    if row.user_id != by.pk:
        require(may_facilitate(by, edition))
    if row.state not in STANDING_PLACES:
        return row
    was_seated = row.state == PlaceState.SEATED
    row.state, row.decided_at, row.decided_by = PlaceState.LEFT, now, by
    row.save(update_fields=["state", "decided_at", "decided_by"])
    if was_seated:
        _release(row.user, edition)
        promote_waiting(edition, now=now)
        tell_people(edition)
    if row.user_id != by.pk:
        _note(row, by)
    return row


@transaction.atomic
def promote_waiting(edition: Edition, *, now: datetime | None = None) -> list[Place]:
    """Free seats go to who waits longest. The row of the edition must be locked by the caller, with its seats as saved.

    Who cannot take part any more (another edition, completed, course or account closed) loses the place in the queue,
    and a letter says why.
    """
    now = now or timezone.now()
    promoted: list[Place] = []
    if edition.state == EditionState.CANCELLED or now >= edition.deadline_at:
        return promoted
    for place in edition.places.queue().select_related("user", "organisation"):
        if not has_free_seat(edition):
            break
        try:
            if not place.user.is_active:
                raise EntryClosed
            _check_free(place.user, edition)
            with transaction.atomic():
                _seat(edition, place, now)
        except LearningError as error:
            place.state, place.decided_at = PlaceState.LEFT, now
            place.save(update_fields=["state", "decided_at"])
            _tell(place, "edition_dropped", now, why=WHY_DROPPED.get(type(error), ""))
            continue
        _tell(place, "edition_promoted", now)
        promoted.append(place)
    return promoted


def forget_places(user: User) -> None:
    """Before her account goes: her seats go to who waits."""
    for place in Place.objects.filter(user=user, state__in=STANDING_PLACES).select_related("edition"):
        leave_edition(place, by=user)
    Place.objects.filter(user=user).delete()


def has_free_seat(edition: Edition) -> bool:
    return edition.seats is None or edition.places.seated().count() < edition.seats


def number_in_queue(place: Place) -> int:
    """1 for who is next; 0 for who does not wait."""
    return Place.objects.ahead_of(place).count() + 1 if place.state == PlaceState.WAITING else 0


def organisation_for(user: User, edition: Edition) -> Organisation | None:
    """For whom she takes part: where she works within the branch that holds the edition, else where she works now."""
    if edition.organisation is not None:
        mine = Membership.objects.current().filter(user=user, organisation__path__startswith=edition.organisation.path)
        membership = mine.select_related("organisation").order_by("-started_at").first()
        if membership is not None:
            return membership.organisation
    return main_organisation(user)


def _locked(edition: Edition) -> Edition:
    row = Edition.objects.select_for_update(of=("self",)).select_related("organisation", "course").get(pk=edition.pk)
    if row.state == EditionState.CANCELLED:
        raise EditionCancelled
    return row


def _check_free(user: User, edition: Edition) -> None:
    """Whether her record of the course leaves room for this edition."""
    standing = Enrollment.objects.of(user).standing().filter(course=edition.course_id)
    for state, edition_id in standing.values_list("state", "edition_id"):
        if state == EnrollmentState.COMPLETED:
            raise CompletedAlready
        if edition_id is not None and edition_id != edition.pk:
            raise InAnotherEdition


def _admit(edition: Edition, place: Place, now: datetime) -> Place:
    """A seat when one is free, else the end of the queue; a letter says which."""
    if has_free_seat(edition):
        _seat(edition, place, now)
        _tell(place, "edition_seated", now)
    else:
        place.state = PlaceState.WAITING
        place.save()
        _tell(place, "edition_waiting", now)
    return place


def _seat(edition: Edition, place: Place, now: datetime) -> None:
    enroll_person(
        place.user,
        edition.course,
        language=edition.language,
        organisation=place.organisation,
        edition=edition,
        now=now,
    )
    place.state = PlaceState.SEATED
    place.decided_at = place.decided_at or now
    place.save()
    tell_people(edition)


def tell_people(edition: Edition) -> None:
    """The rooms above hear that who takes part in it, or facilitates it, changed."""
    for _name, plug in sockets.edition_people:
        plug(edition)


def _release(user: User, edition: Edition) -> None:
    """Out of the edition, on at her own pace."""
    for enrollment in Enrollment.objects.filter(user=user, edition=edition, state=EnrollmentState.ACTIVE):
        enrollment.edition = None
        enrollment.save(update_fields=["edition"])
        schedule(enrollment)


def _tell(place: Place, kind: str, now: datetime, **data: str) -> None:
    key = f"place/{place.uuid}/{kind}/{now.isoformat()}"
    queue_letter(kind, place.user, key=key, data={"place": place.pk, **data})


def _note(place: Place, by: User) -> None:
    record_access(
        by,
        Access.CHANGED,
        "place",
        organisation=place.edition.organisation,
        person=place.user,
        edition=str(place.edition.uuid),
        state=str(place.state),
    )
