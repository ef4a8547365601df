"""An attempt at a quiz: the paper as it was asked, the answers as they were given, the marks with their reasons."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import AttemptState
from courses.models.course import Step
from courses.models.enrollment import Enrollment
from courses.querysets import AttemptQuerySet


class Attempt(models.Model):
    """`paper` freezes everything needed to show and to grade it (see courses.rules.paper); it never changes."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="attempts")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=AttemptState.choices, default=AttemptState.OPEN)
    seed = models.BigIntegerField()
    paper = models.JSONField()
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    pass_mark = models.PositiveSmallIntegerField(help_text="Per cent.")
    started_at = models.DateTimeField(default=timezone.now)
    deadline_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True, help_text="Per cent.")
    passed = models.BooleanField(null=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "step", "number"], name="attempt_number_once"),
            models.UniqueConstraint(fields=["enrollment", "step"], condition=Q(state="open"), name="attempt_one_open"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(submitted_at__isnull=False, score__isnull=False, passed__isnull=False),
                name="attempt_closed_has_result",
            ),
            models.CheckConstraint(condition=Q(pass_mark__lte=100), name="attempt_pass_mark_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.step} #{self.number}"


class Response(models.Model):
    """What the learner answered to item `item` (its place in the paper, from 0), and the mark it was given."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses")
    item = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    points = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["item"]
        constraints = [models.UniqueConstraint(fields=["attempt", "item"], name="response_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.item}"


class Grade(models.Model):
    """A later mark for a response, after a key was mended. Appended, never overwritten; the newest counts."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="grades")
    points = models.DecimalField(max_digits=6, decimal_places=3)
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.points}"
