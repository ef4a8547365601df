"""An assignment: a template that a learner fills for her own municipality, hands in and discusses with a facilitator.

The page says what is asked; a submission holds what she wrote, by the keys of the parts, whatever the language.
"""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from academy.models import AcademyPage
from academy.models.pages import PLAIN_FEATURES
from courses.assignment_form import AssignmentPageForm
from courses.enums import PartKind, SubmissionState
from courses.models.course import Step
from courses.models.enrollment import Enrollment
from courses.models.pages import PAGE_FIELDS, SEO_FIELDS
from courses.querysets import SubmissionQuerySet


class AssignmentPage(AcademyPage, Page):
    brief = RichTextField(_("what to do"), features=PLAIN_FEATURES, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60, validators=[MinValueValidator(1)])
    needs_acceptance = models.BooleanField(
        _("a facilitator must accept it"),
        default=False,
        help_text=_("Without the tick it is done when the learner hands it in; a facilitator may still comment."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("brief"),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("needs_acceptance")]),
        InlinePanel("parts", label=_("part"), heading=_("The template")),
    ]
    override_translatable_fields = [
        *PAGE_FIELDS,
        *SEO_FIELDS,
        TranslatableField("brief"),
        TranslatableField("parts"),
        SynchronizedField("minutes", overridable=False),
        SynchronizedField("needs_acceptance", overridable=False),
    ]
    parent_page_types = ["courses.CoursePage", "courses.ModulePage"]
    subpage_types: list[str] = []
    template = "courses/assignment.html"
    base_form_class = AssignmentPageForm

    class Meta:
        verbose_name = _("assignment")


class AssignmentPart(TranslatableMixin, Orderable):
    """One field of the template. `columns` and `choices` hold one text per line; which counts depends on the kind."""

    page = ParentalKey(AssignmentPage, related_name="parts", on_delete=models.CASCADE)
    key = models.SlugField(_("key"), help_text=_("Stays the same when the words change; answers hang on it."))
    kind = models.CharField(_("kind"), max_length=20, choices=PartKind.choices, default=PartKind.TEXT)
    label = models.CharField(_("question"), max_length=300)
    help = models.CharField(_("help"), max_length=600, blank=True)
    example = models.TextField(_("example"), blank=True, help_text=_("Of a fictional municipality; shown on request."))
    columns = models.TextField(_("columns of the table"), blank=True, help_text=_("One per line, for a table."))
    rows = models.PositiveSmallIntegerField(
        _("rows to begin with"), default=4, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    choices = models.TextField(_("choices"), blank=True, help_text=_("One per line, for one of several."))
    is_required = models.BooleanField(_("needed to hand in"), default=True)

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("key"), FieldPanel("is_required")]),
        FieldPanel("help"),
        FieldPanel("example"),
        FieldRowPanel([FieldPanel("columns"), FieldPanel("rows")]),
        FieldPanel("choices"),
    ]
    override_translatable_fields = [
        *[SynchronizedField(name, overridable=False) for name in ("key", "kind", "rows", "is_required")],
        *[TranslatableField(name) for name in ("label", "help", "example", "columns", "choices")],
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass

    def __str__(self) -> str:
        return self.label


class Submission(models.Model):
    """What a learner wrote for an assignment; the newest text. What she handed in is kept in `HandIn`.

    `answers` is {key of a part: text | list of rows (lists of cells) | number of the choice, from 0}. `version` counts
    saves, so that a second tab overwrites nothing silently.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="submissions")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(max_length=20, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-handed_in_at", "-pk"]
        permissions = [("review_submission", _("Can read, comment on and accept assignments"))]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "step"], name="submission_once"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(handed_in_at__isnull=False), name="submission_handed_in_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "accepted"]) | Q(decided_at__isnull=False),
                name="submission_decided_has_date",
            ),
        ]
        indexes = [models.Index(fields=["state", "handed_in_at"], name="submission_to_review")]

    def __str__(self) -> str:
        return f"{self.step} · {self.enrollment_id}"


class HandIn(models.Model):
    """A submission as it was handed in, with the template of that day. Appended, never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="hand_ins")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    sheet = models.JSONField(help_text='{"title": …, "parts": [{"key", "kind", "label", "columns", "choices"}]}')
    answers = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="hand_in_number_once")]

    def __str__(self) -> str:
        return f"{self.submission_id} #{self.number}"


class SubmissionComment(models.Model):
    """Said by the learner or a facilitator, of the whole or of one part. `part` is the key of a part or empty."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="comments")
    part = models.SlugField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=4000)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
