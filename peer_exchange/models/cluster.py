"""A learning cluster, its names in other languages, who belongs to it, who is invited, what it brings out."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from academy import site_version
from academy.models import Approach, Organisation
from academy.models.user import default_time_zone, validate_time_zone
from courses.models import Course, Edition
from peer_exchange.enums import ClusterEntry, ClusterRole, MemberState, OutputKind, Visibility
from peer_exchange.querysets import ClusterMemberQuerySet, ClusterQuerySet


class Cluster(models.Model):
    """`languages` are those people write in. A cluster of an edition belongs to its people alone and is hidden.

    `archived_at` ends it: everything stays readable, nothing new is written.
    """

    site_part = site_version.add_part("clusters")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("what it is for"), max_length=1500, blank=True)
    language = models.CharField(_("language of the name"), max_length=10, choices=settings.LANGUAGES)
    languages = models.JSONField(_("languages people write in"), default=list)
    approach = models.ForeignKey(
        Approach, null=True, blank=True, on_delete=models.PROTECT, related_name="clusters", verbose_name=_("approach")
    )
    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="hosted_clusters", verbose_name=_("host association")
    )
    courses = models.ManyToManyField(Course, blank=True, related_name="clusters", verbose_name=_("courses"))
    edition = models.OneToOneField(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="cluster")
    visibility = models.CharField(
        _("who sees it"), max_length=20, choices=Visibility.choices, default=Visibility.MEMBERS
    )
    entry = models.CharField(
        _("how people join"), max_length=20, choices=ClusterEntry.choices, default=ClusterEntry.REQUEST
    )
    verified_domains = models.JSONField(
        _("trusted e-mail domains"), default=list, blank=True,
        help_text=_("Who joins with an address of one of these is vetted; the first two posts of others are held."),
    )  # fmt: skip
    time_zone = models.CharField(
        _("time zone of the host"), max_length=64, default=default_time_zone, validators=[validate_time_zone]
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    welcome = models.TextField(
        _("words of welcome"), max_length=1500, blank=True, help_text=_("A newcomer reads them first.")
    )
    is_sample = models.BooleanField(_("sample"), default=False, help_text=_("Visibly marked as fictional."))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="cluster_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(edition__isnull=True) | Q(visibility="hidden"), name="cluster_of_edition_is_hidden"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def local_title(self) -> str:
        """The name in the active language, else its own. Prefetch `texts` for lists."""
        titles = {row.language: row.title for row in self.texts.all()}
        return titles.get(get_language() or "") or self.title

    @property
    def local_purpose(self) -> str:
        """What it is for in the active language, else in its own. Prefetch `texts` for lists."""
        purposes = {row.language: row.purpose for row in self.texts.all()}
        return purposes.get(get_language() or "") or self.purpose


class ClusterText(models.Model):
    """Name and purpose of a cluster in another language."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("what it is for"), max_length=1500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cluster", "language"], name="cluster_text_once")]

    def __str__(self) -> str:
        return self.title


class Section(models.Model):
    """A shelf of the discussions of a cluster, named by its facilitator."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint("cluster", Lower("name"), name="section_name_once")]

    def __str__(self) -> str:
        return self.name


class ClusterMember(models.Model):
    """A person's way into a cluster and her part in it; `organisation` is where she works, as she joined.

    One row per person and cluster, whatever becomes of it. Who is not `is_vetted` has her first posts held.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cluster_members")
    role = models.CharField(_("role"), max_length=20, choices=ClusterRole.choices, default=ClusterRole.MEMBER)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    state = models.CharField(max_length=20, choices=MemberState.choices)
    message = models.CharField(_("why you want to take part"), max_length=600, blank=True)
    introduction = models.CharField(_("about you and your work"), max_length=600, blank=True)
    is_vetted = models.BooleanField(default=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    joined_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    welcomed_at = models.DateTimeField(null=True, blank=True, help_text="She closed the words of welcome.")

    objects = ClusterMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a cluster")
        verbose_name_plural = _("members of a cluster")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "user"], name="cluster_member_once"),
            models.CheckConstraint(
                condition=~Q(state="joined") | Q(joined_at__isnull=False), name="cluster_member_joined_has_date"
            ),
        ]
        indexes = [models.Index(fields=["user", "state"], name="cluster_member_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.cluster_id}: {self.state}"

    @property
    def is_joined(self) -> bool:
        return self.state == MemberState.JOINED


class ClusterInvitation(models.Model):
    """An invitation to an address that may have no account. The token itself stands in the letter only."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=ClusterRole.choices, default=ClusterRole.MEMBER)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    message = models.CharField(_("a few words"), max_length=600, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "cluster", Lower("email"), name="cluster_invitation_open_once",
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.email} · {self.cluster_id}"


class Output(models.Model):
    """What a municipality brings out of its cluster: a concept, a small implementation, a documented practice."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="outputs")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cluster_outputs")
    kind = models.CharField(_("kind"), max_length=20, choices=OutputKind.choices)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    url = models.URLField(_("link"), blank=True)
    resource = models.ForeignKey(
        "peer_exchange.Resource", null=True, blank=True, on_delete=models.SET_NULL, related_name="outputs"
    )
    practice = models.ForeignKey(
        "peer_exchange.Practice", null=True, blank=True, on_delete=models.SET_NULL, related_name="outputs"
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("output")
        verbose_name_plural = _("outputs")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title
