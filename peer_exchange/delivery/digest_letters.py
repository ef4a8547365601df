"""The weekly letter of a person's clusters, and the daily one for who watches: opened by the facilitator's words.

Written when it leaves, from what stands then: nothing of what was deleted, hidden or read since it was put into the
outbox, nothing of clusters that she left. Nothing to say, no letter. Plugged in by `peer_exchange.apps`.
"""

import zoneinfo
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from academy.models import Letter
from academy.sockets import LetterKind, Written
from peer_exchange.delivery.digest_news import KIND, clusters_of, news_between, readers_of, topics_in
from peer_exchange.delivery.post_letters import author_of
from peer_exchange.enums import TopicKind
from peer_exchange.models import Cluster, DigestOpening, Event, Post, Topic
from peer_exchange.rules.digesting import NEW, Item, News, Reader, Span, has_words, item_of, span_of
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


class Sources:
    """What letters about these topics and clusters are made of, read once in a constant number of queries; a line is
    made once per language. `clusters` are those whose words and events may stand in a letter of one of `days`.
    """

    def __init__(self, topics: Collection[int], clusters: Collection[int], days: Collection[date]) -> None:
        openings = DigestOpening.objects.filter(cluster__in=clusters, week__in=days).select_related("by")
        self.openings = {(row.cluster_id, row.week): row for row in openings}
        self.topics = Topic.objects.filter(pk__in=topics).select_related("cluster").in_bulk()
        firsts = Post.objects.shown().filter(topic__in=topics, number=1)
        firsts = firsts.select_related("author", "organisation").prefetch_related("organisation__names")
        self.firsts = {post.topic_id: post for post in firsts}
        self.events = _events(clusters)
        wanted = {topic.cluster_id for topic in self.topics.values()} | {pk for pk, _week in self.openings}
        rows = Cluster.objects.filter(pk__in=wanted).prefetch_related("texts").order_by("title", "pk")
        self.clusters = list(rows)
        self._lines: dict[tuple[str | None, Item], Line] = {}

    def parts(self, items: Sequence[Item], with_words: Collection[int], today: date) -> list[Part]:
        """In the active language. Clusters without news and without words are left out."""
        parts = []
        for cluster in self.clusters:
            mine = sorted(
                (item for item in items if item.cluster == cluster.pk),
                key=lambda item: (item.kind != NEW, -self.topics[item.topic].last_post_at.timestamp()),
            )
            hears = cluster.pk in with_words
            opening = self.openings.get((cluster.pk, today)) if hears else None
            if mine or opening:
                events = [_date(event) for event in self.events.get(cluster.pk, [])] if hears else []
                lines = [self._line(item) for item in mine[:MOST]]
                parts.append(_part(cluster, lines, opening, events, len(mine) - MOST))
        return parts

    def _line(self, item: Item) -> Line:
        key = (get_language(), item)
        if key not in self._lines:
            self._lines[key] = _line(item, self.topics[item.topic], self.firsts.get(item.topic))
        return self._lines[key]


@dataclass(frozen=True)
class Gathered:
    """For letters that leave together: `readers` by letter, the news of their clusters, what letters are made of."""

    readers: dict[int, Reader]
    news: dict[int, list[News]]
    sources: Sources


def gather(letters: Sequence[Letter]) -> Gathered:
    """Of two letters to the same person only the first is in it; the second is worked out when the first has left."""
    firsts = {letter.user_id: letter for letter in reversed(letters) if letter.user_id is not None}
    days = {_day_of(letter) for letter in firsts.values()}
    spans = [_span_of(letter) for letter in firsts.values()]
    people = list(firsts)
    clusters = set().union(*clusters_of(people).values())
    news: dict[int, list[News]] = {}
    if clusters:
        since, until = min(span.week or span.day for span in spans), max(span.until for span in spans)
        news = news_between(since, until, clusters)
    topics = topics_in(news.values())
    but = [letter.pk for letter in firsts.values()]
    readers = {firsts[row.person].pk: row for row in readers_of(people, topics, now=timezone.now(), but=but)}
    return Gathered(readers, news, Sources(topics, clusters, days))


def write_digest(letter: Letter, gathered: Gathered | None = None) -> Written | None:
    """`letter.data`: {"day": of her calendar, "replied": topics that it tells of}."""
    if letter.user is None:
        return None
    if gathered is None or letter.pk not in gathered.readers:
        gathered = gather([letter])
    reader, span = gathered.readers.get(letter.pk), _span_of(letter)
    if reader is None:
        return None
    found = [item_of(row, reader, span) for cluster in reader.clusters for row in gathered.news.get(cluster, [])]
    items = [item for item in found if item is not None]
    clusters = {pk for pk in reader.clusters if has_words(reader, pk)} if span.week else set()
    parts = gathered.sources.parts(items, clusters, _day_of(letter))
    return written(parts, is_weekly=span.week is not None) if parts else None


def _day_of(letter: Letter) -> date:
    return date.fromisoformat(letter.data["day"])


def _span_of(letter: Letter) -> Span:
    return span_of(_day_of(letter), zoneinfo.ZoneInfo(letter.user.time_zone))


def parts_of(items: Sequence[Item], with_words: set[int], today: date) -> list[Part]:
    """Of one letter. In the active language. A constant number of queries."""
    return Sources({item.topic for item in items}, with_words, {today}).parts(items, with_words, today)


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


def _events(clusters: Collection[int]) -> dict[int, list[Event]]:
    now = timezone.now()
    rows = Event.objects.held().filter(cluster__in=clusters, starts_at__gt=now, starts_at__lte=now + AHEAD)
    found: dict[int, list[Event]] = {}
    for event in rows.select_related("cluster").order_by("starts_at", "pk"):
        found.setdefault(event.cluster_id, []).append(event)
    return found


def _date(event: Event) -> Date:
    url = settings.SITE_URL + reverse("event", args=[event.cluster.slug, event.uuid])
    return Date(event.title, event.language, url, event.get_kind_display(), event.starts_at)


LETTERS = {
    KIND: LetterKind(
        write_digest, category=CATEGORY, label=_("The weekly or daily letter of my clusters"), gather=gather
    )
}
