"""Who looks at a practice before and after it is public: the association's check, peers, and whether it still runs."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task

from academy.models import Organisation
from peer_exchange.enums import CheckAnswer, ReviewState
from peer_exchange.models.practice import Practice


class AssociationCheck(Task):
    """The task of the workflow in which the association above the municipality reads a record before it is public.

    Who may decide says `peer_exchange.policies.may_check_practice`; where no association has an administrator, editors.
    """

    class Meta:
        verbose_name = _("association's check")
        verbose_name_plural = _("association's checks")


class PracticeReview(models.Model):
    """A peer's judgement of one version by the rubric (see `rules.rubric`).

    `scores` is {criterion: 0–3}, `comments` {criterion: text}. `organisation` is her municipality of that day.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="practice_reviews"
    )
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(help_text="The version that was judged.")
    state = models.CharField(max_length=20, choices=ReviewState.choices, default=ReviewState.INVITED)
    scores = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    summary = models.TextField(_("to the authors"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("peer review")
        verbose_name_plural = _("peer reviews")
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "reviewer", "version"], name="practice_review_once"),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False, percent__isnull=False),
                name="practice_review_submitted_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} · {self.reviewer_id}"


class StillRunning(models.Model):
    """The question, every 24 months, whether a practice still runs; answered with one click from a letter."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="checks")
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=20, choices=CheckAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice"], condition=Q(answered_at__isnull=True), name="still_running_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} · {self.asked_at:%Y-%m-%d}"


class CheckComment(models.Model):
    """What the association or an editor said of a field when a record was returned; `field` "" means the whole.

    `version` is the `draft_version` that was read; the next return replaces nothing, it adds.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="check_comments")
    field = models.CharField(max_length=60, blank=True)
    text = models.TextField(max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.practice_id} · {self.field}"
