"""What a learner did in a course. Carries what every list and report asks, kept true by `services.progress`."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.models import Organisation
from courses.enums import EnrollmentState
from courses.models.course import Course, Step
from courses.querysets import EnrollmentQuerySet

NO_SCORE = Decimal(-1)  # sorts below every score


class Enrollment(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="enrollments",
        help_text="Empty after the person deleted her account: what remains is anonymous.",
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrollments")
    state = models.CharField(max_length=20, choices=EnrollmentState.choices, default=EnrollmentState.ACTIVE)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    percent = models.PositiveSmallIntegerField(default=0)
    score = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, help_text="Best result of the final test, per cent."
    )
    last_step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="enrollments",
        help_text="Of the day she enrolled; moving to another one does not change it.",
    )
    edition = models.ForeignKey(
        "courses.Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="enrollments"
    )
    sort_name = models.CharField(
        max_length=160, default="", editable=False, help_text="The person's name as lists sort and search it, folded."
    )
    enrolled_at = models.DateTimeField(default=timezone.now)
    last_activity_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True, help_text="First look at a step.")
    half_at = models.DateTimeField(null=True, blank=True, help_text="50 per cent reached.")
    due_at = models.DateTimeField(
        null=True, blank=True, help_text="The next date of a module of her edition that she has not finished."
    )
    behind_at = models.DateTimeField(
        null=True, blank=True, help_text="From then on she is behind unless she does something; see rules.standing."
    )
    deadline_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(
        default=timezone.now, db_index=True, help_text="Last change that a tally could count; see services.tallies."
    )

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        ordering = ["-last_activity_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="enrollment_percent_in_range"),
            models.CheckConstraint(
                condition=~Q(state="completed") | Q(completed_at__isnull=False), name="enrollment_completed_has_date"
            ),
            models.UniqueConstraint(
                fields=["user", "course"], condition=Q(state="active"), name="enrollment_one_active"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-last_activity_at"], name="enrollment_of_user"),
            models.Index(fields=["course", "state"], name="enrollment_of_course"),
            # Lists of an organisation's people: one for each way to sort them, read from where a page begins
            models.Index(fields=["organisation", "sort_name", "id"], name="enrollment_names_within"),
            models.Index(fields=["sort_name", "id"], name="enrollment_by_name"),
            models.Index(fields=["last_activity_at", "id"], name="enrollment_by_activity"),
            models.Index(fields=["percent", "id"], name="enrollment_by_percent"),
            models.Index(
                Coalesce("score", Value(NO_SCORE)), F("id"),
                name="enrollment_by_score",
            ),
            models.Index(fields=["organisation", "course"], name="enrollment_to_tally"),
            models.Index(
                fields=["organisation", "deadline_at", "behind_at", "started_at"],
                condition=Q(state="active"),
                name="enrollment_going_on",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user} · {self.course}"


class StepResult(models.Model):
    """A step that is done: a lesson finished, a quiz passed. Its best score only rises."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="results")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="results")
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrollment", "step"], name="step_result_once")]

    def __str__(self) -> str:
        return f"{self.enrollment_id} · {self.step_id}"


class BlockResponse(models.Model):
    """What a learner filled into a block of a lesson: ticks of a checklist, the answer of a self-check."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="block_responses")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")
    block = models.UUIDField(help_text="id of the block in the lesson's stream, the same in every language")
    data = models.JSONField()
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrollment", "block"], name="block_response_once")]

    def __str__(self) -> str:
        return f"{self.enrollment_id} · {self.block}"
