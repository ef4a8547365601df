"""Adoptions as everybody may see them: on the page of a practice and in open data. Never a person."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import npgettext, pgettext

from peer_exchange.enums import ADOPTED_STAGES
from peer_exchange.models import Adoption, Practice

FIELDS = (
    "stage", "changed", "cost_currency", "cost_note", "result", "evidence", "evidence_url", "help_received",
    "stopped_reason", "language", "is_sample",
)  # fmt: skip


def with_adoptions(practices: QuerySet[Practice]) -> QuerySet[Practice]:
    """These, with everything that the functions below read; a constant number of queries, however many they are."""
    rows = Adoption.objects.select_related("organisation").prefetch_related("organisation__names")
    return practices.prefetch_related(Prefetch("adoptions", rows), "authors")


def adoptions_record(practice: Practice) -> list[dict[str, Any]]:
    """Of a practice from `with_adoptions`."""
    authors = {author.user_id for author in practice.authors.all()} - {None}
    return [_adoption_record(adoption, authors) for adoption in practice.adoptions.all()]


def confirmed_by(adoption: Adoption, authors: Collection[int]) -> str | None:
    """ "origin": somebody who wrote the practice; "association": one above the municipality, or the editors.

    None while nobody did, and when who did has left the site.
    """
    if adoption.confirmed_at is None or adoption.confirmed_by_id is None:
        return None
    return "origin" if adoption.confirmed_by_id in authors else "association"


def _adoption_record(adoption: Adoption, authors: Collection[int]) -> dict[str, Any]:
    """Its public facts, as JSON knows them."""
    place = adoption.organisation
    return {
        "uuid": str(adoption.uuid),
        "organisation": place.key,
        "municipality": place.name,
        "economy": place.economy,
        "started": adoption.started_on.isoformat() if adoption.started_on else None,
        "cost_amount": str(adoption.cost_amount) if adoption.cost_amount is not None else None,
        "confirmed": adoption.confirmed_at.isoformat() if adoption.confirmed_at else None,
        "confirmed_by": confirmed_by(adoption, authors),
        **{name: getattr(adoption, name) for name in FIELDS},
    }


def summary_of(adoptions: Iterable[Adoption]) -> str:
    """ "Adopted by 4 municipalities in 3 economies", of those in which something runs; empty when none does."""
    places = [row.organisation for row in adoptions if row.stage in ADOPTED_STAGES]
    if not places:
        return ""
    economies = len({place.economy for place in places} - {""})
    municipalities = npgettext("adopted by …", "%(count)d municipality", "%(count)d municipalities", len(places))
    if not economies:
        return pgettext("of a practice", "Adopted by %(municipalities)s") % {
            "municipalities": municipalities % {"count": len(places)}
        }
    where = npgettext("adopted by … in …", "%(count)d economy", "%(count)d economies", economies)
    sentence = pgettext("of a practice", "Adopted by %(municipalities)s in %(economies)s")
    return sentence % {
        "municipalities": municipalities % {"count": len(places)},
        "economies": where % {"count": economies},
    }
