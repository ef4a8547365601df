"""An edition: a course delivered in a period, in a language, by facilitators, for an organisation or openly."""

import uuid
import zoneinfo
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.models import Organisation
from academy.models.user import default_time_zone, validate_time_zone
from courses.enums import AttendanceState, EditionState, EntryKind, PlaceState
from courses.models.course import Course
from courses.querysets import EditionQuerySet, PlaceQuerySet


def or_none(name: str) -> Coalesce:
    """For unique constraints: an empty reference counts as a value of its own, on every database."""
    return Coalesce(name, models.Value(0), output_field=models.BigIntegerField())


class Edition(models.Model):
    """`starts_on` and `ends_on` are days in `time_zone`; the last day counts whole. Without `organisation` it is open
    to people of every organisation. People outside an edition go on learning at their own pace beside it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="editions", verbose_name=_("course"))
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="editions",
        verbose_name=_("organisation"), help_text=_("Who holds it; its staff and that of all below it may take part."),
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("Empty: that of the course."))
    note = models.TextField(_("what to expect"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=default_time_zone, validators=[validate_time_zone]
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Empty: no limit.")
    )
    entry = models.CharField(_("enrollment"), max_length=20, choices=EntryKind.choices, default=EntryKind.OPEN)
    is_for_branch_only = models.BooleanField(
        _("only for its own staff"), default=True, help_text=_("People of the organisation and of all below it.")
    )
    needs_acceptance = models.BooleanField(
        _("a facilitator must accept the assignment"), default=False,
        help_text=_("Without the tick the course itself decides."),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=20, choices=EditionState.choices, default=EditionState.DRAFT)
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="facilitated_editions", verbose_name=_("facilitators")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="edition_ends_after_start"),
            models.CheckConstraint(
                condition=Q(is_for_branch_only=False) | Q(organisation__isnull=False),
                name="edition_for_branch_has_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.course} {self.starts_on}"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def opens_at(self) -> datetime:
        """The first moment of its first day."""
        return datetime.combine(self.starts_on, time(), tzinfo=self.zone)

    @property
    def deadline_at(self) -> datetime:
        """The moment its last day is over."""
        return datetime.combine(self.ends_on + timedelta(days=1), time(), tzinfo=self.zone)


class ModuleDates(models.Model):
    """When a module opens in an edition and until when it should be done. Empty: from the start, no date."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="module_dates")
    module_key = models.UUIDField(help_text="As in Step.module_key.")
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    due_at = models.DateTimeField(_("to be done by"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "module_key"], name="module_dates_once"),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(due_at__isnull=True) | Q(due_at__gt=F("opens_at")),
                name="module_due_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} · {self.module_key}"


class LiveSession(models.Model):
    """A meeting of an edition, online or in a room. `sequence` counts changes, for calendars; cancelled ones stay."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=200)
    agenda = models.TextField(_("agenda"), max_length=2000, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    join_url = models.URLField(_("link to join"), blank=True, help_text=_("Shown to people of the edition only."))
    sequence = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("live session")
        verbose_name_plural = _("live sessions")
        ordering = ["starts_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start")]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    session = models.ForeignKey(LiveSession, on_delete=models.CASCADE, related_name="attendances")
    enrollment = models.ForeignKey("courses.Enrollment", on_delete=models.CASCADE, related_name="attendances")
    state = models.CharField(max_length=20, choices=AttendanceState.choices)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "enrollment"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.enrollment_id}: {self.state}"


class Place(models.Model):
    """A person's way into an edition: asked for, waiting for a seat, seated. The queue goes by `asked_at`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="places")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="places")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=PlaceState.choices)
    message = models.CharField(max_length=600, blank=True, help_text="Why she wants to take part.")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "user"], name="place_once")]
        indexes = [models.Index(fields=["edition", "state", "asked_at"], name="place_queue")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.edition_id}: {self.state}"


class Adjustment(models.Model):
    """What one person was granted: a later deadline, another attempt, more time. Each with its reason and its giver."""

    class Kind(models.TextChoices):
        DEADLINE = "deadline", _("Later deadline")
        ATTEMPT = "attempt", _("Extra attempt")
        TIME = "time", _("Extra time")

    enrollment = models.ForeignKey("courses.Enrollment", on_delete=models.CASCADE, related_name="adjustments")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    step = models.ForeignKey(
        "courses.Step", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The quiz, for attempts and time; empty: every quiz of the course.",
    )  # fmt: skip
    deadline_at = models.DateTimeField(_("new deadline"), null=True, blank=True)
    amount = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Attempts, or per cent of time on top.", validators=[MinValueValidator(1)]
    )
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="adjustment_has_reason"),
            models.CheckConstraint(
                condition=Q(kind="deadline", deadline_at__isnull=False, amount__isnull=True)
                | (~Q(kind="deadline") & Q(deadline_at__isnull=True, amount__isnull=False)),
                name="adjustment_has_its_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.kind}"
