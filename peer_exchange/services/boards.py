"""How a cluster stands, for who leads it: what waits, who is silent, what each municipality contributes.

Reads only. Figures are per municipality, never per person: nobody is ranked.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from academy.models import Organisation
from peer_exchange.enums import EventAttendance, MemberState, PostState, TopicKind
from peer_exchange.models import Cluster, ClusterMember, Event, EventPlace, Output, Post, Topic

SILENT = timedelta(days=30)  # without a post or an event attended
SHOWN = 20  # rows of a list; the rest is counted


@dataclass(frozen=True)
class Participation:
    """Of one municipality or organisation: `people` members, the first of them `since`, what they wrote, `attended`
    visits of events.
    """

    organisation: Organisation
    people: int
    topics: int
    posts: int
    attended: int
    since: datetime
    last_at: datetime | None

    def is_silent(self, *, now: datetime) -> bool:
        """A newcomer has time to arrive."""
        return max(self.since, self.last_at or self.since) < now - SILENT


@dataclass(frozen=True)
class Board:
    """`questions` unanswered ones, the oldest first; `silent` municipalities; `overdue` outputs; `held` and `flagged`
    count posts, `requests` people who ask to join.
    """

    questions: list[Topic]
    silent: list[Participation]
    events: list[Event]
    overdue: list[Output]
    requests: int
    held: int
    flagged: int
    participation: list[Participation]

    @property
    def is_unspoken(self) -> bool:
        """Nobody has written anything yet."""
        return not any(row.posts for row in self.participation)


def board_of(cluster: Cluster, *, now: datetime | None = None) -> Board:
    """A fixed number of queries, whatever the size of the cluster."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    posts = Post.objects.filter(cluster=cluster, deleted_at__isnull=True)
    waiting = posts.aggregate(
        held=Count("pk", filter=Q(state=PostState.HELD), distinct=True),
        flagged=Count("pk", filter=Q(flags__isnull=False, flags__resolved_at__isnull=True), distinct=True),
    )
    questions = list(unanswered(cluster)[:SHOWN])
    overdue = list(due_outputs(cluster, by=today - timedelta(days=1))[:SHOWN])
    named: list[Topic | Output] = [*questions, *overdue]
    rows = participation_of(cluster, others=[row.organisation for row in named if row.organisation])
    return Board(
        questions=questions,
        silent=[row for row in rows if row.organisation.pk != cluster.host_id and row.is_silent(now=now)],
        events=list(cluster.events.published().coming(now=now).with_taken().order_by("starts_at", "pk")[:SHOWN]),
        overdue=overdue,
        requests=cluster.members.filter(state=MemberState.ASKED).count(),
        held=waiting["held"],
        flagged=waiting["flagged"],
        participation=rows,
    )


def unanswered(cluster: Cluster) -> QuerySet[Topic]:
    """Questions that are not solved and have no answer that everybody reads, the oldest first."""
    rows = Topic.objects.standing().filter(cluster=cluster, kind=TopicKind.QUESTION, solved_at__isnull=True)
    return rows.filter(posts_count=1).select_related("organisation").order_by("created_at", "pk")


def open_outputs(cluster: Cluster) -> QuerySet[Output]:
    """Planned and not done."""
    return cluster.outputs.filter(done_at__isnull=True).select_related("organisation")


def due_outputs(cluster: Cluster, *, by: date) -> QuerySet[Output]:
    """What is due until that day, overdue ones too, the earliest first."""
    return open_outputs(cluster).filter(due_on__lte=by).order_by("due_on", "pk")


def participation_of(cluster: Cluster, *, others: Iterable[Organisation] = ()) -> list[Participation]:
    """One row per municipality with members, by name. What was written counts for the municipality of its day. The
    names of `others` are read with theirs.
    """
    members = ClusterMember.objects.joined().filter(cluster=cluster, organisation__isnull=False, user__is_active=True)
    joined = list(members.order_by("-joined_at").values_list("user", "organisation", "joined_at"))
    working = {user: place for user, place, _at in joined}
    since = {place: at for _user, place, at in joined}
    people = Counter(working.values())
    shown = Post.objects.shown().filter(cluster=cluster, organisation__in=people)
    written = (
        shown.order_by()
        .values("organisation")
        .annotate(posts=Count("pk"), topics=Count("pk", filter=Q(number=1)), last=Max("created_at"))
    )
    posts = {row["organisation"]: row for row in written}
    visits: dict[int, list[datetime]] = {}
    attended = EventPlace.objects.filter(event__cluster=cluster, attendance=EventAttendance.ATTENDED, user__in=working)
    for user, at in attended.values_list("user", "event__starts_at"):
        visits.setdefault(working[user], []).append(at)
    places = list(Organisation.objects.filter(pk__in=people))
    prefetch_related_objects([*places, *others], "names")
    rows = []
    for place in places:
        told, came = posts.get(place.pk, {}), visits.get(place.pk, [])
        moments = [at for at in [told.get("last"), *came] if at is not None]
        rows.append(
            Participation(
                organisation=place,
                people=people[place.pk],
                topics=told.get("topics", 0),
                posts=told.get("posts", 0),
                attended=len(came),
                since=since[place.pk],
                last_at=max(moments, default=None),
            )
        )
    return sorted(rows, key=lambda row: row.organisation.local_name)
