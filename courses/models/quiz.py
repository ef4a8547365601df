"""A quiz page: which questions it asks and how. What happens in an attempt stands in `services.attempts`."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import Tag
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from academy.models import AcademyPage
from courses.enums import FeedbackTime, StepKind
from courses.models.pages import PAGE_FIELDS, SEO_FIELDS
from courses.models.question import Question
from courses.tag_select import TagSelect


class QuizPage(AcademyPage, Page):
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=[(kind.value, kind.label) for kind in (StepKind.QUIZ, StepKind.FINAL_TEST)],
        default=StepKind.QUIZ,
    )
    intro = models.TextField(_("introduction"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5, validators=[MinValueValidator(1)])
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark, per cent"), default=70, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as she likes. The best attempt counts."),
    )  # fmt: skip
    time_limit = models.PositiveSmallIntegerField(
        _("time limit, minutes"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit."),
    )  # fmt: skip
    shuffles = models.BooleanField(_("shuffle questions and choices"), default=True)
    feedback = models.CharField(
        _("show answers and explanations"),
        max_length=20,
        choices=FeedbackTime.choices,
        default=FeedbackTime.AFTER_SUBMISSION,
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("intro"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("minutes"), FieldPanel("time_limit")]),
                FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("attempts_allowed")]),
                FieldPanel("shuffles"),
                FieldPanel("feedback"),
            ],
            _("Rules"),
        ),
        InlinePanel("items", label=_("item"), heading=_("Questions, or draws from a tag")),
    ]
    override_translatable_fields = [
        *PAGE_FIELDS,
        *SEO_FIELDS,
        TranslatableField("intro"),
        TranslatableField("items"),
        *[
            SynchronizedField(name, overridable=False)
            for name in (
                "kind", "minutes", "pass_mark", "attempts_allowed", "time_limit", "shuffles", "feedback",
            )
        ],
    ]  # fmt: skip
    parent_page_types = ["courses.ModulePage", "courses.CoursePage"]
    subpage_types: list[str] = []
    template = "courses/quiz.html"

    class Meta:
        verbose_name = _("quiz")


class QuizItem(TranslatableMixin, Orderable):
    """Either one question, or `count` questions drawn from a tag anew for each attempt."""

    page = ParentalKey(QuizPage, related_name="items", on_delete=models.CASCADE)
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("question")
    )
    tag = models.ForeignKey(
        Tag, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("draw from tag")
    )
    count = models.PositiveSmallIntegerField(_("how many"), default=1, validators=[MinValueValidator(1)])
    points = models.PositiveSmallIntegerField(_("points each"), default=1, validators=[MinValueValidator(1)])

    panels = [
        FieldPanel("question"),
        FieldRowPanel([FieldPanel("tag", widget=TagSelect), FieldPanel("count"), FieldPanel("points")]),
    ]
    override_translatable_fields = [
        SynchronizedField(name, overridable=False) for name in ("question", "tag", "count", "points")
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=False, tag__isnull=True) | Q(question__isnull=True, tag__isnull=False),
                name="quiz_item_question_or_draw",
            )
        ]

    def __str__(self) -> str:
        return str(self.question or self.tag)

    def clean(self) -> None:
        if bool(self.question_id) == bool(self.tag_id):
            raise ValidationError(_("Choose either a question or a tag to draw from."))
