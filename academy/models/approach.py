"""An approach of the programme (day-care centres, mobile outreach, …): a topic, and the woven look of what wears it.

Neutral to language: one row, with its names in every language below it.
"""

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from academy import site_version, weave


def motif_choices():
    return [(key, key.capitalize()) for key in weave.MOTIFS]


def palette_choices():
    return [(key, key.capitalize()) for key in weave.PALETTES]


class Approach(ClusterableModel):
    site_part = site_version.add_part("approaches")

    key = models.SlugField(_("key"), unique=True, help_text=_("Stands in addresses; do not change it later."))
    motif = models.CharField(_("motif"), max_length=30, choices=motif_choices)
    palette = models.CharField(_("colours"), max_length=30, choices=palette_choices)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [
        FieldPanel("key"),
        FieldPanel("motif"),
        FieldPanel("palette"),
        FieldPanel("position"),
        InlinePanel("names", label=_("name"), heading=_("Names"), min_num=1),
    ]

    class Meta:
        verbose_name = _("approach")
        verbose_name_plural = _("approaches")
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language, else in the site's own; no query but that of `approach_names`."""
        names = approach_names().get(self.pk) or {row.language: row.name for row in self.names.all()}
        return names.get(get_language() or "") or names.get(settings.LANGUAGE_CODE) or self.key


class ApproachName(Orderable):
    approach = ParentalKey(Approach, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=120)

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["approach", "language"], name="approach_name_once")]


def approach_names() -> Mapping[int, Mapping[str, str]]:
    """`{approach: {language: name}}` of all of them, read once per version of the approaches."""
    version = site_version.current(Approach.site_part)
    return _read_names() if version is None else _known_names(version)


def _read_names() -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for approach, language, name in ApproachName.objects.order_by().values_list("approach", "language", "name"):
        found.setdefault(approach, {})[language] = name
    return found


@lru_cache(maxsize=2)
def _known_names(version: int) -> dict[int, dict[str, str]]:
    return _read_names()
