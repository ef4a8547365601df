"""What stands in a person's digest: weekly for most, daily for who watches. Pure: people, topics, clusters are keys.

A week's letter tells of the seven days before its Monday, a day's of the day before, by her own calendar: asked twice,
the same answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from peer_exchange.rules.concern import MUTE, WATCH, level_of

NEW, REPLIED = "new", "replied"
MONDAY = 0


@dataclass(frozen=True)
class News:
    """A topic with its newest shown posts, `(number, author, written at)`; number 1 is its text."""

    topic: int
    cluster: int
    posts: tuple[tuple[int, int | None, datetime], ...]


@dataclass(frozen=True)
class Reader:
    """What is known of her. `told` are topics that an earlier digest named and that she has not opened since."""

    person: int
    clusters: frozenset[int]
    cluster_levels: Mapping[int, str] = field(default_factory=dict)
    topic_levels: Mapping[int, str] = field(default_factory=dict)
    wrote_in: frozenset[int] = frozenset()
    read: Mapping[int, int] = field(default_factory=dict)
    marks: Mapping[int, datetime] = field(default_factory=dict)
    told: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Span:
    """Of which time a letter tells. `week` is None on the days when only those who watch get one."""

    day: datetime
    week: datetime | None
    until: datetime


@dataclass(frozen=True)
class Item:
    """`count` posts are new to her, without the text of a new topic."""

    topic: int
    cluster: int
    kind: str
    count: int


def span_of(today: date, zone: tzinfo) -> Span:
    """Of the letter of this day of her calendar."""
    until = datetime.combine(today, time(), tzinfo=zone)
    day = datetime.combine(today - timedelta(days=1), time(), tzinfo=zone)
    week = datetime.combine(today - timedelta(days=7), time(), tzinfo=zone) if today.weekday() == MONDAY else None
    return Span(day, week, until)


def item_of(news: News, reader: Reader, span: Span) -> Item | None:
    """What the letter says of this topic; None when it is silent about it."""
    if news.cluster not in reader.clusters:
        return None
    level = level_of(reader.topic_levels.get(news.topic), reader.cluster_levels.get(news.cluster))
    since = span.day if level == WATCH else span.week
    if level == MUTE or since is None:
        return None
    read, mark = reader.read.get(news.topic, 0), reader.marks.get(news.cluster)
    fresh = [
        number
        for number, author, at in news.posts
        if since <= at < span.until and author != reader.person and number > read and (mark is None or at > mark)
    ]
    if not fresh:
        return None
    if 1 in fresh:
        return Item(news.topic, news.cluster, NEW, len(fresh) - 1)
    if level == WATCH or (news.topic in reader.wrote_in and news.topic not in reader.told):
        return Item(news.topic, news.cluster, REPLIED, len(fresh))
    return None


def next_monday(today: date) -> date:
    """The Monday whose letter is still to come: that of next week once today is Monday."""
    return today + timedelta(days=7 - today.weekday())


def has_words(reader: Reader, cluster: int) -> bool:
    """Whether the facilitator's words reach her: in every cluster of hers that she did not mute."""
    return cluster in reader.clusters and level_of(None, reader.cluster_levels.get(cluster)) != MUTE
