"""Questions that nobody answered go to the next person; and the asker is asked whether an answer helped.

Each stage of a question once: a row per stage, made in the same transaction as notices and letters. A second run, or a
worker that dies in between, changes nothing.
"""

import zoneinfo
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from academy.models import User
from academy.policies import require
from academy.services.letters import LetterRow, queue_letters
from peer_exchange.delivery.bells import forget_bell
from peer_exchange.delivery.nudge_letters import HELPED_KIND, NUDGE_KIND, answers
from peer_exchange.delivery.spreading import hearing
from peer_exchange.enums import ClusterRole, NoticeKind, NudgeStage, TopicKind
from peer_exchange.models import ClusterMember, Notice, Nudge, Post, Topic
from peer_exchange.policies import may_judge_answers
from peer_exchange.rules.working_days import stages_due
from peer_exchange.services.moderation import hosts_of, leaders_of

LOOK_BACK = timedelta(days=60)  # older questions are left in peace
HELPED_AFTER = timedelta(days=14)


def send_nudges(*, now: datetime | None = None) -> int:
    """Returns how many stages were done. As often as you like."""
    now = now or timezone.now()
    count = 0
    for topic in unanswered(now=now).select_related("cluster__host").prefetch_related("nudges"):
        zone = zoneinfo.ZoneInfo(topic.cluster.time_zone)
        done = [nudge.stage for nudge in topic.nudges.all()]
        for stage in stages_due(topic.created_at.astimezone(zone).date(), now.astimezone(zone).date(), done):
            count += _nudge(topic, NudgeStage(stage), people_of(topic, NudgeStage(stage)), now=now)
    return count


def ask_whether_it_helped(*, now: datetime | None = None) -> int:
    """Askers whose question was answered 14 days ago and who have not said it; returns how many are asked now."""
    now = now or timezone.now()
    first = answers(OuterRef("pk"), OuterRef("author_id")).order_by().values("topic").annotate(at=Min("created_at"))
    asked = Nudge.objects.filter(topic=OuterRef("pk"), stage=NudgeStage.DID_IT_HELP)
    topics = _questions().filter(~Exists(asked), helped="")
    topics = topics.annotate(answered_at=Coalesce(F("solved_at"), first.values("at")))
    count = 0
    for topic in topics.filter(answered_at__lte=now - HELPED_AFTER, answered_at__gt=now - LOOK_BACK):
        if topic.author_id is not None:
            count += _nudge(topic, NudgeStage.DID_IT_HELP, [topic.author_id], now=now)
    return count


@transaction.atomic
def say_whether_it_helped(topic: Topic, *, by: User, helped: str, now: datetime | None = None) -> None:
    """`helped` is one of enums.Helped; she may change her mind. Raises PermissionDenied unless she asked."""
    require(may_judge_answers(by, topic))
    Topic.objects.filter(pk=topic.pk).update(helped=helped, helped_at=now or timezone.now())


def unanswered(*, now: datetime) -> QuerySet[Topic]:
    """Open questions of running clusters that nobody but their author wrote in."""
    nobody = ~Exists(answers(OuterRef("pk"), OuterRef("author_id")))
    rows = _questions().filter(nobody, solved_at__isnull=True, closed_at__isnull=True, posts_count__gte=1)
    return rows.filter(created_at__gt=now - LOOK_BACK).order_by("created_at", "pk")


def people_of(topic: Topic, stage: NudgeStage) -> list[int]:
    """Whom this stage asks, before muting is looked at."""
    cluster = topic.cluster
    if stage == NudgeStage.RESOURCE_PERSON:
        return _with_role(topic, ClusterRole.RESOURCE_PERSON)
    if stage == NudgeStage.FACILITATOR:
        return _with_role(topic, ClusterRole.FACILITATOR) or leaders_of(cluster)
    return list({*_with_role(topic, ClusterRole.HOST), *hosts_of(cluster)})


def _questions() -> QuerySet[Topic]:
    return Topic.objects.standing().filter(kind=TopicKind.QUESTION, cluster__archived_at__isnull=True)


def _with_role(topic: Topic, role: ClusterRole) -> list[int]:
    rows = ClusterMember.objects.joined().filter(cluster=topic.cluster_id, role=role, user__is_active=True)
    return list(rows.values_list("user_id", flat=True))


@transaction.atomic
def _nudge(topic: Topic, stage: NudgeStage, people: list[int], *, now: datetime) -> bool:
    _row, is_new = Nudge.objects.get_or_create(topic=topic, stage=stage, defaults={"at": now})
    if not is_new:
        return False
    is_asker = stage == NudgeStage.DID_IT_HELP
    wanted = {pk: str(NoticeKind.NUDGE) for pk in people if is_asker or pk != topic.author_id}
    heard = sorted(hearing(topic, wanted))
    first = Post.objects.shown().filter(topic=topic).order_by("number").first()
    keys = {pk: f"nudge/{topic.pk}/{stage}/{pk}" for pk in heard}
    Notice.objects.bulk_create(
        [
            Notice(
                user_id=pk, kind=NoticeKind.NUDGE, key=key, cluster_id=topic.cluster_id, post=first,
                data={"stage": stage}, created_at=now,
            )
            for pk, key in keys.items()
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    rows = [LetterRow(pk, key, {"topic": topic.pk, "stage": stage}) for pk, key in keys.items()]
    queue_letters(HELPED_KIND if is_asker else NUDGE_KIND, rows)
    forget_bell(heard)
    return True
