"""A good practice: the record of what worked, its parts, who wrote it, its versions and its words in other languages.

The database columns are the public version; what its authors are writing stands in Wagtail's latest revision, so the
public version stays as it is while an update is checked. `state` is where the record stands in its life.
"""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from academy import site_version
from academy.enums import Economy
from academy.models import Approach, Organisation
from courses.models import Course
from peer_exchange.enums import (
    AuthorRole,
    CostBand,
    Documentation,
    Evidence,
    Participation,
    PracticeFileForm,
    PracticeState,
    RunState,
)
from peer_exchange.models.cluster import Cluster
from peer_exchange.models.topic import Topic
from peer_exchange.querysets import PracticeQuerySet

LICENCE = "CC BY 4.0"  # of every record

# The columns that no revision brings back: where a record stands, not what it says.
LIFE = (
    "uuid",
    "code",
    "slug",
    "state",
    "version",
    "draft_version",
    "first_review_id",
    "second_review_id",
    "validated_at",
    "exemplary_year",
    "confirmed_at",
    "needs_update_at",
    "update_reason",
    "archived_at",
    "folded",
    "last_published_at",
    "live_revision_id",
    "source_topic_id",
    "source_submission_id",
    "created_by_id",
    "created_at",
)


def money(name: str) -> models.DecimalField:
    return models.DecimalField(
        name, max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )


