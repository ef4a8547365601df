"""The handbook: a whole course in a language as one PDF, drawn by a task and kept per version."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import HandbookState
from courses.models.course import Course


class Handbook(models.Model):
    """`version` is a digest of everything that is printed: the same version is drawn once."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="handbooks")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    version = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=HandbookState.choices, default=HandbookState.WAITING)
    file = models.FileField(upload_to="handbooks/", blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    bytes = models.PositiveIntegerField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("handbook")
        verbose_name_plural = _("handbooks")
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(fields=["course", "language", "version"], name="handbook_once"),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(file=""), name="handbook_ready_has_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} · {self.language}"
