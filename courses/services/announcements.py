"""Messages of an administrator to a filtered group of her people: once, through the outbox.

The group is what the list of people shows for the same filter, each person once, without those who have left the
organisation or do not want messages. Who may send is decided before.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from academy import background
from academy.enums import Access
from academy.models import Letter, Membership, Organisation, Unsubscription, User
from academy.services.access import record_access
from academy.services.letters import LetterRow, queue_letters
from courses.delivery.announcement_letters import CATEGORY, KIND
from courses.errors import LearningError
from courses.models import Announcement
from courses.services.people import PeopleFilter, people

MOST_A_DAY = 5  # of one organisation
FEW = 500  # people who get their letters queued before the page answers
BATCH = 500
SWEPT = timedelta(hours=1)  # so long a message that was interrupted is finished
PREFIX = "announcement/"


class TooManyMessages(LearningError):
    message = _("Your organisation sent five messages within a day. Wait until tomorrow, or put it into one letter.")


class NobodyToWrite(LearningError):
    message = _("Nobody is in this group, or nobody of it wants messages. Choose another one.")


def recipients(organisation: Organisation, wanted: PeopleFilter, *, now: datetime | None = None) -> QuerySet[User]:
    """The people of the branch whom the filter means, each once, by their key. None who came after `now`."""
    now = now or timezone.now()
    top = organisation
    if wanted.organisation:
        chosen = Organisation.objects.within(organisation).filter(key=wanted.organisation).first()
        if chosen is None:
            return User.objects.none()
        top = chosen
    branch = Organisation.objects.within(top).order_by()
    rows = people([row.pk for row in branch], wanted, now=now).order_by()
    rows = rows.filter(enrolled_at__lte=now)
    staff = Membership.objects.current().filter(user=OuterRef("pk"), organisation__path__startswith=organisation.path)
    staff = staff.filter(started_at__lte=now)
    unwanted = Unsubscription.objects.filter(user=OuterRef("pk"), category=CATEGORY)
    found = User.objects.filter(Exists(rows.filter(user=OuterRef("pk"))), Exists(staff), is_active=True)
    return found.exclude(Exists(unwanted)).order_by("pk")


@transaction.atomic
def send_announcement(
    organisation: Organisation,
    by: User,
    *,
    uuid: UUID,
    subject: str,
    text: str,
    wanted: PeopleFilter,
    now: datetime | None = None,
) -> Announcement:
    """Send it to the group. `uuid` names the message: sent twice (a double click, a reload), it goes once.

    Raises TooManyMessages and NobodyToWrite.
    """
    now = now or timezone.now()
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    mine = Announcement.objects.filter(organisation=organisation)
    if (known := mine.filter(uuid=uuid, by=by).first()) is not None:
        return known
    if mine.filter(created_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyMessages
    count = recipients(organisation, wanted, now=now).count()
    if not count:
        raise NobodyToWrite
    message = Announcement.objects.create(
        uuid=uuid, organisation=organisation, by=by, subject=subject, text=text, filters=wanted.as_json(),
        people=count, created_at=now,
    )  # fmt: skip
    record_access(by, Access.CHANGED, "message", organisation=organisation, count=count, message=str(uuid))
    if count <= FEW:
        queue_announcement(message.pk)
    elif settings.CELERY_TASK_ALWAYS_EAGER:
        transaction.on_commit(lambda: background.start(queue_announcement, message.pk))
    else:
        transaction.on_commit(lambda: _queue(message.pk))
    return message


def queue_announcement(announcement_pk: int) -> int:
    """Its letters into the outbox, in batches; those that are there already stay. Returns how many are new."""
    message = Announcement.objects.select_related("organisation").get(pk=announcement_pk)
    group = recipients(message.organisation, PeopleFilter.from_json(message.filters), now=message.created_at)
    count = last_pk = 0
    while batch := list(group.filter(pk__gt=last_pk).values_list("pk", flat=True)[:BATCH]):
        last_pk = batch[-1]
        rows = [LetterRow(pk, f"{PREFIX}{message.uuid}/{pk}", {"announcement": message.pk}) for pk in batch]
        count += queue_letters(KIND, rows)
    return count


def queue_announcements(*, now: datetime | None = None) -> None:
    """Sweep: messages whose letters were lost with a worker or a broker on the way into the outbox.

    A message that went to everybody is done, whoever left the group or came into it since.
    """
    recent = list(Announcement.objects.filter(created_at__gt=(now or timezone.now()) - SWEPT))
    counts = counts_of(recent)
    for message in recent:
        if counts[message.uuid]["letters"] < message.people:
            queue_announcement(message.pk)


def counts_of(messages: Sequence[Announcement]) -> dict[UUID, dict[str, int]]:
    """`{uuid: {"letters", "sent", "dropped"}}` from the outbox; one query."""
    found = {message.uuid: {"letters": 0, "sent": 0, "dropped": 0} for message in messages}
    prefixes = Q(pk__in=[])
    for message in messages:
        prefixes |= Q(key__startswith=f"{PREFIX}{message.uuid}/")
    rows = Letter.objects.filter(prefixes).order_by().annotate(about=Substr("key", len(PREFIX) + 1, 36))
    for row in rows.values("about").annotate(letters=Count("pk"), sent=Count("sent_at"), dropped=Count("dropped_at")):
        found[UUID(row["about"])] = {name: row[name] for name in ("letters", "sent", "dropped")}
    return found


def _queue(announcement_pk: int) -> None:
    """By name: the jobs stand above the services. Without a broker the sweep does it."""
    try:
        current_app.send_task("courses.jobs.queue_announcement", args=[announcement_pk])
    except OperationalError:
        return
