"""The tables of a full case: steps, partners, costs, indicators, lessons, documents, pictures; and their files."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from peer_exchange.enums import CostKind, DocumentKind, Licence
from peer_exchange.models.practice import Practice, money


class PracticePart(Orderable):
    """A row of one of the tables of a full case; translations hang on `key`, which stays when its words change."""

    key = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta(Orderable.Meta):
        abstract = True


class PracticeStep(PracticePart):
    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(_("what"), max_length=300)
    who = models.CharField(_("who"), max_length=160, blank=True)
    when = models.CharField(_("when"), max_length=80, blank=True)
    duration = models.CharField(_("how long"), max_length=80, blank=True)

    class Meta(PracticePart.Meta):
        verbose_name = _("step")

    def __str__(self) -> str:
        return self.what


class PracticePartner(PracticePart):
    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(_("partner"), max_length=200)
    support = models.JSONField(_("kind of support"), default=list, blank=True, help_text="Support.")
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(PracticePart.Meta):
        verbose_name = _("partner")

    def __str__(self) -> str:
        return self.name


class PracticeCost(PracticePart):
    """An amount in the currency of its source; `currency` is an ISO 4217 code."""

    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="costs")
    kind = models.CharField(_("kind"), max_length=20, choices=CostKind.choices, default=CostKind.YEARLY)
    label = models.CharField(_("for what"), max_length=200)
    amount = money(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(PracticePart.Meta):
        verbose_name = _("cost")

    def __str__(self) -> str:
        return self.label


class PracticeIndicator(PracticePart):
    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(_("indicator"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    baseline = models.DecimalField(_("before"), max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_on = models.CharField(_("date of before"), max_length=40, blank=True)
    latest = models.DecimalField(_("latest"), max_digits=14, decimal_places=2, null=True, blank=True)
    latest_on = models.CharField(_("date of latest"), max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(PracticePart.Meta):
        verbose_name = _("indicator")

    def __str__(self) -> str:
        return self.name


class PracticeLesson(PracticePart):
    """`is_reading`: our reading of the facts, not a statement of the municipality."""

    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="lessons")
    text = models.CharField(_("lesson"), max_length=400)
    is_reading = models.BooleanField(default=False)

    class Meta(PracticePart.Meta):
        verbose_name = _("lesson learned")

    def __str__(self) -> str:
        return self.text


class PracticeDocument(PracticePart):
    """A document others may reuse: a checked file, or a link."""

    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind.choices)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices)
    upload = models.ForeignKey(
        "peer_exchange.PracticeUpload", null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    url = models.URLField(_("link"), max_length=500, blank=True)

    class Meta(PracticePart.Meta):
        verbose_name = _("reusable document")

    def __str__(self) -> str:
        return self.title


class PracticeImage(PracticePart):
    """`has_consent`: the people in it agreed, or there are none."""

    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="images")
    upload = models.ForeignKey("peer_exchange.PracticeUpload", on_delete=models.PROTECT, related_name="images")
    alt = models.CharField(_("what the picture shows"), max_length=300)
    credit = models.CharField(_("whose picture it is"), max_length=200)
    has_consent = models.BooleanField(_("the people in it agreed, or there are none"), default=False)

    class Meta(PracticePart.Meta):
        verbose_name = _("picture")

    def __str__(self) -> str:
        return self.alt


class PracticeUpload(models.Model):
    """A checked file of a practice, named by its uuid in storage; public with the version that shows it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="uploads")
    file = models.FileField(upload_to="practices/")
    name = models.CharField(max_length=200, help_text="As the uploader called it.")
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField(help_text="Bytes.")
    width = models.PositiveIntegerField(null=True, blank=True, help_text="Of an image, in pixels.")
    height = models.PositiveIntegerField(null=True, blank=True)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
