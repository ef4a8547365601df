"""How a practice is named by others: a citation for people, linked data (schema.org) for machines."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from peer_exchange.enums import Documentation
from peer_exchange.models import LICENCE, Practice
from peer_exchange.practice_words import Words

LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


def citation_of(practice: Practice, *, title: str, place: str, authors: Sequence[str], address: str) -> str:
    """One line: who, when, what, which version, where."""
    day = practice.last_published_at
    own = place if practice.documentation == Documentation.AUTHOR else ""  # else the library made it from a source
    return gettext(
        "%(who)s (%(year)s). %(title)s. %(site)s, %(code)s, version %(version)s. %(address)s (%(licence)s)"
    ) % {
        "who": ", ".join(authors) or own or settings.SITE_NAME,
        "year": day.year if day else "",
        "title": title,
        "site": settings.SITE_NAME,
        "code": practice.code,
        "version": practice.version,
        "address": address,
        "licence": LICENCE,
    }


def linked_data(
    practice: Practice, words: Words, *, place: str, authors: Sequence[str], address: str
) -> dict[str, Any]:
    """A schema.org CreativeWork without anything that the page does not show."""
    title, summary = words.field("title"), words.field("result_line")
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": address,
        "url": address,
        "identifier": practice.code,
        "name": title.text,
        "abstract": summary.text,
        "inLanguage": title.language or words.language,
        "license": LICENCE_URL,
        "version": str(practice.version),
        "datePublished": _day(practice.first_published_at),
        "dateModified": _day(practice.last_published_at),
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.SITE_URL},
    }
    if authors:
        data["author"] = [{"@type": "Person", "name": name} for name in authors]
    if place:
        data["spatialCoverage"] = {"@type": "Place", "name": place}
        if practice.latitude is not None and practice.longitude is not None:
            data["spatialCoverage"]["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": float(practice.latitude),
                "longitude": float(practice.longitude),
            }
    if practice.source_title:
        data["isBasedOn"] = {"@type": "CreativeWork", "name": practice.source_title}
        if practice.source_url:
            data["isBasedOn"]["url"] = practice.source_url
    return {name: value for name, value in data.items() if value}


def _day(moment: Any) -> str:
    return moment.date().isoformat() if moment else ""
