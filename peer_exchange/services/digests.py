"""Digests: who gets one this morning, and the facilitator's words that open it.

One letter per person and day, named `digest/<day>/<person>`: a second run, or a worker that dies in between, goes on
where it stopped. What stands in it is worked out again when it leaves.
"""

import zoneinfo
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from academy.models import Letter, Unsubscription, User
from academy.policies import require
from academy.services.letters import LetterRow, queue_letters
from courses.services.reminders import zones_at_morning
from peer_exchange.delivery.digest_letters import CATEGORY
from peer_exchange.delivery.digest_news import KIND, news_between, readers_of, topics_in
from peer_exchange.enums import MemberState
from peer_exchange.models import Cluster, ClusterMember, DigestOpening
from peer_exchange.policies import may_lead, standing_of
from peer_exchange.rules.digesting import REPLIED, News, Reader, has_words, item_of, next_monday, span_of

BATCH = 500
LONGEST = timedelta(days=9)  # what any letter tells of, whatever the zone


def send_digests(*, now: datetime | None = None) -> int:
    """To everybody for whom it is morning; returns how many letters are new. May be called at any time, any often."""
    now = now or timezone.now()
    zones = zones_at_morning(now)
    if not zones:
        return 0
    news = news_between(now - LONGEST, now)
    weeks = DigestOpening.objects.filter(week__gte=(now - timedelta(days=1)).date(), week__lte=now.date())
    openings: set[tuple[int, date]] = set(weeks.values_list("cluster_id", "week"))
    topics = topics_in(news.values())
    count = 0
    for people in _batches(zones, now):
        rows: list[LetterRow] = []
        for reader in readers_of(list(people), topics, now=now):
            zone = people[reader.person]
            rows += _letter(reader, news, openings, now.astimezone(zone).date(), zone)
        count += queue_letters(KIND, rows)
    return count


@transaction.atomic
def open_digest(
    cluster: Cluster, *, by: User, text: str, language: str, now: datetime | None = None
) -> DigestOpening | None:
    """The words at the head of the letter of next Monday; empty words take them away. Raises PermissionDenied."""
    now = now or timezone.now()
    require(may_lead(standing_of(by, cluster)))
    week = coming_week(cluster, now=now)
    if not text.strip():
        DigestOpening.objects.filter(cluster=cluster, week=week).delete()
        return None
    values = {"text": text.strip(), "language": language, "by": by, "updated_at": now}
    return DigestOpening.objects.update_or_create(cluster=cluster, week=week, defaults=values)[0]


def coming_week(cluster: Cluster, *, now: datetime | None = None) -> date:
    """The Monday of the letter that is written next, by the calendar of the cluster."""
    return next_monday((now or timezone.now()).astimezone(zoneinfo.ZoneInfo(cluster.time_zone)).date())


def _letter(
    reader: Reader,
    news: dict[int, list[News]],
    openings: set[tuple[int, date]],
    today: date,
    zone: zoneinfo.ZoneInfo,
) -> Iterator[LetterRow]:
    """Hers of today, or none."""
    span = span_of(today, zone)
    found = [item_of(row, reader, span) for cluster in reader.clusters for row in news.get(cluster, [])]
    items = [item for item in found if item is not None]
    is_opened = span.week is not None and any(
        (cluster, today) in openings and has_words(reader, cluster) for cluster in reader.clusters
    )
    if items or is_opened:
        replied = [item.topic for item in items if item.kind == REPLIED]
        data = {"day": today.isoformat(), "replied": replied}
        yield LetterRow(reader.person, _key(today, reader.person), data)


def _batches(zones: list[str], now: datetime) -> Iterator[dict[int, zoneinfo.ZoneInfo]]:
    """`{person: her zone}` of members of running clusters who want digests and have none of today, by their keys."""
    members = ClusterMember.objects.filter(state=MemberState.JOINED, cluster__archived_at__isnull=True).order_by()
    unwanted = Unsubscription.objects.filter(category=CATEGORY).order_by().values("user")
    people = User.objects.filter(is_active=True, time_zone__in=zones, pk__in=members.values("user"))
    people, last = people.exclude(pk__in=unwanted).order_by("pk"), 0
    while batch := list(people.filter(pk__gt=last).values_list("pk", "time_zone")[:BATCH]):
        last = batch[-1][0]
        found = {pk: zoneinfo.ZoneInfo(name) for pk, name in batch}
        keys = {_key(now.astimezone(zone).date(), pk): pk for pk, zone in found.items()}
        done = {keys[key] for key in Letter.objects.filter(key__in=keys).values_list("key", flat=True)}
        yield {pk: zone for pk, zone in found.items() if pk not in done}


def _key(day: date, person: int) -> str:
    return f"digest/{day.isoformat()}/{person}"
