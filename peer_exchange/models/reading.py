"""What a person has read, what she wants to hear of, and what concerns her: one row each, only where there is news."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peer_exchange.enums import NoticeKind, NudgeStage, SubscriptionLevel
from peer_exchange.models.cluster import Cluster
from peer_exchange.models.topic import Post, Topic
from peer_exchange.querysets import NoticeQuerySet


class TopicRead(models.Model):
    """How far she read a topic that she opened. No index of the topic alone: PostgreSQL would prefer it for badges, and
    read the rows of everybody.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="reads", db_index=False)
    last_no = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "user"], name="topic_read_by_once")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.topic_id}: {self.last_no}"


class ClusterRead(models.Model):
    """The watermark: topics whose last post is not newer count as read."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="reads")
    read_until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "cluster"], name="cluster_read_once")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.cluster_id}"


class Subscription(models.Model):
    """What she said of a whole cluster (`topic` empty) or of one topic, which then counts more."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions")
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="subscriptions")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="subscriptions")
    level = models.CharField(_("level"), max_length=10, choices=SubscriptionLevel.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "topic"], condition=Q(topic__isnull=False), name="subscription_to_topic_once"
            ),
            models.UniqueConstraint(
                fields=["user", "cluster"], condition=Q(topic__isnull=True), name="subscription_to_cluster_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.topic_id or self.cluster_id}: {self.level}"


class Notice(models.Model):
    """News in the app. `key` names person and object, so that two rules that match make one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    key = models.CharField(max_length=160, unique=True)
    cluster = models.ForeignKey(Cluster, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.CASCADE, related_name="notices")
    event = models.ForeignKey(
        "peer_exchange.Event", null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    practice = models.ForeignKey(
        "peer_exchange.Practice", null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    data = models.JSONField(default=dict, help_text="Plain values for the sentence; no text that may be deleted.")
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "seen_at", "-created_at"], name="notice_of_user")]

    def __str__(self) -> str:
        return self.key


class Nudge(models.Model):
    """A reminder of an unanswered question, or the question whether the answer helped: each stage once."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="nudges")
    stage = models.CharField(max_length=20, choices=NudgeStage.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "stage"], name="nudge_once")]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.stage}"


class DigestOpening(models.Model):
    """The facilitator's own words at the head of a week's letter; `week` is its Monday."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="digest_openings")
    week = models.DateField()
    text = models.TextField(_("your words"), max_length=1500)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cluster", "week"], name="digest_opening_once")]

    def __str__(self) -> str:
        return f"{self.cluster_id} · {self.week}"
