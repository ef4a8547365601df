"""What practices, adoptions and challenges know of a person: handed out, and forgotten.

What is public stays, as her municipality's: her name goes from it. Drafts that nobody else writes on go with her.
"""

from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from wagtail.models import Revision

from academy import site_version
from academy.models import User
from academy.sockets import PersonalData
from peer_exchange.models import (
    Adoption,
    AdoptionReport,
    Challenge,
    ContactRequest,
    Practice,
    PracticeAuthor,
    PracticeVersion,
)
from peer_exchange.services.practice_prints import forget_prints
from peer_exchange.services.practices import draft_of
from peer_exchange.services.publications import refold


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
    """Her own drafts that were never public go, her part in the others ends; her name goes from the rest, also where
    she is whom to ask: then letters go to the authors who remain, or to the editors.
    """
    hers = Practice.objects.filter(authors__user=user, version=0).values("pk")
    alone = Practice.objects.filter(pk__in=hers).annotate(writers=Count("authors")).filter(writers=1)
    for practice in alone:
        practice.delete()
    public = list(Practice.objects.filter(authors__user=user, version__gt=0))
    PracticeAuthor.objects.filter(user=user).delete()
    PracticeAuthor.objects.filter(user=None, email__iexact=user.email).delete()
    for practice in public:
        forget_prints(practice)
        _forget_names(practice.versions.all(), set(practice.authors.values_list("user__name", flat=True)))
    _forget_contact(user)
    ContactRequest.objects.filter(sender=user).delete()
    Adoption.objects.filter(contact=user).update(contact=None)
    AdoptionReport.objects.filter(by=user).update(by=None)
    Challenge.objects.filter(author=user).update(author=None)
    site_version.bump_on_commit(Practice.site_part)


def _forget_names(versions: QuerySet[PracticeVersion], remaining: set[str]) -> None:
    """Of the authors whom a version names, those who are still there stay."""
    for version in versions:
        names = version.content.get("authors", [])
        version.content["authors"] = [name for name in names if name in remaining]
        if version.content["authors"] != names:
            version.save(update_fields=["content"])


def _forget_contact(user: User) -> None:
    """Known by her address, in what is public, in its versions, and in what is being written."""
    revisions = Revision.objects.filter(practice__isnull=False, content__contact_email__iexact=user.email)
    practices = Practice.objects.filter(
        Q(contact_email__iexact=user.email) | Q(pk__in=revisions.order_by().values("practice"))
    )
    for practice in practices:
        names = {user.name}
        for revision in revisions.filter(practice=practice):
            names.add(revision.content["contact_name"])
            revision.content |= {"contact_name": "", "contact_email": ""}
            revision.save(update_fields=["content"])
        if practice.contact_email.casefold() == user.email.casefold():
            names.add(practice.contact_name)
            practice.contact_name = practice.contact_email = ""
            practice.save(update_fields=["contact_name", "contact_email"])
        for version in practice.versions.all():
            if version.content.get("contact_name") in names - {""}:
                version.content["contact_name"] = ""
                version.save(update_fields=["content"])
        refold(practice)
        forget_prints(practice)


personal_data = PersonalData(export=export_practices, erase=erase_practices)
