"""The certificate: a row frozen on the day of issue, with a code that cannot be guessed; and who signs it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from academy.models import Organisation, User
from courses.enums import CertificateDelivery, CertificateStatus
from courses.models.enrollment import Enrollment
from courses.models.path import PathCompletion
from courses.querysets import CertificateQuerySet


class Certificate(models.Model):
    """Everything printed on it stands in this row; later edits of people, pages or settings never change it.

    Delivery: `claimed_at` is the lease of the worker that renders it, `sending_at` is set (and committed) just before
    the letter leaves, `delivered_at` after it left. A row with `sending_at` but no `delivered_at` was interrupted in
    between and is not sent again by itself: once, never twice. A mail server that refused it is asked again at
    `retry_at`; `refusals` counts. `revocation_told_at` is the same promise for the letter about a revocation.
    """

    code = models.CharField(_("code"), max_length=32, unique=True, editable=False)
    enrollment = models.ForeignKey(
        Enrollment, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    path_completion = models.ForeignKey(
        PathCompletion, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=160)
    name_other_script = models.CharField(max_length=160, blank=True)
    course_title = models.CharField(_("course"), max_length=255)
    outcomes = models.JSONField(default=list, help_text="List of sentences.")
    hours = models.PositiveSmallIntegerField()
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    motif = models.CharField(max_length=30)
    palette = models.CharField(max_length=30)
    issuer = models.CharField(max_length=200)
    signatories = models.JSONField(default=list, help_text='List of {"name": …, "role": …}.')
    logo = models.CharField(
        max_length=120,
        blank=True,
        default="",
        help_text="Its name in the storage; named by its content, never changed.",
    )
    wording = models.JSONField(default=dict, help_text="The words around them; see courses.wording.")
    completed_at = models.DateTimeField()
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_reason = models.CharField(_("reason of revocation"), max_length=300, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    sending_at = models.DateTimeField(null=True, blank=True, editable=False)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True, editable=False)
    retry_at = models.DateTimeField(null=True, blank=True, editable=False)
    refusals = models.PositiveSmallIntegerField(default=0, editable=False)
    revocation_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    folded = models.CharField(
        max_length=700, default="", editable=False, help_text="Names and course as the search folds them."
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        permissions = [("revoke_certificate", _("Can revoke and re-issue certificates"))]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment"], condition=Q(revoked_at__isnull=True), name="certificate_one_per_enrollment"
            ),
            models.UniqueConstraint(
                fields=["path_completion"],
                condition=Q(revoked_at__isnull=True),
                name="certificate_one_per_path_completion",
            ),
            models.CheckConstraint(
                condition=Q(enrollment__isnull=False, path_completion__isnull=True)
                | Q(enrollment__isnull=True, path_completion__isnull=False),
                name="certificate_of_course_or_path",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_reason=""), name="certificate_revoked_has_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["claimed_at"],
                condition=Q(delivered_at__isnull=True, revoked_at__isnull=True),
                name="certificate_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"

    @property
    def user(self) -> User | None:
        """Whom it was issued to, while she has an account."""
        earned = self.enrollment or self.path_completion
        return earned.user if earned else None

    @property
    def organisation(self) -> Organisation | None:
        """With which she learned; a learning path names none."""
        return self.enrollment.organisation if self.enrollment else None

    @property
    def is_of_path(self) -> bool:
        """Of a learning path; then `outcomes` lists its courses."""
        return self.path_completion_id is not None

    @property
    def delivery(self) -> CertificateDelivery:
        if self.delivered_at:
            return CertificateDelivery.DELIVERED
        if self.sending_at:
            return CertificateDelivery.UNCERTAIN
        return CertificateDelivery.REFUSED if self.refusals else CertificateDelivery.WAITING

    def status(self, *, now: datetime | None = None) -> CertificateStatus:
        if self.revoked_at:
            return CertificateStatus.REVOKED
        if self.expires_at and self.expires_at <= (now or timezone.now()):
            return CertificateStatus.EXPIRED
        return CertificateStatus.VALID


@register_setting(icon="draft")
class CertificateIssuer(BaseSiteSetting):
    """Who issues and signs; frozen into each certificate at issue."""

    issuer = models.CharField(_("issuing body"), max_length=200, default="Municipal e-Academy")
    signatory_name = models.CharField(_("name of the signatory"), max_length=160, blank=True)
    signatory_role = models.CharField(_("role of the signatory"), max_length=200, blank=True)
    second_signatory_name = models.CharField(_("name of a second signatory"), max_length=160, blank=True)
    second_signatory_role = models.CharField(_("role of a second signatory"), max_length=200, blank=True)

    panels = [
        FieldPanel("issuer"),
        MultiFieldPanel([FieldPanel("signatory_name"), FieldPanel("signatory_role")], _("Signatory")),
        MultiFieldPanel(
            [FieldPanel("second_signatory_name"), FieldPanel("second_signatory_role")], _("Second signatory")
        ),
    ]

    class Meta:
        verbose_name = _("certificate issuer")
