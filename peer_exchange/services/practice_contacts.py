"""Messages to the people of a practice, through the site: whoever writes never learns an address."""

from datetime import datetime, timedelta

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from academy.models import User
from academy.services.letters import queue_letter, queue_letter_to_address
from peer_exchange.errors import TooManyContacts
from peer_exchange.models import ContactRequest, Practice
from peer_exchange.services.practice_reviews import municipality_of

MOST_A_DAY = 10  # messages of one person, to all practices together


@transaction.atomic
def send_contact_request(
    practice: Practice, *, by: User, subject: str, message: str, language: str, now: datetime | None = None
) -> ContactRequest:
    """A letter to the contact and the authors; where nobody is known, to the editors. `subject` is a ContactSubject.

    They answer to the address of who wrote. The same words again within a day are the same request. Raises
    TooManyContacts.
    """
    now = now or timezone.now()
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    today = ContactRequest.objects.filter(sender=by, created_at__gt=now - timedelta(days=1))
    if (twin := today.filter(practice=practice, subject=subject, message=message).first()) is not None:
        return twin
    if today.count() >= MOST_A_DAY:
        raise TooManyContacts
    request = ContactRequest.objects.create(
        practice=practice, sender=by, organisation=municipality_of(by), subject=subject, message=message,
        language=language, created_at=now,
    )  # fmt: skip
    people = list(User.objects.filter(authored__practice=practice, is_active=True).exclude(pk=by.pk).distinct())
    address = practice.contact_email
    if not people and not address:
        people = list(_editors().exclude(pk=by.pk))
    for user in people:
        queue_letter(
            "practice_contact", user, key=f"practice-contact-{request.pk}-{user.pk}", data={"request": request.pk}
        )
    if address and address.casefold() not in {user.email.casefold() for user in people}:
        queue_letter_to_address(
            "practice_contact", address, practice.language, key=f"practice-contact-{request.pk}-contact",
            data={"request": request.pk},
        )  # fmt: skip
    return request


def _editors() -> QuerySet[User]:
    """Who may edit the library; where there is none, who runs the site."""
    permission = Permission.objects.filter(codename="edit_practices", content_type__app_label="peer_exchange")
    editors = User.objects.filter(
        Q(groups__permissions__in=permission) | Q(user_permissions__in=permission), is_active=True
    ).distinct()
    return editors if editors.exists() else User.objects.filter(is_superuser=True, is_active=True)
