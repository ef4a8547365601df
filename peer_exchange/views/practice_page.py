"""A practice as everybody reads it, and as its authors see it before: the same page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from academy.languages import in_language
from academy.models import User
from courses import catalogue
from courses.models import Course
from peer_exchange.delivery import practice_facts
from peer_exchange.delivery.peers_record import bars_of, peers_record, reviewed_from
from peer_exchange.delivery.practice_citation import citation_of, linked_data
from peer_exchange.delivery.practice_letters import code_path
from peer_exchange.delivery.practice_record import public_record
from peer_exchange.enums import ADOPTED_STAGES, PUBLIC_STATES, PopulationBand
from peer_exchange.models import Cluster, Practice
from peer_exchange.policies import may_write_practice
from peer_exchange.practice_words import Words, originals_in, words_of
from peer_exchange.rules.still_running import next_check
from peer_exchange.services.practice_reviews import municipality_of
from peer_exchange.views.adoptions import adoptions_of
from peer_exchange.views.cluster_room import cluster_address, title_language
from peer_exchange.views.practice_facets import asked
from peer_exchange.views.practice_place import map_of
from peer_exchange.views.practice_reading import label_of

Visitor = User | AnonymousUser
LANGUAGE_NAMES = dict(settings.LANGUAGES)
RELATED = 3
CONSIDERED = 60  # of the same approach, the newest
BANDS = ((10_000, "under_10"), (30_000, "10_30"), (100_000, "30_100"))


@require_safe
def show_practice(request: HttpRequest, slug: str) -> HttpResponse:
    """By its address, or by its code, which leads there. 410 once it is no longer in the library."""
    practice = Practice.objects.select_related("organisation", "approach").filter(slug=slug).first()
    if practice is None:
        by_code = get_object_or_404(Practice, code=slug.upper())
        return redirect("practice", slug=by_code.slug) if is_public(by_code) else gone(request, by_code)
    if not is_public(practice):
        return gone(request, practice)
    return render(request, "peer_exchange/practices/practice.html", page_of(request, practice))


def is_public(practice: Practice) -> bool:
    return practice.live and practice.state in PUBLIC_STATES


def gone(request: HttpRequest, practice: Practice) -> HttpResponse:
    """It was public and is no more: said without a word of it. What never was is not there at all."""
    if not practice.version:
        raise Http404
    return render(request, "peer_exchange/practices/gone.html", {"is_archived": practice.archived_at}, status=410)


def page_of(request: HttpRequest, practice: Practice) -> dict[str, Any]:
    """The public page."""
    record = public_record(practice)
    words = words_of(practice, get_language(), originals_in(record))
    address = settings.SITE_URL + reverse("practice", kwargs={"slug": practice.slug})
    short = settings.SITE_URL + code_path(practice)
    authors = [row.user.name for row in practice.authors.select_related("user") if row.is_named and row.user]
    context = body_of(practice, record, words)
    place = context["municipality"]
    adoptions = adoptions_of(practice, request.user)
    adopted = [row["adoption"] for row in adoptions["rows"]]
    related = related_to(practice, record, words.language)
    codes = [practice.code or "", *(row.code for row in related)]
    return {
        **context,
        "place": map_of(practice, [row.organisation for row in adopted if row.stage in ADOPTED_STAGES]),
        "is_preview": False,
        "authors": authors,
        "bars": bars_of(peers_record(practice)),
        "reviewed_from": reviewed_from(practice),
        "adoptions": adoptions,
        "related": related,
        "booklet_url": f"{reverse('practice_booklet')}?{asked(('code', code) for code in codes)}",
        "readings": readings_of(practice),
        "next_check": next_check(practice.confirmed_at.date()) if practice.confirmed_at else None,
        "courses": courses_of(practice, record),
        "clusters": clusters_of(request.user, practice, record),
        "fit": fit_for(request.user, practice),
        "versions": list(practice.versions.only("number", "note", "at", "practice")),
        "citation": citation_of(practice, title=practice.title, place=place, authors=authors, address=short),
        "linked_data": _script(linked_data(practice, words, place=place, authors=authors, address=address)),
        "can_write": request.user.is_authenticated and bool(may_write_practice(request.user, practice)),
    }


def readings_of(practice: Practice) -> list[dict[str, str]]:
    """The languages in which it can be read, its own first; nothing while there is only that."""
    translated = sorted(row.language for row in practice.translations.all() if row.published_at)
    codes = [practice.language, *(code for code in translated if code != practice.language)]
    path = reverse("practice", kwargs={"slug": practice.slug})
    if len(codes) < 2:
        return []
    return [{"code": code, "name": LANGUAGE_NAMES[code], "url": in_language(path, code)} for code in codes]


def body_of(practice: Practice, record: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Of the page and of the preview; `missing` are rows {name, label}."""
    body = practice_facts.body_of(practice, record, words)
    missing = [{"name": name, "label": label_of(name)} for name in body["missing"]]
    return {**body, "missing": missing, "place": map_of(practice)}


