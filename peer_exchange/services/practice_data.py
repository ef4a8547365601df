"""What practices, adoptions and challenges know of a person: handed out, and forgotten.

What is public stays, as her municipality's: her name goes from it. Drafts that nobody else writes on go with her.
"""

from typing import Any

from django.db import transaction
from django.db.models import Count

from academy import site_version
from academy.models import User
from academy.sockets import PersonalData
from peer_exchange.models import Adoption, AdoptionReport, Challenge, ContactRequest, Practice, PracticeAuthor
from peer_exchange.services.practices import draft_of


def export_practices(user: User) -> dict[str, Any]:
    practices = Practice.objects.filter(authors__user=user).order_by("pk")
    adoptions = Adoption.objects.filter(contact=user).select_related("practice", "organisation").order_by("pk")
    reports = AdoptionReport.objects.filter(by=user).select_related("adoption__practice").order_by("pk")
    asked = ContactRequest.objects.filter(sender=user).select_related("practice").order_by("pk")
    return {
        "practices": [
            {"code": row.code or "", "title": draft_of(row).title, "state": row.get_state_display()}
            for row in practices
        ],
        "adoptions": [
            {
                "practice": row.practice.title,
                "municipality": row.organisation.name,
                "stage": row.get_stage_display(),
                "begun": row.created_at,
            }
            for row in adoptions
        ],
        "adoption_reports": [
            {
                "practice": row.adoption.practice.title,
                "at": row.answered_at,
                "stage": row.get_stage_display(),
                "progress": row.progress,
                "needs": row.needs,
            }
            for row in reports
        ],
        "challenges": [
            {"title": row.title, "problem": row.problem, "tried": row.tried, "at": row.created_at}
            for row in Challenge.objects.filter(author=user).order_by("pk")
        ],
        "messages_to_practices": [
            {"practice": row.practice.title, "message": row.message, "at": row.created_at} for row in asked
        ],
    }


@transaction.atomic
def erase_practices(user: User, choices: frozenset[str]) -> None:
    """Her own drafts that were never public go, her part in the others ends; her name goes from the rest."""
    hers = Practice.objects.filter(authors__user=user, version=0).values("pk")
    alone = Practice.objects.filter(pk__in=hers).annotate(writers=Count("authors")).filter(writers=1)
    for practice in alone:
        practice.delete()
    PracticeAuthor.objects.filter(user=user).delete()
    ContactRequest.objects.filter(sender=user).delete()
    Adoption.objects.filter(contact=user).update(contact=None)
    AdoptionReport.objects.filter(by=user).update(by=None)
    Challenge.objects.filter(author=user).update(author=None)
    transaction.on_commit(site_version.bump)


personal_data = PersonalData(export=export_practices, erase=erase_practices)
