"""What administrators are told: tallies kept per month, exports made in the background, indicators for donors."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.models import Approach, Organisation
from courses.enums import Breakdown, ExportFormat, ExportKind, ExportState, Measure, ReminderKind
from courses.models.course import Course
from courses.models.edition import Edition, or_none


class Tally(models.Model):
    """How many enrollments of an organisation's people in a course were begun, half done, completed … in a month (UTC).

    Sums over them answer every overview, whatever the number of learners. `services.tallies` counts them anew for
    whatever changed; they are never added to by hand.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tallies")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="tallies")
    month = models.DateField(help_text="Its first day.")
    enrolled = models.PositiveIntegerField(default=0)
    started = models.PositiveIntegerField(default=0)
    half = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "course", "month"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} · {self.course_id} · {self.month:%Y-%m}"


class TallyRun(models.Model):
    """Up to when changes are counted (one row)."""

    counted_until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.counted_until)


class Export(models.Model):
    """A file somebody asked for: what was filtered, made in the background, kept for some days."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=ExportKind.choices)
    format = models.CharField(max_length=10, choices=ExportFormat.choices)
    filters = models.JSONField(default=dict)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    state = models.CharField(max_length=20, choices=ExportState.choices, default=ExportState.WAITING)
    file = models.FileField(upload_to="exports/", blank=True)
    rows = models.PositiveIntegerField(default=0, help_text="Written so far.")
    total = models.PositiveIntegerField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind}.{self.format}"


class Framework(models.Model):
    """A results framework: indicators of an organisation for a donor, in a period."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="frameworks")
    title = models.CharField(_("title"), max_length=200)
    donor = models.CharField(_("for"), max_length=200, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("results framework")
        verbose_name_plural = _("results frameworks")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="framework_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.title


class Indicator(models.Model):
    """`measure` says what is counted from the platform's records; course and approach narrow it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("indicator"), max_length=300)
    measure = models.CharField(_("what is counted"), max_length=40, choices=Measure.choices)
    breakdown = models.CharField(_("broken down by"), max_length=20, choices=Breakdown.choices, blank=True)
    course = models.ForeignKey(
        Course, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("only this course")
    )
    approach = models.ForeignKey(
        Approach, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("only this approach"),
    )  # fmt: skip
    baseline = models.DecimalField(_("baseline"), max_digits=12, decimal_places=2, default=0)
    target = models.DecimalField(
        _("target"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class ReminderRule(models.Model):
    """Reminders of an organisation, or of one edition: which, how many days, and whether they are sent."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="reminder_rules")
    edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.CASCADE, related_name="reminder_rules",
        verbose_name=_("only this edition"),
    )  # fmt: skip
    kind = models.CharField(_("when"), max_length=20, choices=ReminderKind.choices)
    days = models.PositiveSmallIntegerField(_("days"), default=3, help_text=_("Before a deadline, or of silence."))
    words = models.CharField(_("a line of your own"), max_length=600, blank=True)
    is_on = models.BooleanField(_("sent"), default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["kind", "days"]
        constraints = [
            models.UniqueConstraint("organisation", or_none("edition"), "kind", "days", name="reminder_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.kind} {self.days}"


class Announcement(models.Model):
    """A message of an administrator to a filtered group; its letters stand in the outbox."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="announcements")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"), max_length=5000)
    filters = models.JSONField(default=dict)
    people = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class ReportSubscription(models.Model):
    """The monthly report by mail. `sent_for` is the last month reported."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="report_subscriptions")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_for = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="report_subscription_once")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.organisation_id}"
