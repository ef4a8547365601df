"""Events of a cluster: dates, places with a waiting list, attendance, feedback, report; resources and recordings."""

import uuid
import zoneinfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.models.user import default_time_zone, validate_time_zone
from peer_exchange.enums import EventAttendance, EventKind, EventPlaceState, ResourceKind
from peer_exchange.models.cluster import Cluster
from peer_exchange.querysets import EventPlaceQuerySet, EventQuerySet


class Event(models.Model):
    """`sequence` counts changes of what a calendar shows; a cancelled event stays. `join_url` is for who takes part."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="events")
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind.choices)
    language = models.CharField(_("language of this text"), max_length=10, choices=settings.LANGUAGES)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=default_time_zone, validators=[validate_time_zone]
    )
    place = models.CharField(_("place"), max_length=300, blank=True)
    join_url = models.URLField(_("link to join"), blank=True, help_text=_("Shown to people who take part only."))
    languages = models.JSONField(_("languages spoken"), default=list)
    interpretation = models.CharField(_("interpretation"), max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Empty: no limit.")
    )
    about = models.TextField(_("what it is about"), blank=True, help_text="Safe HTML, as a post.")
    agenda = models.TextField(_("agenda"), max_length=3000, blank=True, help_text=_("One point per line."))
    speakers = models.TextField(_("speakers"), max_length=1500, blank=True, help_text=_("One per line."))
    preparation = models.TextField(_("to prepare"), max_length=1500, blank=True)
    other_people = models.PositiveSmallIntegerField(
        _("further people"), default=0, help_text=_("Who was there and has no account, as a number.")
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, help_text="Members see it and are invited from then on.")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True)
    is_sample = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start")]
        indexes = [models.Index(fields=["cluster", "starts_at"], name="event_in_cluster")]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)


class EventPlace(models.Model):
    """A person and an event: invited, takes part, waits, declined; afterwards whether she was there and what she says.

    The queue goes by `asked_at`.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="places")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="event_places")
    state = models.CharField(max_length=20, choices=EventPlaceState.choices)
    asked_at = models.DateTimeField(default=timezone.now)
    attendance = models.CharField(max_length=20, choices=EventAttendance.choices, blank=True)
    usefulness = models.PositiveSmallIntegerField(
        _("how useful was it"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    feedback = models.TextField(_("what you take with you, what was missing"), max_length=1500, blank=True)
    feedback_at = models.DateTimeField(null=True, blank=True)

    objects = EventPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="event_place_once")]
        indexes = [models.Index(fields=["event", "state", "asked_at"], name="event_place_queue")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.event_id}: {self.state}"


class EventReport(models.Model):
    """What came out of an event; members read it once it is published."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="report")
    text = models.TextField(_("report"), help_text="Safe HTML, as a post.")
    agreed = models.TextField(_("what was agreed"), max_length=2000, blank=True, help_text=_("One point per line."))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.event_id)


class CalendarToken(models.Model):
    """The secret in the address of a person's calendar feed; made anew, the old address is dead."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_token")
    token = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.user_id)


class Resource(models.Model):
    """A document, link or recording on the shelf of a cluster, perhaps from one of its events."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="resources")
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="resources")
    kind = models.CharField(_("kind"), max_length=20, choices=ResourceKind.choices)
    title = models.CharField(_("title"), max_length=200)
    about = models.CharField(_("what it is good for"), max_length=600, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    file = models.FileField(_("file"), upload_to="clusters/resources/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True, help_text="Bytes.")
    url = models.URLField(_("link"), blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="", url__gt="") | Q(file__gt="", url=""), name="resource_is_file_or_link"
            )
        ]

    def __str__(self) -> str:
        return self.title
