"""What peers say to each other: topics, posts with their revisions, questions with whom they ask and what answered."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.models import Organisation
from courses.models import Step
from peer_exchange.enums import Helped, PostState, ReactionKind, TopicKind
from peer_exchange.models.cluster import Cluster, Section
from peer_exchange.querysets import PostQuerySet, TopicQuerySet


class Topic(models.Model):
    """Its first post (number 1) is its text. `last_post_no` and `last_post_at` are those of the last visible post.

    `is_anonymous` hides the name of the asker from members, not from those who lead the cluster. A question is solved
    when an answer was accepted or when `solved_otherwise` says how.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="topics")
    kind = models.CharField(_("kind"), max_length=20, choices=TopicKind.choices, default=TopicKind.DISCUSSION)
    title = models.CharField(_("title"), max_length=200)
    folded = models.CharField(max_length=400, default="", editable=False, help_text="The title as the search folds it.")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.SET_NULL, related_name="topics", verbose_name=_("section")
    )
    step = models.ForeignKey(
        Step,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="topics",
        help_text="The lesson it is about.",
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="topics")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Where the author worked that day.",
    )  # fmt: skip
    is_anonymous = models.BooleanField(_("hide my name from the members"), default=False)
    tried = models.TextField(_("what you tried already"), max_length=2000, blank=True)
    needed_by = models.DateField(_("an answer helps until"), null=True, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    solved_otherwise = models.CharField(_("how it was solved"), max_length=600, blank=True)
    helped = models.CharField(max_length=10, choices=Helped.choices, blank=True)
    helped_at = models.DateTimeField(null=True, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_reason = models.CharField(_("reason"), max_length=300, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    created_at = models.DateTimeField(default=timezone.now)
    last_post_no = models.PositiveIntegerField(default=0)
    last_post_at = models.DateTimeField(default=timezone.now)
    posts_count = models.PositiveIntegerField(default=0, help_text="Visible ones.")
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["-last_post_at", "-pk"]
        indexes = [
            models.Index(fields=["cluster", "-last_post_at"], name="topic_in_cluster"),
            models.Index(fields=["kind", "solved_at", "created_at"], name="topic_unanswered"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(closed_reason=""), name="topic_closed_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Post(models.Model):
    """`number` counts within the topic and never changes; `cluster` is the topic's. `body` is safe HTML (see
    `peer_exchange.writing`), sanitized again when it is shown. Deleted, held and hidden posts are shown to nobody but
    those who lead the cluster; a deleted one has lost its text. `spread_at` is set when everybody concerned was told.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts")
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="posts")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Where the author worked that day.",
    )  # fmt: skip
    is_anonymous = models.BooleanField(default=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    body = models.TextField(_("text"))
    folded = models.TextField(default="", editable=False, help_text="The text as the search folds it.")
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies")
    state = models.CharField(max_length=20, choices=PostState.choices, default=PostState.VISIBLE)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    spread_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="post_number_once")]
        indexes = [
            models.Index(fields=["cluster", "-created_at"], name="post_in_cluster"),
            models.Index(fields=["author", "-created_at"], name="post_of_author"),
            models.Index(
                fields=["created_at"], name="post_to_spread",
                condition=Q(spread_at__isnull=True, state="visible", deleted_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.topic_id} #{self.number}"

    @property
    def is_shown(self) -> bool:
        """To every reader of the topic."""
        return self.state == PostState.VISIBLE and self.deleted_at is None


class PostRevision(models.Model):
    """The text of a post before it was edited. Appended, never changed; goes when the post is deleted."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    body = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.post_id} · {self.at:%Y-%m-%d}"


class Mention(models.Model):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.user_id}"


class Reaction(models.Model):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=ReactionKind.choices)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "user", "kind"], name="reaction_once")]

    def __str__(self) -> str:
        return f"{self.post_id} · {self.user_id}: {self.kind}"


class AskedPeer(models.Model):
    """Whom a question asks: a person, or the people of a municipality. At most three per topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="asked")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, organisation__isnull=True)
                | Q(user__isnull=True, organisation__isnull=False),
                name="asked_peer_is_one",
            ),
            models.UniqueConstraint(
                fields=["topic", "user"], condition=Q(user__isnull=False), name="asked_person_once"
            ),
            models.UniqueConstraint(
                fields=["topic", "organisation"], condition=Q(organisation__isnull=False), name="asked_place_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} → {self.user_id or self.organisation_id}"


class AcceptedAnswer(models.Model):
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="acceptance")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.post_id)
