"""Ways into an organisation (and a course or edition of it): a letter to one address, a link, a list of staff."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.enums import MembershipRole, Sex
from academy.models import Organisation
from courses.enums import RosterState, RowOutcome
from courses.models.course import Course
from courses.models.edition import Edition, or_none
from courses.querysets import InvitationQuerySet


class Invitation(models.Model):
    """To one e-mail address. Whether an account has that address is never told to who invites: joining needs a click
    of its owner, in both cases.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20, choices=MembershipRole.choices, default=MembershipRole.MEMBER)
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=160, blank=True)
    name_other_script = models.CharField(_("name in a second script"), max_length=160, blank=True)
    position = models.CharField(_("position"), max_length=160, blank=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    folded = models.CharField(max_length=500, default="", editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint("organisation", or_none("course"), or_none("edition"), Lower("email"),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_once",
            )
        ]  # fmt: skip
        indexes = [models.Index(Lower("email"), name="invitation_email")]

    def __str__(self) -> str:
        return f"{self.email} · {self.organisation_id}"


class InvitationLink(models.Model):
    """A link that a coordinator passes on herself, with an expiry and a limit."""

    token = models.CharField(max_length=64, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitation_links")
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(_("what it is for"), max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    limit = models.PositiveSmallIntegerField(_("people at most"), validators=[MinValueValidator(1)])
    used = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation link")
        verbose_name_plural = _("invitation links")
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(used__lte=F("limit")), name="invitation_link_within_limit")]

    def __str__(self) -> str:
        return f"{self.organisation_id} · {self.used}/{self.limit}"


class Roster(models.Model):
    """An uploaded list of staff: read, its columns matched, checked row by row, then worked off in chunks.

    `columns` is {our field: number of the column in the file, from 0}; `headings` are those of the file.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="rosters")
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.CASCADE, related_name="rosters")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, help_text="For rows that name none.")
    file_name = models.CharField(max_length=255)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=RosterState.choices, default=RosterState.UPLOADED)
    fault = models.CharField(max_length=300, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("list of staff")
        verbose_name_plural = _("lists of staff")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} · {self.organisation_id}"


class RosterRow(models.Model):
    """A row as it stood in the file (`cells`), what we read in it (`values`) and what became of it."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="In the file, the heading is 1.")
    cells = models.JSONField()
    values = models.JSONField(default=dict)
    error = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=20, choices=RowOutcome.choices, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["roster", "number"], name="roster_row_once")]
        indexes = [models.Index(fields=["roster", "outcome"], name="roster_rows_by_outcome")]

    def __str__(self) -> str:
        return f"{self.roster_id} #{self.number}"
