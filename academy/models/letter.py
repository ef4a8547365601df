"""The outbox: letters that shall reach one person each, once; and which kinds a person does not want.

What stands in a letter is worked out when it leaves, by the plug of its kind (see `academy.sockets.letter_kinds`).
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.enums import LetterState
from academy.querysets import LetterQuerySet


class Letter(models.Model):
    """A row is claimed by one worker: `claimed_at` is its lease, `sending_at` is set (and committed) just before the
    letter leaves, `sent_at` after it left. A row with `sending_at` but no `sent_at` was interrupted in between and is
    not sent again by itself. A mail server that refused is asked again at `retry_at`.
    """

    kind = models.CharField(max_length=60, help_text="Name of a plug in academy.sockets.letter_kinds.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="letters"
    )
    email = models.EmailField(blank=True, help_text="Of somebody without an account; then `user` is empty.")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, blank=True, help_text="For `email`.")
    key = models.CharField(max_length=200, unique=True, help_text="What it is about; the same key never leaves twice.")
    data = models.JSONField(default=dict, help_text="Ids and plain values; the plug of the kind knows them.")
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    not_before = models.DateTimeField(null=True, blank=True, help_text="Held until then.")
    claimed_at = models.DateTimeField(null=True, blank=True)
    sending_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="Nothing was left to say, or it is not wanted.")
    retry_at = models.DateTimeField(null=True, blank=True)
    refusals = models.PositiveSmallIntegerField(default=0)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, email="") | (models.Q(user__isnull=True) & ~models.Q(email="")),
                name="letter_to_account_or_address",
            )
        ]
        indexes = [
            models.Index(
                fields=["not_before", "claimed_at"],
                condition=models.Q(sent_at__isnull=True, dropped_at__isnull=True, sending_at__isnull=True),
                name="letter_waiting",
            ),
            models.Index(fields=["user", "kind", "-created_at"], name="letter_of_user"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def address(self) -> str:
        """Where it goes. With `user` loaded, no query."""
        return self.user.email if self.user is not None else self.email

    @property
    def state(self) -> LetterState:
        if self.sent_at:
            return LetterState.SENT
        if self.dropped_at:
            return LetterState.DROPPED
        if self.sending_at:
            return LetterState.UNCERTAIN
        return LetterState.REFUSED if self.refusals else LetterState.WAITING


class Unsubscription(models.Model):
    """A person does not want letters of this category (see `LetterKind.category`)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsubscriptions")
    category = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "category"], name="unsubscription_once")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.category}"