class Practice(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, index.Indexed, ClusterableModel):
    """Empty means "not documented yet". Lists are JSON lists of the values of their enum.

    Tier A, the card: everything up to `offers`. Tier B adds the rest and the parts below. `code` (GP-2026-0012) is
    given when it is published for the first time and never changes; so is `slug`.
    """

    site_part = site_version.add_part("practices")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True, null=True, blank=True, editable=False)
    slug = models.SlugField(max_length=140, unique=True, null=True, blank=True, editable=False)
    state = models.CharField(max_length=20, choices=PracticeState.choices, default=PracticeState.DRAFT)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    # the card
    title = models.CharField(_("title"), max_length=100)
    result_line = models.CharField(_("what changed, for whom, in one line"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="practices",
        verbose_name=_("municipality"),
    )  # fmt: skip
    place = models.CharField(
        _("place"), max_length=160, blank=True, help_text=_("Where the municipality is not in the list.")
    )
    economy = models.CharField(_("economy"), max_length=2, choices=Economy.choices, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    population = models.PositiveIntegerField(_("people who live there"), null=True, blank=True)
    approach = models.ForeignKey(
        Approach, null=True, blank=True, on_delete=models.PROTECT, related_name="practices", verbose_name=_("approach")
    )
    further_approaches = ParentalManyToManyField(
        Approach, blank=True, related_name="+", verbose_name=_("further approaches")
    )
    target_groups = models.JSONField(_("for whom"), default=list, blank=True, help_text="TargetGroup, at most 4.")
    run_state = models.CharField(_("does it run"), max_length=20, choices=RunState.choices, blank=True)
    start_year = models.PositiveSmallIntegerField(
        _("since (year)"), null=True, blank=True, validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )
    end_year = models.PositiveSmallIntegerField(
        _("until (year)"), null=True, blank=True, validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )
    problem = models.TextField(_("the problem"), max_length=600, blank=True)
    solution = models.TextField(_("what was done"), max_length=1000, blank=True)
    results = models.TextField(_("results so far"), max_length=600, blank=True)
    no_data_reason = models.CharField(_("no data yet, because"), max_length=300, blank=True)
    contact_name = models.CharField(_("whom to ask"), max_length=160, blank=True)
    contact_role = models.CharField(_("her or his function"), max_length=160, blank=True)
    contact_email = models.EmailField(_("e-mail address, never shown or exported"), blank=True)
    offers = models.JSONField(_("what you offer others"), default=list, blank=True, help_text="Offer.")
    # the full case
    legal_basis = models.TextField(_("legal basis"), max_length=1500, blank=True)
    objectives = models.TextField(_("objectives"), max_length=1500, blank=True)
    participation = models.PositiveSmallIntegerField(
        _("how far the target group takes part"), null=True, blank=True, choices=Participation.choices
    )
    participation_note = models.TextField(_("how it takes part"), max_length=1000, blank=True)
    staff = models.TextField(_("staff"), max_length=800, blank=True)
    premises = models.TextField(_("premises and equipment"), max_length=800, blank=True)
    months_to_start = models.PositiveSmallIntegerField(_("months from decision to start"), null=True, blank=True)
    yearly_cost_band = models.CharField(
        _("running cost of a year"), max_length=20, choices=CostBand.choices, blank=True
    )
    cost_note = models.TextField(_("cost, as the source says it"), max_length=600, blank=True)
    funding = models.JSONField(_("who pays"), default=list, blank=True, help_text="Funding.")
    funding_note = models.TextField(_("who pays, in words"), max_length=600, blank=True)
    after_donor = models.TextField(_("who pays after the donor"), max_length=800, blank=True)
    evidence = models.PositiveSmallIntegerField(_("evidence"), null=True, blank=True, choices=Evidence.choices)
    went_wrong = models.TextField(_("what went wrong, and how it was handled"), max_length=1500, blank=True)
    success_conditions = models.TextField(_("what it needs to succeed"), max_length=1500, blank=True)
    smallest_version = models.TextField(_("the smallest version"), max_length=800, blank=True)
    not_suitable_when = models.TextField(_("not suitable when"), max_length=800, blank=True)
    suitable_bands = models.JSONField(
        _("for municipalities of which size"), default=list, blank=True, help_text="PopulationBand."
    )
    sdg_targets = models.JSONField(_("SDG targets"), default=list, blank=True, help_text='For example ["1.3", "10.2"].')
    related = ParentalManyToManyField("self", blank=True, symmetrical=False, related_name="+")
    courses = ParentalManyToManyField(Course, blank=True, related_name="practices")
    clusters = ParentalManyToManyField(Cluster, blank=True, related_name="practices")
    # where it comes from
    documentation = models.CharField(max_length=20, choices=Documentation.choices, default=Documentation.AUTHOR)
    source_title = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    source_topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="practices", editable=False
    )
    source_submission = models.ForeignKey(
        "courses.Submission", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    is_sample = models.BooleanField(_("sample"), default=False, help_text=_("Visibly marked as fictional."))
    # its life
    version = models.PositiveSmallIntegerField(default=0, editable=False, help_text="Counts publications.")
    draft_version = models.PositiveIntegerField(default=0, editable=False, help_text="Counts saves of the draft.")
    first_review = models.ForeignKey(
        "peer_exchange.PracticeReview",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    second_review = models.ForeignKey(
        "peer_exchange.PracticeReview",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    validated_at = models.DateTimeField(null=True, blank=True, editable=False)
    exemplary_year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="Its people said it is true.")
    needs_update_at = models.DateTimeField(null=True, blank=True, editable=False)
    update_reason = models.CharField(max_length=600, blank=True, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    folded = models.TextField(default="", editable=False, help_text="All its words as the search folds them.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState", content_type_field="base_content_type", object_id_field="object_id",
        related_query_name="practice", for_concrete_model=False,
    )  # fmt: skip
    _revisions = GenericRelation(
        "wagtailcore.Revision", content_type_field="base_content_type", object_id_field="object_id",
        related_query_name="practice", for_concrete_model=False,
    )  # fmt: skip

    objects = PracticeQuerySet.as_manager()

    search_fields = [
        index.SearchField("folded"),
        index.AutocompleteField("folded"),
        index.FilterField("live"),
        index.FilterField("state"),
    ]

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
        ordering = ["-first_published_at", "-pk"]
        permissions = [("edit_practices", _("Can review and publish good practices"))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["validated", "exemplary"])
                | (
                    Q(first_review__isnull=False, second_review__isnull=False, validated_at__isnull=False)
                    & ~Q(first_review=F("second_review"))
                ),
                name="practice_validated_by_two",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "returned"]) | Q(code__isnull=False, slug__isnull=False),
                name="practice_public_has_code",
            ),
            models.CheckConstraint(
                condition=Q(start_year__isnull=True) | Q(end_year__isnull=True) | Q(end_year__gte=F("start_year")),
                name="practice_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["live", "state"], name="practice_public")]

    def __str__(self) -> str:
        return self.title

    def with_content_json(self, content: dict) -> "Practice":
        """What a revision says, with the life of the record as it is now: a revision holds words and facts only."""
        draft = super().with_content_json(content)
        for name in LIFE:
            setattr(draft, name, getattr(self, name))
        return draft


class PracticeAuthor(models.Model):
    """Who may write on a record. Somebody invited by an address without an account has `email` until she has one."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="authors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="authored"
    )
    email = models.EmailField(blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=20, choices=AuthorRole.choices, default=AuthorRole.CO_AUTHOR)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_named = models.BooleanField(_("name me on the public page"), default=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "user"], condition=Q(user__isnull=False), name="practice_author_once"
            ),
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(email=""), name="practice_author_is_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} · {self.user_id or self.email}"


class PracticeVersion(models.Model):
    """One publication: the whole public record of that day, for citation and comparison. Appended, never changed."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text="As the open data gives it, without contact address.")
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["practice", "number"], name="practice_version_once")]

    def __str__(self) -> str:
        return f"{self.practice_id} v{self.number}"


class PracticeText(models.Model):
    """The words of a record in another language; facts stand in the record alone.

    `texts` is {path: text}, `sources` {path: digest of the original it translates}; a path is the name of a field
    ("problem") or "relation.key.field" ("steps.3f2….what"). A path that is missing or out of date shows the original.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    texts = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    is_machine_made = models.BooleanField(_("made by a machine, read by a person"), default=False)
    translator = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=0, help_text="Counts saves.")
    published_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "language"], name="practice_text_once")]

    def __str__(self) -> str:
        return f"{self.practice_id} · {self.language}"


class PracticeFile(models.Model):
    """A drawn PDF of one version in one language; kept until the record, its words or its adoptions change."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="files")
    form = models.CharField(max_length=10, choices=PracticeFileForm.choices)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    digest = models.CharField(max_length=64, help_text="Of everything that stands in it.")
    file = models.FileField(upload_to="practices/pdf/")
    drawn_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "form", "language"], name="practice_file_once")]

    def __str__(self) -> str:
        return f"{self.practice_id} · {self.form} · {self.language}"
