"""What is being written: drafts kept by the server, and files that belong to a post once it is sent."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from peer_exchange.models.cluster import Cluster
from peer_exchange.models.topic import Post, Topic


class Draft(models.Model):
    """One per person and topic, and one per person and cluster for a new topic. `fields` are those of the form.

    `version` counts saves, so that a second tab overwrites nothing silently.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="drafts")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts")
    fields = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "topic"], condition=Q(topic__isnull=False), name="draft_of_reply_once"
            ),
            models.UniqueConstraint(
                fields=["user", "cluster"], condition=Q(topic__isnull=True), name="draft_of_topic_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.topic_id or self.cluster_id}"


class Attachment(models.Model):
    """A checked file below clusters/, named by its uuid in storage; handed out to who may read its post.

    Without a post it belongs to its uploader alone; a sweep removes what stayed without one for a day.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="attachments")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments")
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    file = models.FileField(upload_to="clusters/attachments/")
    name = models.CharField(max_length=200, help_text="As the uploader called it.")
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField(help_text="Bytes.")
    width = models.PositiveIntegerField(null=True, blank=True, help_text="Of an image, in pixels.")
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.width is not None
