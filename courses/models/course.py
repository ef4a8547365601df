"""The record of a course and its steps: once, whatever the languages of its pages. Knows nothing of who learns."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.models import Approach
from courses.enums import StepKind
from courses.querysets import StepQuerySet


def default_rule() -> dict[str, bool]:
    return {"lessons": True, "quizzes": True, "final_test": True, "assignment": True}


class Course(models.Model):
    """The published, language-neutral facts; `services.outlines` brings them in line with the source-language pages."""

    key = models.SlugField(_("key"), max_length=120, unique=True)
    page_key = models.UUIDField(unique=True, help_text="translation_key of its CoursePages")
    title = models.CharField(_("title"), max_length=255, help_text="In the source language, for reports.")
    approach = models.ForeignKey(Approach, on_delete=models.PROTECT, related_name="courses")
    source_language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    rule = models.JSONField(_("completion rule"), default=default_rule, help_text="See courses.rules.completion.")
    has_certificate = models.BooleanField(_("issues a certificate"), default=True)
    certificate_months = models.PositiveSmallIntegerField(_("certificate valid, months"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours of study"), default=1)
    is_open = models.BooleanField(_("open for enrollment"), default=True)
    is_stale = models.BooleanField(
        default=False, help_text="The steps changed and the percentages of its learners are not recomputed yet."
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """A lesson, quiz or assignment of a course as records know it. With results it is retired, never deleted."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="steps")
    key = models.UUIDField(help_text="translation_key of its pages")
    module_key = models.UUIDField()
    kind = models.CharField(max_length=20, choices=StepKind.choices)
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=1)
    is_required = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["course", "key"], name="step_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.position}"
