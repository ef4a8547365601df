"""The shared nouns: people, organisations, approaches, site pages, letters."""

from academy.models.approach import Approach, ApproachName
from academy.models.audit import AccessRecord
from academy.models.letter import Letter, Unsubscription
from academy.models.organisation import Membership, Organisation, OrganisationName
from academy.models.pages import AcademyPage, ContentPage, HomePage
from academy.models.user import User

__all__ = [
    "AcademyPage",
    "AccessRecord",
    "Approach",
    "ApproachName",
    "ContentPage",
    "HomePage",
    "Letter",
    "Membership",
    "Organisation",
    "OrganisationName",
    "Unsubscription",
    "User",
]
