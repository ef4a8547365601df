"""Clusters of a demonstration: read from `content/demo/clusters.yaml`, made by the site's own services at the moments
the file names, so that every list, notice and figure is true.

Everything is invented and named so. No letter about it ever leaves. It must not know who looks at it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from academy.models import Approach, Organisation, User
from courses.management.demo_learning import ADDRESS, ZONE, as_of, key_of
from courses.models import Course
from peer_exchange.delivery.spreading import spread_post
from peer_exchange.enums import EventAttendance, PollKind, ReactionKind, VoteValue
from peer_exchange.models import Cluster, Event, EventPlace, Notice, Post, Topic
from peer_exchange.services import (
    cluster_invitations,
    event_places,
    events,
    members,
    nudges,
    outputs,
    resources,
    topics,
)
from peer_exchange.services.clusters import create_cluster
from peer_exchange.services.polls import NewPoll, cast_vote
from peer_exchange.services.posts import add_post
from peer_exchange.services.reactions import set_reaction
from peer_exchange.writing import html_of_plain

HOST = "sample-association"
FRESH = timedelta(days=5)  # older notices count as seen
Row = Mapping[str, Any]


@dataclass
class DemoClusters:
    """One loading of the file, at `now`; `by` administers the association that holds them."""

    story: list[Row]
    by: User
    now: datetime
    new: int = 0
    people: dict[str, User] = field(default_factory=dict)
    places: dict[str, Organisation] = field(default_factory=dict)

    def load(self) -> int:
        """Make the clusters that are missing; returns how many. Raises LookupError when their people are missing."""
        missing = [row for row in self.story if not Cluster.objects.filter(slug=row["slug"]).exists()]
        if missing:
            self.places = {row.key: row for row in Organisation.objects.filter(is_sample=True)}
            self._find_people(missing)
        for row in missing:
            with transaction.atomic():
                self._cluster(row)
                self.new += 1
        if missing:
            self._ask_again()
        return self.new

    @transaction.atomic
    def _ask_again(self) -> None:
        """What was asked on each of the days since about questions without an answer, and whether answers helped: the
        first beat finds it done.
        """
        for days in range(nudges.LOOK_BACK.days, -1, -1):
            at = self._at(days)
            with as_of(at):
                nudges.send_nudges(now=at)
                nudges.ask_whether_it_helped(now=at)
        self._see_old_notices()

    def _see_old_notices(self) -> None:
        slugs = [row["slug"] for row in self.story]
        old = Notice.objects.filter(cluster__slug__in=slugs, created_at__lt=self.now - FRESH, seen_at__isnull=True)
        old.update(seen_at=self.now)

    def _find_people(self, rows: list[Row]) -> None:
        wanted = {person["who"] for row in rows for person in [*row["people"], *row.get("asked", [])]}
        found = User.objects.filter(email__in=[f"{key}@{ADDRESS}" for key in wanted])
        self.people = {user.email.partition("@")[0]: user for user in found}
        if missing := (wanted - self.people.keys()) | ({HOST} - self.places.keys()):
            raise LookupError(f"Missing: {', '.join(sorted(missing))}. Run load_demo_learning first.")

    def _cluster(self, row: Row) -> None:
        begun = self._at(row["from"])
        with as_of(begun):
            cluster = create_cluster(
                self.places[HOST], by=self.by, now=begun, slug=row["slug"], title=row["title"],
                purpose=row["purpose"], language=row["language"], languages=row["languages"],
                approach=Approach.objects.filter(key=row["approach"]).first(), visibility=row["visibility"],
                entry=row["entry"], welcome=row["welcome"], is_sample=True, starts_on=begun.date(),
                ends_on=self._at(row["to"]).date(), time_zone=ZONE.key,
                texts={language: tuple(words) for language, words in row["texts"].items()},
                sections=row["sections"], courses=Course.objects.filter(key__in=row["courses"]),
            )  # fmt: skip
        for person in row["people"]:
            self._person(cluster, person)
        for topic in row["topics"]:
            self._topic(cluster, topic)
        for event in row["events"]:
            self._event(cluster, event)
        for resource in row.get("resources", []):
            at = self._at(resource["ago"])
            with as_of(at):
                resources.add_document(
                    cluster, self.people[resource["by"]], data=resource["text"].encode(), now=at,
                    **{name: resource[name] for name in ("name", "title", "language", "about")},
                )  # fmt: skip
        for output in row["outputs"]:
            self._output(cluster, output)
        for asked in row.get("asked", []):
            at = self._at(asked["ago"])
            with as_of(at):
                members.ask_to_join(cluster, self.people[asked["who"]], message=asked["message"], now=at)

    def _person(self, cluster: Cluster, row: Row) -> None:
        """Invited by letter, as everybody is, and she accepts."""
        at, user = self._at(row["ago"]), self.people[row["who"]]
        with as_of(at):
            invitation = cluster_invitations.invite_address(
                cluster, user.email, by=self.by, language=user.language, role=row.get("role", "member"), now=at
            )
            member = cluster_invitations.accept_invitation(invitation, user, now=at)
            if row["says"]:
                members.introduce_oneself(member, row["says"])
            if at < self.now - timedelta(days=30):
                members.close_welcome(cluster, user, now=at)

    def _topic(self, cluster: Cluster, row: Row) -> None:
        at, author = self._at(row["ago"]), self.people[row["by"]]
        section = cluster.sections.filter(name=row.get("section", "")).first()
        poll = row.get("poll")
        with as_of(at):
            topic = topics.open_topic(
                cluster, by=author, kind=row["kind"], title=row["title"], body=html_of_plain(row["text"]),
                language=row["language"], section=section, tried=row.get("tried", ""),
                asked=[self.people.get(key) or self.places[key] for key in row.get("asks", [])],
                is_anonymous=row.get("is_anonymous", False), poll=self._poll(poll) if poll else None,
                key=key_of("topic", f"{cluster.slug}/{row['key']}"), now=at,
            )  # fmt: skip
            spread_post(topic.posts.get(number=1).pk, now=at)
        for answer in row["posts"]:
            self._post(topic, answer)
        if poll:
            options = list(topic.poll.options.values_list("pk", flat=True))
            for key, chosen in poll["votes"].items():
                values = {options[place]: VoteValue.YES for place in chosen}
                cast_vote(topic.poll, by=self.people[key], values=values, now=at + timedelta(hours=3))
        if "helped" in row:
            said = self._at(row["helped"]["ago"])
            nudges.say_whether_it_helped(topic, by=author, helped=row["helped"]["says"], now=said)

    def _post(self, topic: Topic, row: Row) -> None:
        at, author = self._at(row["ago"]), self.people[row["by"]]
        with as_of(at):
            post = add_post(
                topic, by=author, body=html_of_plain(row["text"]), language=row["language"], now=at,
                key=key_of("post", f"{topic.uuid}/{row['by']}/{row['ago']}"),
            )  # fmt: skip
            spread_post(post.pk, now=at)
        self._react(post, row)
        if row.get("accepted"):
            later = at + timedelta(hours=5)
            with as_of(later):
                topics.accept_answer(post, by=Topic.objects.get(pk=topic.pk).author, now=later)

    def _react(self, post: Post, row: Row) -> None:
        for kind in ReactionKind:
            for key in row.get(kind.value, []):
                set_reaction(post, by=self.people[key], kind=kind, is_on=True)

    def _poll(self, row: Row) -> NewPoll:
        return NewPoll(
            kind=PollKind(row["kind"]),
            question=row["question"],
            options=tuple(row.get("options", ())),
            is_multiple=row.get("is_multiple", False),
        )

    def _event(self, cluster: Cluster, row: Row) -> None:
        leader, told = self.people["facilitator"], self._at(row["announced"])
        day = (self.now - timedelta(days=row["ago"])).astimezone(ZONE)
        starts_at = day.replace(hour=row["hour"], minute=0, second=0, microsecond=0)
        words = {name: row.get(name, "") for name in ("place", "join_url", "interpretation", "agenda", "preparation")}
        with as_of(told):
            event = events.create_event(
                cluster, leader, now=told, title=row["title"], kind=row["kind"], language=row["language"],
                starts_at=starts_at, ends_at=starts_at + timedelta(minutes=row["minutes"]), time_zone=ZONE.key,
                languages=row["languages"], capacity=row.get("capacity"), about=html_of_plain(row["about"]),
                is_sample=True, **words,
            )  # fmt: skip
            events.publish_event(event, leader, now=told)
        answered = told + timedelta(hours=20)
        with as_of(answered):
            for key in row["going"]:
                event_places.take_part(self.people[key], event, now=answered)
            for key in row.get("declined", []):
                event_places.decline(self.people[key], event, now=answered)
        if "report" in row:
            self._looked_back(event, leader, row)

    def _looked_back(self, event: Event, leader: User, row: Row) -> None:
        after = event.ends_at + timedelta(hours=26)
        noted = {
            **{self.people[key].pk: EventAttendance.ATTENDED for key in row["attended"]},
            **{self.people[key].pk: EventAttendance.MISSED for key in row["missed"]},
        }
        report = row["report"]
        with as_of(after):
            event_places.note_attendance(event, leader, noted)
            for key, (usefulness, words) in row["feedback"].items():
                place = EventPlace.objects.select_related("event").get(event=event, user=self.people[key])
                event_places.give_feedback(place, usefulness=usefulness, feedback=words, now=after)
            values = {"text": html_of_plain(report["text"]), "agreed": report["agreed"], "language": report["language"]}
            events.write_report(event, leader, values=values, publish=True, now=after)

    def _output(self, cluster: Cluster, row: Row) -> None:
        due_on = (self.now + timedelta(days=row["due"])).date()
        output = outputs.add_output(
            cluster, self.places[row["place"]], row["kind"], by=self.by, title=row["title"],
            language=row["language"], due_on=due_on, now=cluster.created_at,
        )  # fmt: skip
        if "done" in row:
            outputs.finish_output(output, by=self.by, now=self._at(row["done"]))

    def _at(self, days: int) -> datetime:
        """So many days ago, in the morning; what is said to be a day ago or less is not in the future."""
        moment = (self.now - timedelta(days=days)).astimezone(ZONE)
        return min(moment.replace(hour=9, minute=20, second=0, microsecond=0), self.now) if days > 0 else moment
