"""The weekly letter of a person's clusters, and the daily one for who watches: opened by the facilitator's words.

Written when it leaves, from what stands then: nothing of what was deleted, hidden or read since it was put into the
outbox, nothing of clusters that she left. Nothing to say, no letter. Plugged in by `peer_exchange.apps`.
"""

import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from academy.models import Letter
from academy.sockets import LetterKind, Written
from peer_exchange.delivery.digest_news import KIND, news_between, readers_of, topics_in
from peer_exchange.delivery.post_letters import author_of
from peer_exchange.enums import TopicKind
from peer_exchange.models import Cluster, DigestOpening, Event, Post, Topic
from peer_exchange.rules.digesting import NEW, Item, has_words, item_of, span_of
from peer_exchange.writing import excerpt_of

CATEGORY = "cluster_digests"
CHARACTERS = 180  # of the text of a new topic
MOST = 12  # topics of one cluster; of more the rest is counted
AHEAD = timedelta(days=14)  # events that come in this time stand in the weekly letter


@dataclass(frozen=True)
class Line:
    """One topic. `news` says what is new in it; `kind` and `excerpt` are of new topics."""

    title: str
    language: str
    url: str
    news: str
    author: str = ""
    place: str = ""
    kind: str = ""
    excerpt: str = ""
    excerpt_language: str = ""


@dataclass(frozen=True)
class Date:
    """An event that comes soon."""

    title: str
    language: str
    url: str
    kind: str
    starts_at: datetime


@dataclass(frozen=True)
class Part:
    """One cluster. `words` are the facilitator's, `more` counts topics that have no room."""

    title: str
    language: str
    url: str
    words: str = ""
    words_language: str = ""
    words_by: str = ""
    lines: list[Line] = field(default_factory=list)
    events: list[Date] = field(default_factory=list)
    more: str = ""


def write_digest(letter: Letter) -> Written | None:
    """`letter.data`: {"day": of her calendar, "replied": topics that it tells of}."""
    user = letter.user
    if user is None:
        return None
    today = date.fromisoformat(letter.data["day"])
    span = span_of(today, zoneinfo.ZoneInfo(user.time_zone))
    joined = set(Cluster.objects.joined_by(user).running().values_list("pk", flat=True))
    news = news_between(span.week or span.day, span.until, joined)
    readers = readers_of([user.pk], topics_in(news.values()), now=timezone.now(), but=letter.pk)
    if not readers:
        return None
    found = [item_of(row, readers[0], span) for rows in news.values() for row in rows]
    items = [item for item in found if item is not None]
    clusters = {pk for pk in joined if has_words(readers[0], pk)} if span.week else set()
    parts = parts_of(items, clusters, today)
    return written(parts, is_weekly=span.week is not None) if parts else None


def parts_of(items: Sequence[Item], with_words: set[int], today: date) -> list[Part]:
    """In the active language. Clusters without news and without words are left out. A constant number of queries."""
    wanted = {item.cluster for item in items}
    openings = {
        row.cluster_id: row
        for row in DigestOpening.objects.filter(cluster__in=with_words, week=today).select_related("by")
    }
    clusters = Cluster.objects.filter(pk__in=wanted | openings.keys()).prefetch_related("texts").order_by("title", "pk")
    topics = Topic.objects.filter(pk__in=[item.topic for item in items]).select_related("cluster")
    by_pk = topics.in_bulk()
    firsts = Post.objects.shown().filter(topic__in=[item.topic for item in items if item.kind == NEW], number=1)
    firsts = firsts.select_related("author", "organisation").prefetch_related("organisation__names")
    texts = {post.topic_id: post for post in firsts}
    events = _events(with_words & (wanted | openings.keys()))
    parts = []
    for cluster in clusters:
        mine = sorted(
            (item for item in items if item.cluster == cluster.pk),
            key=lambda item: (item.kind != NEW, -by_pk[item.topic].last_post_at.timestamp()),
        )
        lines = [_line(item, by_pk[item.topic], texts.get(item.topic)) for item in mine[:MOST]]
        dates = [_date(event) for event in events.get(cluster.pk, [])]
        parts.append(_part(cluster, lines, openings.get(cluster.pk), dates, len(mine) - MOST))
    return parts


def written(parts: Sequence[Part], *, is_weekly: bool) -> Written:
    if len(parts) == 1:
        subject = gettext("This week in %(cluster)s") if is_weekly else gettext("Today in %(cluster)s")
        subject = subject % {"cluster": parts[0].title}
    elif is_weekly:
        subject = ngettext("This week in your cluster", "This week in your %(n)d clusters", len(parts)) % {
            "n": len(parts)
        }
    else:
        subject = ngettext("Today in your cluster", "Today in your %(n)d clusters", len(parts)) % {"n": len(parts)}
    return Written(
        "cluster_digest",
        {
            "subject": subject,
            "parts": parts,
            "is_weekly": is_weekly,
            "settings_url": settings.SITE_URL + reverse("subscriptions"),
        },
    )


def _part(cluster: Cluster, lines: list[Line], opening: DigestOpening | None, events: list[Date], more: int) -> Part:
    return Part(
        title=cluster.local_title,
        language=cluster.language,
        url=settings.SITE_URL + reverse("cluster", args=[cluster.slug]),
        words=opening.text if opening else "",
        words_language=opening.language if opening else "",
        words_by=opening.by.name if opening and opening.by else "",
        lines=lines,
        events=events,
        more=ngettext("and %(n)d more topic", "and %(n)d more topics", more) % {"n": more} if more > 0 else "",
    )


def _line(item: Item, topic: Topic, post: Post | None) -> Line:
    url = settings.SITE_URL + reverse("topic", args=[topic.cluster.slug, topic.uuid])
    replies = ngettext("%(n)d new reply", "%(n)d new replies", item.count) % {"n": item.count} if item.count else ""
    if item.kind != NEW or post is None:
        return Line(topic.title, topic.language, url, replies)
    return Line(
        topic.title,
        topic.language,
        url,
        replies or gettext("no reply yet"),
        author=author_of(post, is_revealed=False),
        place=post.organisation.local_name if post.organisation and post.author and not post.is_anonymous else "",
        kind=str(TopicKind(topic.kind).label),
        excerpt=excerpt_of(post.body, CHARACTERS),
        excerpt_language=post.language,
    )


def _events(clusters: set[int]) -> dict[int, list[Event]]:
    now = timezone.now()
    rows = Event.objects.held().filter(cluster__in=clusters, starts_at__gt=now, starts_at__lte=now + AHEAD)
    found: dict[int, list[Event]] = {}
    for event in rows.select_related("cluster").order_by("starts_at", "pk"):
        found.setdefault(event.cluster_id, []).append(event)
    return found


def _date(event: Event) -> Date:
    url = settings.SITE_URL + reverse("event", args=[event.cluster.slug, event.uuid])
    return Date(event.title, event.language, url, event.get_kind_display(), event.starts_at)


LETTERS = {KIND: LetterKind(write_digest, category=CATEGORY, label=_("The weekly or daily letter of my clusters"))}
