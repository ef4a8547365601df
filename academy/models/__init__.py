"""The shared nouns: people, approaches, site pages, letters."""

from academy.models.approach import Approach, ApproachName
from academy.models.letter import Letter, Unsubscription
from academy.models.pages import AcademyPage, ContentPage, HomePage
from academy.models.user import User

__all__ = ["AcademyPage", "Approach", "ApproachName", "ContentPage", "HomePage", "Letter", "Unsubscription", "User"]
