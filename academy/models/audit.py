"""Who viewed, exported or changed records of others. Appended, never changed; a person may read what concerns her."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.enums import Access
from academy.models.organisation import Organisation
from academy.querysets import AccessRecordQuerySet


class AccessRecord(models.Model):
    """`what` names the kind of record (see the callers), `count` how many people a list or export held."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    access = models.CharField(max_length=20, choices=Access.choices)
    what = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    count = models.PositiveIntegerField(null=True, blank=True)
    details = models.JSONField(default=dict)

    objects = AccessRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("access to records")
        verbose_name_plural = _("accesses to records")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "-at"], name="access_in_organisation"),
            models.Index(fields=["person", "-at"], name="access_to_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.access} {self.what}"
