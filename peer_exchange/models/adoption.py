"""Replication: municipalities that take a practice over, what became of it; problems that have no solution yet."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.models import Approach, Organisation
from peer_exchange.enums import AdoptionStage, ChallengeState
from peer_exchange.models.cluster import Cluster
from peer_exchange.models.practice import Practice, money
from peer_exchange.models.topic import Topic
from peer_exchange.querysets import AdoptionQuerySet, ChallengeQuerySet


class Adoption(models.Model):
    """One per practice and municipality. `stage` moves; each report stands in `AdoptionReport`.

    Public with its municipality and stage; `topic` is the question it opened in a cluster.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="adoptions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="adoptions")
    stage = models.CharField(_("stage"), max_length=20, choices=AdoptionStage.choices, default=AdoptionStage.INTERESTED)
    started_on = models.DateField(_("start"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    changed = models.TextField(_("what we changed"), max_length=1000, blank=True)
    cost_amount = money(_("cost"))
    cost_currency = models.CharField(_("currency"), max_length=3, blank=True)
    cost_note = models.CharField(_("for what, in which year"), max_length=200, blank=True)
    result = models.TextField(_("result, in numbers"), max_length=600, blank=True)
    evidence = models.CharField(_("how we know"), max_length=300, blank=True)
    evidence_url = models.URLField(_("link to a proof"), max_length=500, blank=True)
    help_received = models.TextField(_("help received"), max_length=600, blank=True)
    stopped_reason = models.TextField(_("stopped, because"), max_length=800, blank=True)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="adoptions"
    )
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="adoptions")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "organisation"], name="adoption_once"),
            models.CheckConstraint(
                condition=~Q(stage="stopped") | ~Q(stopped_reason=""), name="adoption_stopped_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} → {self.organisation_id}: {self.stage}"


class AdoptionReport(models.Model):
    """A follow-up after 3, 9 or 18 months (`month`), asked and answered; 0: told without being asked."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="reports")
    month = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=AdoptionStage.choices, blank=True)
    progress = models.TextField(_("what happened since"), max_length=1000, blank=True)
    needs = models.TextField(_("what would help you now"), max_length=600, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["month", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["adoption", "month"], condition=Q(month__gt=0), name="adoption_report_once")
        ]

    def __str__(self) -> str:
        return f"{self.adoption_id} · {self.month}"


class Challenge(models.Model):
    """A problem without a solution yet; stands beside the practices."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=140, unique=True)
    title = models.CharField(_("the problem in one line"), max_length=160)
    problem = models.TextField(_("the problem"), max_length=1500)
    tried = models.TextField(_("what you tried already"), max_length=1000, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="challenges"
    )
    approach = models.ForeignKey(Approach, null=True, blank=True, on_delete=models.PROTECT, related_name="challenges")
    target_groups = models.JSONField(_("for whom"), default=list, blank=True, help_text="TargetGroup.")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    state = models.CharField(max_length=20, choices=ChallengeState.choices, default=ChallengeState.OPEN)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="challenges"
    )
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="challenges")
    cluster = models.ForeignKey(Cluster, null=True, blank=True, on_delete=models.SET_NULL, related_name="challenges")
    solved_by = models.ManyToManyField(Practice, blank=True, related_name="challenges")
    folded = models.TextField(default="", editable=False)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class ContactRequest(models.Model):
    """A message to the people of a practice through the site: their address is never shown."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="contact_requests")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=20, help_text="An Offer.")
    message = models.TextField(_("message"), max_length=2000)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.practice_id} ← {self.sender_id}"
