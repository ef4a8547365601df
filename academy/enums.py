"""The kinds and roles of people and organisations. Pure values: no models here."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    NETWORK = "network", _("Network of associations")
    ASSOCIATION = "association", _("Association of local governments")
    MUNICIPALITY = "municipality", _("Municipality")
    UNIT = "unit", _("Unit of a municipality")


class MembershipRole(TextChoices):
    MEMBER = "member", _("Member of staff")
    COORDINATOR = "coordinator", _("Course coordinator")
    ADMINISTRATOR = "administrator", _("Administrator")


RUNNING_ROLES = frozenset({MembershipRole.COORDINATOR, MembershipRole.ADMINISTRATOR})


class Sex(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Another")


class Access(TextChoices):
    """What somebody did with records of others."""

    VIEWED = "viewed", _("Viewed")
    EXPORTED = "exported", _("Exported")
    CHANGED = "changed", _("Changed")


class Economy(TextChoices):
    """Two-letter codes; XK is user-assigned, not in ISO 3166-1. In alphabetical order of the English names."""

    AL = "AL", _("Albania")
    BA = "BA", _("Bosnia and Herzegovina")
    BG = "BG", _("Bulgaria")
    HR = "HR", _("Croatia")
    XK = "XK", _("Kosovo*")
    MD = "MD", _("Moldova")
    ME = "ME", _("Montenegro")
    MK = "MK", _("North Macedonia")
    RO = "RO", _("Romania")
    RS = "RS", _("Serbia")
    SI = "SI", _("Slovenia")
    TR = "TR", _("Türkiye")


class LetterState(TextChoices):
    WAITING = "waiting", _("Waiting")
    REFUSED = "refused", _("Refused or not written")
    UNCERTAIN = "uncertain", _("Interrupted while leaving")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("Not wanted, or nothing to say")
