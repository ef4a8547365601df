"""The tree of organisations (network › association › municipality › unit) and who belongs to them, in which role, when.

An administrator's branch is her organisation and everything below it.
"""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager

from academy.enums import Economy, MembershipRole, OrganisationKind
from academy.querysets import MembershipQuerySet, OrganisationQuerySet


class OrganisationManager(MP_NodeManager.from_queryset(OrganisationQuerySet)):
    def get_queryset(self):
        return OrganisationQuerySet(self.model, using=self._db).order_by("path")


class Organisation(MP_Node):
    """`name` is its own name for itself; names in other languages and scripts stand in `names`.

    Empty branding (logo, signatories, help) is that of the nearest organisation above which has it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField(_("key"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(_("name"), max_length=255)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    economy = models.CharField(_("economy"), max_length=2, choices=Economy.choices, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )  # fmt: skip
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )  # fmt: skip
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year of the population"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )
    issuer = models.CharField(
        _("issuing body on certificates"), max_length=200, blank=True, help_text=_("Empty: its name.")
    )
    signatory_name = models.CharField(_("name of the signatory"), max_length=160, blank=True)
    signatory_role = models.CharField(_("role of the signatory"), max_length=200, blank=True)
    second_signatory_name = models.CharField(_("name of a second signatory"), max_length=160, blank=True)
    second_signatory_role = models.CharField(_("role of a second signatory"), max_length=200, blank=True)
    help_email = models.EmailField(_("e-mail address for help"), blank=True)
    help_phone = models.CharField(_("telephone for help"), max_length=60, blank=True)
    help_text = models.CharField(_("whom to ask, and when"), max_length=300, blank=True)
    is_sample = models.BooleanField(_("sample"), default=False, help_text=_("Visibly marked as fictional."))
    is_active = models.BooleanField(_("active"), default=True)
    folded = models.CharField(max_length=1000, default="", editable=False, help_text="Names as the search folds them.")

    objects = OrganisationManager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="organisation_position_whole",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the active language, else its own. Prefetch `names` for lists."""
        names = {row.language: row.name for row in self.names.all()}
        return names.get(get_language() or "") or self.name


class OrganisationName(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "language"], name="organisation_name_once")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person belongs to an organisation from `started_at` to `ended_at`; she may belong to several, and move."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=MembershipRole.choices, default=MembershipRole.MEMBER)
    position = models.CharField(_("position"), max_length=160, blank=True)
    started_at = models.DateTimeField(_("since"), default=timezone.now)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], condition=Q(ended_at__isnull=True), name="membership_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="membership_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "role"], name="membership_of_organisation")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"
