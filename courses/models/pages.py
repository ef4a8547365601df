"""What trainers write: course › module › lesson. One page per language; records hang on `translation_key`."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from academy.folding import fold
from academy.models import AcademyPage, Approach
from academy.models.approach import motif_choices, palette_choices
from academy.models.pages import PLAIN_FEATURES
from courses.blocks import LessonBlocks, SourceBlock

PAGE_FIELDS = [TranslatableField("title"), TranslatableField("slug"), TranslatableField("summary")]
SEO_FIELDS = [TranslatableField("seo_title"), TranslatableField("search_description")]


class CourseIndexPage(AcademyPage, Page):
    """The catalogue."""

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    parent_page_types = ["academy.HomePage"]
    subpage_types = ["courses.CoursePage", "courses.PathPage"]
    template = "courses/catalogue.html"

    class Meta:
        verbose_name = _("course catalogue")


class CoursePage(AcademyPage, Page):
    description = RichTextField(_("description"), features=PLAIN_FEATURES, blank=True)
    audience = models.TextField(_("for whom"), blank=True)
    made_by = models.CharField(_("made by"), max_length=255, blank=True)
    approach = models.ForeignKey(Approach, on_delete=models.PROTECT, related_name="+", verbose_name=_("approach"))
    cover_motif = models.CharField(
        _("motif"), max_length=30, choices=motif_choices, blank=True, help_text=_("Empty: the motif of the approach.")
    )
    cover_palette = models.CharField(
        _("colours"), max_length=30, choices=palette_choices, blank=True,
        help_text=_("Empty: the colours of the approach."),
    )  # fmt: skip
    hours = models.PositiveSmallIntegerField(
        _("hours of study"), default=1, validators=[MinValueValidator(1)], help_text=_("Printed on the certificate.")
    )
    requires_lessons = models.BooleanField(_("all lessons finished"), default=True)
    requires_quizzes = models.BooleanField(_("all quizzes passed"), default=True)
    requires_final_test = models.BooleanField(_("final test passed"), default=True)
    requires_assignment = models.BooleanField(_("assignment done"), default=True)
    has_certificate = models.BooleanField(_("issues a certificate"), default=True)
    certificate_months = models.PositiveSmallIntegerField(
        _("certificate valid, months"), null=True, blank=True, help_text=_("Empty: without end.")
    )
    is_open = models.BooleanField(_("open for enrollment"), default=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("description"),
        FieldPanel("audience"),
        FieldPanel("made_by"),
        InlinePanel("outcomes", label=_("outcome"), heading=_("What a learner can do afterwards")),
        MultiFieldPanel(
            [FieldPanel("approach"), FieldRowPanel([FieldPanel("cover_motif"), FieldPanel("cover_palette")])],
            _("Approach and cover"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("requires_lessons"),
                FieldPanel("requires_quizzes"),
                FieldPanel("requires_final_test"),
                FieldPanel("requires_assignment"),
                FieldRowPanel([FieldPanel("has_certificate"), FieldPanel("certificate_months"), FieldPanel("hours")]),
                FieldPanel("is_open"),
            ],
            _("Completion and certificate"),
        ),
    ]
    override_translatable_fields = [
        *PAGE_FIELDS,
        *SEO_FIELDS,
        TranslatableField("description"),
        TranslatableField("audience"),
        TranslatableField("made_by"),
        TranslatableField("outcomes"),
        *[
            SynchronizedField(name, overridable=False)
            for name in (
                "approach", "cover_motif", "cover_palette", "hours", "requires_lessons", "requires_quizzes",
                "requires_final_test", "requires_assignment", "has_certificate", "certificate_months", "is_open",
            )
        ],
    ]  # fmt: skip
    search_fields = [
        *Page.search_fields,
        index.SearchField("folded_text"),
        index.AutocompleteField("folded_text"),
    ]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.ModulePage", "courses.AssignmentPage", "courses.QuizPage"]
    admin_default_ordering = "ord"
    template = "courses/course.html"

    class Meta:
        verbose_name = _("course page")

    @property
    def folded_text(self) -> str:
        """What the search finds it by, whatever the script or the diacritics of the query."""
        return fold(f"{self.title} {self.summary} {self.audience}")

    @property
    def motif(self) -> str:
        return self.cover_motif or self.approach.motif

    @property
    def palette(self) -> str:
        return self.cover_palette or self.approach.palette

    @property
    def rule(self) -> dict[str, bool]:
        return {
            "lessons": self.requires_lessons,
            "quizzes": self.requires_quizzes,
            "final_test": self.requires_final_test,
            "assignment": self.requires_assignment,
        }


class CourseOutcome(TranslatableMixin, Orderable):
    page = ParentalKey(CoursePage, related_name="outcomes", on_delete=models.CASCADE)
    key = models.SlugField(_("key"), help_text=_("Questions name it."))
    text = models.CharField(_("outcome"), max_length=300)

    panels = [FieldPanel("key"), FieldPanel("text")]
    override_translatable_fields = [SynchronizedField("key", overridable=False), TranslatableField("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass

    def __str__(self) -> str:
        return self.text


class ModulePage(AcademyPage, Page):
    """A chapter of a course; learners see it as a heading of the outline, not as a page of its own."""

    intro = models.TextField(
        _("introduction"), blank=True, help_text=_("One paragraph below its heading on the course page.")
    )

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("intro")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage", "courses.AssignmentPage", "courses.QuizPage"]
    admin_default_ordering = "ord"
    override_translatable_fields = [*PAGE_FIELDS, *SEO_FIELDS, TranslatableField("intro")]

    class Meta:
        verbose_name = _("module")


class LessonPage(AcademyPage, Page):
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(1)], help_text=_("Honest estimate, with exercises.")
    )
    body = StreamField(LessonBlocks(), verbose_name=_("lesson"), blank=True)
    sources = StreamField(
        [("source", SourceBlock())],
        verbose_name=_("sources"),
        blank=True,
        help_text=_("What the lesson rests on; those of its cases and quotations are listed by themselves."),
    )
    heavy_fields = ("body",)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("minutes"),
        FieldPanel("body"),
        FieldPanel("sources"),
    ]
    override_translatable_fields = [
        *PAGE_FIELDS,
        *SEO_FIELDS,
        SynchronizedField("minutes", overridable=False),
        SynchronizedField("sources", overridable=False),
        TranslatableField("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("folded_text"),
        index.AutocompleteField("folded_text"),
        index.SearchField("body"),
    ]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    template = "courses/lesson.html"

    class Meta:
        verbose_name = _("lesson")

    @property
    def folded_text(self) -> str:
        return fold(f"{self.title} {self.summary}")