@dataclass(frozen=True)
class Relative:
    code: str
    title: str
    language: str
    url: str
    place: str
    why: str


def related_to(practice: Practice, record: Mapping[str, Any], language: str) -> list[Relative]:
    """Those that its authors name, then those of the same approach that share most: target groups, band of cost."""
    named = record.get("related") or []
    wanted = Q(code__in=named) | (Q(approach=practice.approach_id) if practice.approach_id else Q(pk__in=[]))
    rank = Case(When(code__in=named, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = (
        Practice.objects.public().filter(wanted).exclude(pk=practice.pk).select_related("organisation")
        .only("title", "slug", "code", "language", "place", "target_groups", "yearly_cost_band", "organisation__name")
        .order_by(rank, "-first_published_at", "-pk")[:CONSIDERED]
    )  # fmt: skip
    groups = set(practice.target_groups)

    def likeness(row: Practice) -> tuple[bool, int, bool]:
        same_cost = bool(row.yearly_cost_band) and row.yearly_cost_band == practice.yearly_cost_band
        return row.code in named, len(groups & set(row.target_groups)), same_cost

    return [
        Relative(
            code=row.code or "",
            title=row.title,
            language=row.language if row.language != language else "",
            url=reverse("practice", kwargs={"slug": row.slug}),
            place=row.organisation.name if row.organisation else row.place,
            why=_why(*likeness(row)),
        )
        for row in sorted(rows, key=likeness, reverse=True)[:RELATED]
    ]


def _why(is_named: bool, shared: int, same_cost: bool) -> str:
    if is_named:
        return gettext("Its authors name it")
    if shared and same_cost:
        return gettext("Same approach, same people, similar cost")
    return gettext("Same approach, same people") if shared else gettext("Same approach")


def courses_of(practice: Practice, record: Mapping[str, Any]) -> list[catalogue.Card]:
    """That its authors name, then those of its approach."""
    named = record.get("courses") or []
    keys = set(Course.objects.filter(key__in=named).values_list("pk", flat=True)) if named else set()
    approach = practice.approach.key if practice.approach else ""
    found = [
        card
        for card in catalogue.cards(get_language())
        if card.course_id in keys or (approach and card.approach_key == approach)
    ]
    return sorted(found, key=lambda card: card.course_id not in keys)[:RELATED]


def clusters_of(user: Visitor, practice: Practice, record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Running clusters that she may know of: named by its authors, or of its approach."""
    about = Q(slug__in=record.get("clusters") or [])
    if practice.approach_id:
        about |= Q(approach=practice.approach_id)
    rows = Cluster.objects.visible_to(user).running().filter(about).prefetch_related("texts")[:RELATED]
    return [
        {"title": row.local_title, "url": cluster_address("cluster", row), "language": title_language(row)}
        for row in rows
    ]


def fit_for(user: Visitor, practice: Practice) -> dict[str, Any] | None:
    """Her own municipality beside this one: `{name, population, is_named}`; None where there is nothing to compare."""
    if not user.is_authenticated or not practice.suitable_bands:
        return None
    own = municipality_of(user)
    if own is None or not own.population:
        return None
    return {
        "name": own.local_name,
        "band": PopulationBand(band_of(own.population)).label,
        "is_named": band_of(own.population) in practice.suitable_bands,
    }


def band_of(population: int) -> str:
    return next((band for below, band in BANDS if population < below), "over_100")


def _script(data: dict[str, Any]) -> str:
    """JSON that can stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False)
    return mark_safe(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
