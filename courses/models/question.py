"""The bank: a question and its choices, in each language a row, joined by `translation_key`.

Kind and right answers follow the source language (synchronized for wagtail-localize); only texts are translated.
How a kind is asked and graded stands in `courses.rules.kinds`.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, Tag
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, RevisionMixin, TranslatableMixin, WorkflowMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from academy.folding import fold
from courses.enums import QuestionKind
from courses.querysets import QuestionQuerySet


class QuestionForm(WagtailAdminModelForm):
    """Refuses a question that could not be graded, with the reason."""

    def clean(self):
        cleaned = super().clean()
        formset = self.formsets.get("choices")
        if formset is not None and not formset.is_valid():
            return cleaned  # its own errors come first
        choices = [form.cleaned_data for form in formset.forms if form.cleaned_data] if formset is not None else []
        choices = [choice for choice in choices if not choice.get("DELETE")]
        try:
            check_key(
                cleaned.get("kind"),
                correct=[choice.get("is_correct", False) for choice in choices],
                is_true=cleaned.get("is_true"),
                accepted=(cleaned.get("accepted") or "").splitlines(),
            )
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned


def check_key(kind, *, correct: list[bool], is_true: bool | None, accepted: list[str]) -> None:
    """Raise ValidationError unless a question of `kind` with this key can be graded."""
    if kind == QuestionKind.SINGLE_CHOICE and (len(correct) < 2 or sum(correct) != 1):
        raise ValidationError(_("Single choice: give two or more choices and mark exactly one as correct."))
    if kind == QuestionKind.MULTIPLE_CHOICE and (len(correct) < 2 or not any(correct)):
        raise ValidationError(_("Multiple choice: give two or more choices and mark the correct ones."))
    if kind == QuestionKind.TRUE_FALSE and is_true is None:
        raise ValidationError(_("True or false: say whether the statement is true."))
    if kind == QuestionKind.SHORT_TEXT and not any(fold(line) for line in accepted):
        raise ValidationError(_("Short text: give at least one accepted answer, one per line."))


class TaggedQuestion(ItemBase):
    tag = models.ForeignKey(Tag, related_name="tagged_questions", on_delete=models.CASCADE)
    content_object = ParentalKey("courses.Question", related_name="tagged_items", on_delete=models.CASCADE)


class Question(
    WorkflowMixin,
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    TranslatableMixin,
    index.Indexed,
    ClusterableModel,
):
    kind = models.CharField(_("kind"), max_length=30, choices=QuestionKind.choices)
    text = models.TextField(_("question"))
    feedback = models.TextField(_("explanation"), blank=True, help_text=_("Shown after answering; teaches the point."))
    outcome = models.SlugField(_("outcome"), blank=True, help_text=_("Key of the learning outcome it tests."))
    is_true = models.BooleanField(
        _("the statement is"), null=True, blank=True, choices=[(True, _("true")), (False, _("false"))],
        help_text=_("For true or false."),
    )  # fmt: skip
    accepted = models.TextField(
        _("accepted answers"),
        blank=True,
        help_text=_("For short text: one per line. Accents, case and Cyrillic or Latin letters do not matter."),
    )
    tags = ClusterTaggableManager(
        through=TaggedQuestion, blank=True, verbose_name=_("tags"), help_text=_("Quizzes draw questions from a tag.")
    )

    objects = QuestionQuerySet.as_manager()
    base_form_class = QuestionForm

    panels = [
        FieldPanel("kind"),
        FieldPanel("text"),
        InlinePanel("choices", label=_("choice"), heading=_("Choices (single and multiple choice)")),
        MultiFieldPanel([FieldPanel("is_true"), FieldPanel("accepted")], _("Key of the other kinds")),
        FieldPanel("feedback"),
        FieldPanel("outcome"),
        FieldPanel("tags"),
    ]
    override_translatable_fields = [
        SynchronizedField("kind", overridable=False),
        SynchronizedField("is_true", overridable=False),
        SynchronizedField("outcome", overridable=False),
        TranslatableField("text"),
        TranslatableField("feedback"),
        TranslatableField("accepted"),
        TranslatableField("choices"),
    ]
    search_fields = [
        index.SearchField("folded_text"),
        index.AutocompleteField("folded_text"),
        index.FilterField("kind"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def folded_text(self) -> str:
        """What the bank's search finds it by, whatever the script or the diacritics of the query."""
        return fold(f"{self.text} {self.outcome}")

    def get_preview_template(self, request, mode_name):
        return "courses/question_preview.html"


class Choice(TranslatableMixin, Orderable):
    question = ParentalKey(Question, related_name="choices", on_delete=models.CASCADE)
    text = models.CharField(_("choice"), max_length=500)
    is_correct = models.BooleanField(_("correct"), default=False)
    feedback = models.CharField(_("feedback"), max_length=500, blank=True)

    override_translatable_fields = [
        TranslatableField("text"),
        SynchronizedField("is_correct", overridable=False),
        TranslatableField("feedback"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass

    def __str__(self) -> str:
        return self.text
