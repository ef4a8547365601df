"""The library of practices as everybody sees it: one card per public practice, and an index of their facets.

Read model over `PracticeQuerySet.public()`; built in a constant number of queries once per version of its part of the
site and searched in memory. Whoever changes what stands on a card (publishes, translates, adopts) raises that version:
`site_version.bump_on_commit(Practice.site_part)`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings
from django.db.models import F
from django.utils.translation import get_language

from academy import site_version
from academy.folding import fold
from academy.models import Approach
from academy.models.approach import approach_names
from academy.models.organisation import OrganisationName
from peer_exchange.enums import Offer, PopulationBand, StartBand
from peer_exchange.models import Adoption, Practice, PracticeDocument, PracticeText
from peer_exchange.rules import facets
from peer_exchange.rules.digests import digest_of

FACETS = (
    "approach", "target", "economy", "population", "cost", "start", "evidence", "state", "status", "funding",
    "language", "documents", "adopted", "visits", "year",
)  # fmt: skip
YES = "yes"  # the only value of documents, adopted, visits
SORTS = ("newest", "title", "state", "adopted")
STATES = ("exemplary", "validated", "shared")  # the best first
WORDS_APART = 8  # so many words are looked for one by one where nothing is found


@dataclass(frozen=True)
class Place:
    """Of a municipality, or of what the authors call the place; `names` by language."""

    name: str
    names: Mapping[str, str]
    economy: str
    latitude: float | None
    longitude: float | None

    @property
    def local_name(self) -> str:
        """In the active language, else as it calls itself."""
        return self.names.get(get_language() or "") or self.name


@dataclass(frozen=True)
class LocalApproach:
    """An approach: its names by language, and its cloth."""

    key: str
    names: Mapping[str, str]
    motif: str
    palette: str
    position: int

    @property
    def local_name(self) -> str:
        return self.names.get(get_language() or "") or self.names.get(settings.LANGUAGE_CODE) or self.key


@dataclass(frozen=True)
class Card:
    """A practice in lists. `titles`: {language: (title, one-line result)}, of the original and up-to-date translations.

    `adopters` are municipalities in which it runs or ran; `carried`: {facet: its values}.
    """

    practice_id: int
    code: str
    slug: str
    language: str
    titles: Mapping[str, tuple[str, str]]
    place: Place
    approach: LocalApproach | None
    state: str
    documentation: str
    is_sample: bool
    published_at: datetime
    adopters: tuple[Place, ...]
    carried: Mapping[str, frozenset[str]]
    folded: str

    @property
    def shown_language(self) -> str:
        """Of the title in the active language, else of the original."""
        language = get_language() or ""
        return language if language in self.titles else self.language

    @property
    def title(self) -> str:
        return self.titles[self.shown_language][0]

    @property
    def result_line(self) -> str:
        return self.titles[self.shown_language][1]

    def matches(self, words: Iterable[str]) -> bool:
        """Whether every folded word begins a word of the record or of one of its translations."""
        return all(f" {word}" in self.folded for word in words)


class Parameters(Protocol):
    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Wish:
    """What somebody looks for: `words` as typed, `chosen` {facet: values} without facets that are not set, `sort`."""

    words: str
    chosen: Mapping[str, tuple[str, ...]]
    sort: str = SORTS[0]

    @classmethod
    def of(cls, parameters: Parameters) -> "Wish":
        """As an address says it; what it does not know is left aside, a value that no practice carries is kept."""
        chosen = {name: tuple(dict.fromkeys(filter(None, parameters.getlist(name)))) for name in FACETS}
        words = " ".join(parameters.getlist("q")[:1])[:200].replace("\x00", "").strip()
        sort = "".join(parameters.getlist("sort")[:1])
        return cls(
            words, {name: values for name, values in chosen.items() if values}, sort if sort in SORTS else SORTS[0]
        )

    @property
    def is_set(self) -> bool:
        return bool(self.words or self.chosen)

    def pairs(self) -> list[tuple[str, str]]:
        """As an address carries it."""
        found = [("q", self.words)] if self.words else []
        found += [(name, value) for name, values in self.chosen.items() for value in values]
        return [*found, ("sort", self.sort)] if self.sort != SORTS[0] else found

    def without(self, name: str, value: str | None = None) -> "Wish":
        """Without a value of a facet, a whole facet, one of the words ("q") or all of them."""
        if name == "q":
            words = [word for word in self.words.split() if value is not None and word != value]
            return Wish(" ".join(words), self.chosen, self.sort)
        left = tuple(each for each in self.chosen.get(name, ()) if value is not None and each != value)
        others = {key: values for key, values in self.chosen.items() if key != name}
        return Wish(self.words, {**others, name: left} if left else others, self.sort)


@dataclass(frozen=True)
class Library:
    """`cards` the newest first; bit n of the index is card n."""

    cards: tuple[Card, ...]
    index: facets.Index
    approaches: Mapping[str, LocalApproach]

    def named(self, words: str) -> int:
        """The rows in which these words stand, whatever script, case or diacritics; all for none."""
        folded = fold(words).split()
        if not words:
            return self.index.everything
        if not folded:
            return 0
        return facets.rows_of(number for number, card in enumerate(self.cards) if card.matches(folded))

    def rows(self, wish: Wish) -> int:
        return self.index.matching(wish.chosen, within=self.named(wish.words))

    def find(self, wish: Wish) -> list[Card]:
        """In the order asked for."""
        return self.sorted(self.rows(wish), wish.sort)

    def sorted(self, rows: int, sort: str) -> list[Card]:
        found = [self.cards[position] for position in facets.positions_of(rows)]
        if sort == "title":
            found.sort(key=lambda card: fold(card.title))
        elif sort == "state":
            found.sort(key=lambda card: STATES.index(card.state))
        elif sort == "adopted":
            found.sort(key=lambda card: -len(card.adopters))
        return found

    def counts(self, wish: Wish) -> dict[str, dict[str, int]]:
        """`{facet: {value: how many show with it alone in its facet}}`, of every value that a practice carries."""
        return self.index.counts(wish.chosen, within=self.named(wish.words))

    def relaxed(self, wish: Wish) -> list[tuple[tuple[tuple[str, str | None], ...], int]]:
        """Where nothing is found: what to leave out, as `Wish.without` takes it, and the rows that show then."""
        choices: dict[tuple[str, str | None], int] = {
            (name, None): self.index.matching({name: values}) for name, values in wish.chosen.items()
        }
        words = [word for word in dict.fromkeys(wish.words.split()) if fold(word)]
        if 1 < len(words) <= WORDS_APART:
            choices |= {("q", word): self.named(word) for word in words}
        elif wish.words:
            choices["q", None] = self.named(wish.words)
        return facets.relaxations(choices, self.index.everything)


def population_band(people: int | None) -> str:
    if people is None:
        return ""
    limits = ((10_000, PopulationBand.UNDER_10), (30_000, PopulationBand.FROM_10_TO_30))
    for limit, band in (*limits, (100_001, PopulationBand.FROM_30_TO_100)):
        if people < limit:
            return band
    return PopulationBand.OVER_100


def start_band(months: int | None) -> str:
    if months is None:
        return ""
    for limit, band in ((3, StartBand.UNDER_3), (6, StartBand.FROM_3_TO_6), (13, StartBand.FROM_6_TO_12)):
        if months < limit:
            return band
    return StartBand.OVER_12


def current() -> Library:
    version = site_version.current(Practice.site_part)
    return build() if version is None else _remembered(version)


@lru_cache(maxsize=1)
def _remembered(version: int) -> Library:
    return build()


ROW = (
    "pk", "code", "slug", "language", "title", "result_line", "organisation", "organisation__name", "place", "economy",
    "latitude", "longitude", "population", "approach", "target_groups", "run_state", "start_year", "offers",
    "months_to_start", "yearly_cost_band", "funding", "evidence", "state", "documentation", "is_sample",
    "first_published_at", "folded",
)  # fmt: skip


def build() -> Library:
    """Always from the database: one query for an empty library, else a constant number."""
    public = Practice.objects.public().order_by()
    rows = list(public.order_by("-first_published_at", "-pk").values(*ROW))
    if not rows:
        return Library((), facets.build((), FACETS), {})
    keys = public.values("pk")
    told = approach_names()
    topics = {
        row.pk: LocalApproach(row.key, told.get(row.pk, {}), row.motif, row.palette, row.position)
        for row in Approach.objects.all()
    }
    names = _names()
    further: dict[int, list[int]] = defaultdict(list)
    for practice, approach in Practice.further_approaches.through.objects.filter(practice__in=keys).values_list(
        "practice", "approach"
    ):
        further[practice].append(approach)
    titles = _translations(keys)
    adopters = _adopters(keys, names)
    documented = set(PracticeDocument.objects.filter(practice__in=keys).order_by().values_list("practice", flat=True))
    cards = []
    for row in rows:
        key = row["pk"]
        own = {row["language"]: (row["title"], row["result_line"])}
        for language, title, result_line, sources in titles.get(key, ()):
            if title and sources[0] == digest_of(row["title"]):
                fits = result_line and sources[1] == digest_of(row["result_line"])
                own.setdefault(language, (title, result_line if fits else row["result_line"]))
        approaches = [topics[number] for number in (row["approach"], *further.get(key, ())) if number is not None]
        cards.append(
            Card(
                practice_id=key,
                code=row["code"],
                slug=row["slug"],
                language=row["language"],
                titles=own,
                place=Place(
                    row["organisation__name"] or row["place"],
                    names.get(row["organisation"], {}),
                    row["economy"],
                    _degrees(row["latitude"]),
                    _degrees(row["longitude"]),
                ),
                approach=topics.get(row["approach"]),
                state=row["state"],
                documentation=row["documentation"],
                is_sample=row["is_sample"],
                published_at=row["first_published_at"],
                adopters=tuple(adopters.get(key, ())),
                carried=_carried(row, approaches, own, has_documents=key in documented, is_adopted=key in adopters),
                folded=f" {row['folded']}",
            )
        )
    index = facets.build((card.carried for card in cards), FACETS)
    return Library(tuple(cards), index, {topic.key: topic for topic in topics.values()})


def _carried(
    row: Mapping[str, Any],
    approaches: list[LocalApproach],
    titles: Mapping[str, object],
    *,
    has_documents: bool,
    is_adopted: bool,
) -> dict[str, frozenset[str]]:
    """By facet, without those that are not documented."""
    evidence, year = row["evidence"], row["start_year"]
    values: dict[str, Iterable[str]] = {
        "approach": [topic.key for topic in approaches],
        "target": row["target_groups"],
        "economy": [row["economy"]],
        "population": [population_band(row["population"])],
        "cost": [row["yearly_cost_band"]],
        "start": [start_band(row["months_to_start"])],
        "evidence": ["" if evidence is None else str(evidence)],
        "state": [row["state"]],
        "status": [row["run_state"]],
        "funding": row["funding"],
        "language": titles,
        "documents": [YES] if has_documents else [],
        "adopted": [YES] if is_adopted else [],
        "visits": [YES] if Offer.VISITS in row["offers"] else [],
        "year": ["" if year is None else str(year)],
    }
    return {facet: frozenset(filter(None, carried)) for facet, carried in values.items()}


def _names() -> dict[int, dict[str, str]]:
    """`{organisation: {language: name}}` of those that have names in several languages."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for organisation, language, name in OrganisationName.objects.order_by().values_list(
        "organisation", "language", "name"
    ):
        found[organisation][language] = name
    return found


def _translations(keys: Any) -> dict[int, list[tuple[str, str, str, tuple[str, str]]]]:
    """`{practice: [(language, title, one-line result, digests of what these translate)]}`."""
    found = defaultdict(list)
    rows = PracticeText.objects.filter(practice__in=keys, published_at__isnull=False)
    for practice, language, title, line, of_title, of_line in rows.values_list(
        "practice",
        "language",
        F("texts__title"),
        F("texts__result_line"),
        F("sources__title"),
        F("sources__result_line"),
    ):
        found[practice].append((language, title, line, (of_title, of_line)))
    return found


def _adopters(keys: Any, names: Mapping[int, Mapping[str, str]]) -> dict[int, list[Place]]:
    found = defaultdict(list)
    rows = Adoption.objects.adopted().filter(practice__in=keys).order_by("created_at", "pk")
    for practice, organisation, name, economy, latitude, longitude in rows.values_list(
        "practice", "organisation", "organisation__name", "organisation__economy", "organisation__latitude",
        "organisation__longitude",
    ):  # fmt: skip
        place = Place(name, names.get(organisation, {}), economy, _degrees(latitude), _degrees(longitude))
        found[practice].append(place)
    return found


def _degrees(value: Any) -> float | None:
    return None if value is None else float(value)
