"""A learning path as people see it in a language: its courses in order, what each builds on and adds.

Read model over pages, the same for everybody, built once per language and site version. It knows nothing of what a
learner did.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Subquery

from academy import routing, site_version
from academy.folding import fold
from academy.models.pages import restricts_any
from courses import catalogue
from courses.catalogue import Card
from courses.models import LearningPath, PathItem, PathOutcome, PathPage


@dataclass(frozen=True)
class Station:
    """A course on the path. `why` is in the language of the path's page, the card in its own; `hours` of study."""

    number: int
    card: Card
    why: str
    hours: int
    builds_on: "Station | None"


@dataclass(frozen=True)
class Way:
    """`hidden` counts courses that are not in the catalogue at the moment; their titles are not told."""

    path_id: int
    page_id: int
    page_key: UUID
    title: str
    summary: str
    url: str
    language: str
    languages: frozenset[str]
    motif: str
    palette: str
    has_certificate: bool
    stations: tuple[Station, ...]
    hidden: int
    folded: str

    @property
    def cover(self) -> dict[str, str]:
        return {"motif": self.motif, "palette": self.palette}

    @cached_property
    def hours(self) -> int:
        return sum(station.hours for station in self.stations)

    @cached_property
    def minutes(self) -> int:
        return sum(station.card.minutes for station in self.stations)

    @cached_property
    def course_ids(self) -> frozenset[int]:
        return frozenset(station.card.course_id for station in self.stations)

    def station_of(self, course_id: int) -> Station | None:
        return next((station for station in self.stations if station.card.course_id == course_id), None)

    def after(self, station: Station) -> Station | None:
        return self.stations[station.number] if station.number < len(self.stations) else None

    def matches(self, words: Iterable[str]) -> bool:
        return all(f" {word}" in self.folded for word in words)


def ways(language: str) -> tuple[Way, ...]:
    """Every published path, by title."""
    version = site_version.current()
    return build_ways(language) if version is None else _remembered(version, language)


def outcomes_of(way: Way) -> tuple[str, ...]:
    """What somebody can do afterwards, as the page of the way says it."""
    version = site_version.current()
    return _read_outcomes(way.page_id) if version is None else _known_outcomes(version, way.page_id)


def way_for(page_key: UUID, language: str) -> Way | None:
    return next((way for way in ways(language) if way.page_key == page_key), None)


def _read_outcomes(page_id: int) -> tuple[str, ...]:
    return tuple(PathOutcome.objects.filter(page=page_id).values_list("text", flat=True))


@lru_cache(maxsize=64)
def _known_outcomes(version: int, page_id: int) -> tuple[str, ...]:
    return _read_outcomes(page_id)


@lru_cache(maxsize=32)
def _remembered(version: int, language: str) -> tuple[Way, ...]:
    return build_ways(language)


def build_ways(language: str) -> tuple[Way, ...]:
    """Always from the database, in a constant number of queries."""
    pages: dict[UUID, dict[str, PathPage]] = {}
    paths = LearningPath.objects.filter(page_key=OuterRef("translation_key"), is_open=True)
    query = PathPage.objects.live().select_related("locale")
    query = query.annotate(
        record_id=Subquery(paths.values("pk")), source_language=Subquery(paths.values("source_language"))
    ).filter(record_id__isnull=False)
    if restricts_any():
        query = query.public()
    for page in query.prefetch_related(Prefetch("items", PathItem.objects.select_related("course"))):
        pages.setdefault(page.translation_key, {})[page.locale.language_code] = page
    found = []
    for versions in pages.values():
        page = next(iter(versions.values()))
        page = versions.get(language) or versions.get(page.source_language) or page
        found.append(build_way(page, language, path_id=page.record_id, languages=frozenset(versions)))
    return tuple(sorted(found, key=lambda way: way.title))


def build_way(page: PathPage, language: str, *, path_id: int = 0, languages: frozenset[str] = frozenset()) -> Way:
    """The way as `page` says it, which may be a draft."""
    items = list(page.items.all())
    stations = _stations(items, language)
    homes = routing.home_paths()
    return Way(
        path_id=path_id,
        page_id=page.pk,
        page_key=page.translation_key,
        title=page.title,
        summary=page.summary,
        url=f"/{language}/{routing.path_of(page, homes)}",
        language=page.locale.language_code,
        languages=languages or frozenset({page.locale.language_code}),
        motif=page.motif,
        palette=page.palette,
        has_certificate=page.has_certificate,
        stations=stations,
        hidden=len({item.course_id for item in items}) - len(stations),
        folded=f" {page.folded_text} {fold(' '.join(station.card.title for station in stations))}",
    )


def _stations(items: list[PathItem], language: str) -> tuple[Station, ...]:
    cards = {card.course_id: card for card in catalogue.cards(language)}
    found: dict[int, Station] = {}
    for item in items:
        if item.course_id not in cards or item.course_id in found:
            continue
        found[item.course_id] = Station(
            number=len(found) + 1,
            card=cards[item.course_id],
            why=item.why,
            hours=item.course.hours,
            builds_on=found.get(item.builds_on_id),
        )
    return tuple(found.values())
