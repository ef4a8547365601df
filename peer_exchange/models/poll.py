"""Polls in a topic: a choice, a sense check, who takes part, when we meet."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peer_exchange.enums import PollKind, VoteValue
from peer_exchange.models.topic import Topic


class Poll(models.Model):
    """One per topic. `shows_names` says whether members see who voted what; it never changes once somebody voted."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="poll")
    kind = models.CharField(_("kind"), max_length=20, choices=PollKind.choices)
    question = models.CharField(_("question"), max_length=300)
    is_multiple = models.BooleanField(_("several choices are possible"), default=False)
    shows_names = models.BooleanField(_("members see who voted what"), default=True)
    closes_at = models.DateTimeField(_("open until"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.question


class PollOption(models.Model):
    """Of a time poll it is a span of time, else a text."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("choice"), max_length=200, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(starts_at__isnull=False), name="poll_option_says_something"
            )
        ]

    def __str__(self) -> str:
        return self.text or str(self.starts_at)


class Vote(models.Model):
    """`value` is yes, except in a time poll."""

    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    value = models.PositiveSmallIntegerField(choices=VoteValue.choices, default=VoteValue.YES)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "user"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.option_id} · {self.user_id}: {self.value}"
