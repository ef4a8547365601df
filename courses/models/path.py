"""A learning path: courses in a recommended order, with a certificate of its own when all are done."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from academy.folding import fold
from academy.models import AcademyPage
from academy.models.approach import motif_choices, palette_choices
from academy.models.pages import PLAIN_FEATURES
from courses.models.course import Course
from courses.models.pages import PAGE_FIELDS, SEO_FIELDS
from courses.path_form import PathPageForm


class PathPage(AcademyPage, Page):
    """Its items name courses, not pages: each reader sees them in her own language."""

    description = RichTextField(_("description"), features=PLAIN_FEATURES, blank=True)
    audience = models.TextField(_("for whom"), blank=True)
    made_by = models.CharField(_("made by"), max_length=255, blank=True)
    cover_motif = models.CharField(_("motif"), max_length=30, choices=motif_choices)
    cover_palette = models.CharField(_("colours"), max_length=30, choices=palette_choices)
    has_certificate = models.BooleanField(_("issues a certificate"), default=True)
    certificate_months = models.PositiveSmallIntegerField(
        _("certificate valid, months"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("description"),
        FieldPanel("audience"),
        FieldPanel("made_by"),
        InlinePanel("items", label=_("course"), heading=_("Courses in the recommended order"), min_num=2),
        InlinePanel("outcomes", label=_("outcome"), heading=_("What a learner can do afterwards")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("cover_motif"), FieldPanel("cover_palette")]),
                FieldRowPanel([FieldPanel("has_certificate"), FieldPanel("certificate_months")]),
            ],
            _("Cover and certificate"),
        ),
    ]
    override_translatable_fields = [
        *PAGE_FIELDS,
        *SEO_FIELDS,
        *[TranslatableField(name) for name in ("description", "audience", "made_by", "items", "outcomes")],
        *[
            SynchronizedField(name, overridable=False)
            for name in ("cover_motif", "cover_palette", "has_certificate", "certificate_months")
        ],
    ]
    search_fields = [*Page.search_fields, index.SearchField("folded_text"), index.AutocompleteField("folded_text")]
    base_form_class = PathPageForm
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types: list[str] = []
    template = "courses/path.html"

    class Meta:
        verbose_name = _("learning path")

    @property
    def folded_text(self) -> str:
        """What the search finds it by, whatever the script or the diacritics of the query."""
        return fold(f"{self.title} {self.summary} {self.audience}")

    @property
    def motif(self) -> str:
        return self.cover_motif

    @property
    def palette(self) -> str:
        return self.cover_palette


class PathItem(TranslatableMixin, Orderable):
    page = ParentalKey(PathPage, related_name="items", on_delete=models.CASCADE)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+", verbose_name=_("course"))
    builds_on = models.ForeignKey(
        Course, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("builds on")
    )
    why = models.CharField(
        _("why here"), max_length=300, blank=True, help_text=_("What it adds to the courses before it.")
    )

    panels = [FieldPanel("course"), FieldPanel("builds_on"), FieldPanel("why")]
    override_translatable_fields = [
        SynchronizedField("course", overridable=False),
        SynchronizedField("builds_on", overridable=False),
        TranslatableField("why"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass

    def __str__(self) -> str:
        return str(self.course)


class PathOutcome(TranslatableMixin, Orderable):
    page = ParentalKey(PathPage, related_name="outcomes", on_delete=models.CASCADE)
    text = models.CharField(_("outcome"), max_length=300)

    panels = [FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass

    def __str__(self) -> str:
        return self.text


class LearningPath(models.Model):
    """The published, language-neutral facts; `services.paths` brings them in line with the source-language page."""

    key = models.SlugField(_("key"), max_length=120, unique=True)
    page_key = models.UUIDField(unique=True, help_text="translation_key of its PathPages")
    title = models.CharField(_("title"), max_length=255, help_text="In the source language, for reports.")
    source_language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    has_certificate = models.BooleanField(_("issues a certificate"), default=True)
    certificate_months = models.PositiveSmallIntegerField(_("certificate valid, months"), null=True, blank=True)
    is_open = models.BooleanField(default=True, help_text="Published.")
    courses = models.ManyToManyField(Course, through="PathCourse", related_name="paths")

    class Meta:
        verbose_name = _("learning path")
        verbose_name_plural = _("learning paths")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class PathCourse(models.Model):
    path = models.ForeignKey(LearningPath, on_delete=models.CASCADE, related_name="path_courses")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="path_courses")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["path", "course"], name="path_course_once")]

    def __str__(self) -> str:
        return f"{self.path} {self.position}: {self.course}"


class PathCompletion(models.Model):
    """A person has completed every course of a path. Courses added later do not take it away."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="path_completions"
    )
    path = models.ForeignKey(LearningPath, on_delete=models.PROTECT, related_name="completions")
    completed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="path_completion_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.path}"
