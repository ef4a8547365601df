"""The glossary: words of the field with a plain meaning, in each language a row joined by `translation_key`."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import RevisionMixin, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from academy.folding import fold
from courses.enums import TermDomain


class Term(RevisionMixin, TranslatableMixin, index.Indexed, models.Model):
    """`forms` are further ways the word stands in a text (plural, cases, abbreviation), one per line."""

    key = models.SlugField(_("key"), max_length=80, help_text=_("The same in every language."))
    name = models.CharField(_("term"), max_length=120)
    forms = models.TextField(_("other forms"), blank=True, help_text=_("Plural, cases, abbreviation; one per line."))
    meaning = models.TextField(
        _("meaning"),
        max_length=600,
        blank=True,
        help_text=_("One or two plain sentences."),
    )
    domain = models.CharField(_("domain"), max_length=20, choices=TermDomain.choices, default=TermDomain.SOCIAL)
    is_marked = models.BooleanField(
        _("mark in lessons"), default=True, help_text=_("Lessons explain the word where it stands first.")
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("key")]),
        FieldPanel("forms"),
        FieldPanel("meaning"),
        FieldRowPanel([FieldPanel("domain"), FieldPanel("is_marked")]),
    ]
    override_translatable_fields = [
        *[SynchronizedField(name, overridable=False) for name in ("key", "domain", "is_marked")],
        *[TranslatableField(name) for name in ("name", "forms", "meaning")],
    ]
    search_fields = [
        index.SearchField("folded_text"),
        index.AutocompleteField("folded_text"),
        index.FilterField("locale_id"),
        index.FilterField("domain"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="term_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def folded_text(self) -> str:
        return fold(f"{self.name} {self.forms}")

    @property
    def words(self) -> tuple[str, ...]:
        """Every form in which a text may use it."""
        return tuple(dict.fromkeys(word.strip() for word in (self.name, *self.forms.splitlines()) if word.strip()))
