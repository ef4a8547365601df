"""What a print of a practice says, in the active language: the brief and the full record, from what the page shows."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info, gettext, ngettext

from courses import catalogue
from peer_exchange.delivery.adoption_record import confirmed_by, summary_of
from peer_exchange.delivery.peers_record import bars_of, peers_record
from peer_exchange.delivery.practice_citation import citation_of
from peer_exchange.delivery.practice_facts import body_of, figure
from peer_exchange.delivery.practice_letters import code_path
from peer_exchange.delivery.practice_pdf import Bar, Part, Piece, Sheet
from peer_exchange.delivery.practice_record import public_record
from peer_exchange.enums import AdoptionStage, PracticeFileForm, Visibility
from peer_exchange.models import LICENCE, Adoption, Practice
from peer_exchange.practice_words import Word, originals_in, words_of
from peer_exchange.rules.still_running import next_check

IN_BRIEF = ("problem", "solution", "indicators", "went_wrong", "lessons")
ADOPTIONS_IN_BRIEF = 4
STAGES = list(AdoptionStage)


def sheet_of(practice: Practice, form: str) -> Sheet:
    """`form` is a PracticeFileForm."""
    is_brief = form == PracticeFileForm.BRIEF
    record = public_record(practice)
    body = body_of(practice, record, words_of(practice, get_language() or settings.LANGUAGE_CODE, originals_in(record)))
    authors = [row.user.name for row in practice.authors.select_related("user") if row.is_named and row.user]
    parts = [part for name, part in _case_parts(body["case"]) if name in IN_BRIEF or not is_brief]
    parts += [*_peers(practice), *_adoptions(practice, is_brief=is_brief)]
    if not is_brief:
        parts += [*_connections(practice), _about(practice, body, authors)]
    address = settings.SITE_URL + code_path(practice)
    return Sheet(
        title=body["title"].text,
        kicker=", ".join(row.name for row in (body["approach"], *body["further_approaches"]) if row),
        lead=body["answers"]["result_line"].text,
        marks=_marks(practice, body["marks"]),
        answers=_answers(body),
        parts=parts,
        address=address,
        citation=citation_of(
            practice, title=practice.title, place=body["municipality"], authors=authors, address=address
        ),
        palette=body["approach"].palette if body["approach"] else "spruce",
        motif=body["approach"].motif if body["approach"] else "diamonds",
        place=", ".join(filter(None, (body["municipality"], body["answers"]["economy"]))),
        note=body["footnote"],
        is_brief=is_brief,
        cut_note=gettext("Longer texts are shortened here (…). The code leads to the whole record."),
        warnings=_warnings(practice, body),
    )


def _marks(practice: Practice, marks: dict[str, Any]) -> list[str]:
    years = "–".join(str(year) for year in (practice.start_year, practice.end_year) if year)
    evidence = gettext("Evidence: %(evidence)s") % {"evidence": marks["evidence"]} if marks["evidence"] else ""
    source = f"{marks['documentation']}: {practice.source_title}" if practice.source_title else marks["documentation"]
    found = [
        practice.code,
        f"{marks['state']} {practice.exemplary_year or ''}".strip(),
        ", ".join(filter(None, (marks["run_state"], years))),
        evidence,
        source,
    ]
    return [mark for mark in found if mark]


def _warnings(practice: Practice, body: dict[str, Any]) -> list[str]:
    found = [gettext("Sample: fictional")] if practice.is_sample else []
    if practice.needs_update_at:
        found.append(gettext("Its people say that something in it is out of date; an update is expected."))
    if body["unconfirmed"]:
        day = date_format(body["unconfirmed"], "F Y")
        found.append(gettext("Nobody has confirmed since %(day)s that it still runs like this.") % {"day": day})
    return found


def _answers(body: dict[str, Any]) -> list[tuple[str, list[str]]]:
    answers, nothing = body["answers"], [gettext("Not documented yet.")]
    costs = [
        f"{group.title} – {row.label.text}: {row.amount}" for group in body["case"]["costs"] for row in group.rows[:3]
    ]
    people = answers["population"] and gettext("%(people)s people live there") % {"people": answers["population"]}
    smallest, unsuitable = answers["smallest_version"], answers["not_suitable_when"]
    no_data = answers["no_data_reason"]
    fits = [
        *answers["bands"],
        f"{gettext('The smallest version')}: {smallest.text}" if smallest else "",
        f"{gettext('Not suitable when')}: {unsuitable.text}" if unsuitable else "",
    ]
    changed = [answers["results"].text, f"{gettext('No data yet, because:')} {no_data.text}" if no_data else ""]
    rows = [
        (gettext("What changed"), changed),
        (gettext("For whom"), [", ".join(answers["target_groups"])]),
        (gettext("Where"), [body["municipality"], answers["economy"], people]),
        (gettext("At what cost"), [answers["cost_band"], *costs, answers["cost_note"].text, _months(answers)]),
        (gettext("Would it fit us?"), fits),
        (
            gettext("Whom to ask"),
            [answers["contact_name"], answers["contact_role"].text, ", ".join(answers["offers"])],
        ),
    ]
    return [(question, [line for line in lines if line] or nothing) for question, lines in rows]


def _months(answers: dict[str, Any]) -> str:
    if (number := answers["months"]) is None:
        return ""
    one, many = "%(n)s month from the decision to the start", "%(n)s months from the decision to the start"
    return ngettext(one, many, number) % {"n": number}


def _case_parts(case: dict[str, Any]) -> list[tuple[str, Part]]:
    """(name, part) of everything that is documented, in the order of the page."""
    told = {
        "problem": gettext("The problem"),
        "solution": gettext("What was done"),
        "images": gettext("Pictures"),
        "objectives": gettext("Objectives"),
        "indicators": gettext("The change in numbers"),
        "steps": gettext("Step by step"),
        "partners": gettext("Partners"),
        "participation": gettext("How the people concerned take part"),
        "costs": gettext("Cost, and who pays"),
        "after_donor": gettext("Who pays after the donor"),
        "legal_basis": gettext("Legal basis"),
        "staff": gettext("Staff"),
        "premises": gettext("Premises and equipment"),
        "went_wrong": gettext("What went wrong, and how it was handled"),
        "success_conditions": gettext("What it needs to succeed"),
        "lessons": gettext("Lessons"),
        "documents": gettext("Documents you may reuse"),
        "sdg_targets": gettext("Targets of the Sustainable Development Goals:").rstrip(":"),
    }
    found = []
    for name, title in told.items():
        if pieces := PIECES.get(name, _words)(case, name):
            found.append((name, Part(title, pieces, is_warning=name == "went_wrong")))
    return found


def _words(case: dict[str, Any], name: str) -> list[Piece]:
    return [Piece(case[name].text)] if case[name] else []


def _pictures(case: dict[str, Any], name: str) -> list[Piece]:
    return [
        Piece(" · ".join((row["alt"].text, row["credit"].text)), is_small=True, picture=row["file"].file.name)
        for row in case[name]
    ]


def _indicators(case: dict[str, Any], name: str) -> list[Piece]:
    return [piece for row in case[name] for piece in (_change(row), *_source(row.source))]


def _change(row: Any) -> Piece:
    ends = [
        (gettext("Before:"), row.before, row.before_on),
        (gettext("Latest:"), row.latest, row.latest_on),
    ]
    said = [f"{label} {value}" + (f" ({day.text})" if day else "") for label, value, day in ends if value]
    bars = _bars(("before", row.before_length), ("latest", row.latest_length)) if row.has_picture else ()
    named = f"{row.name.text} ({row.unit.text})" if row.unit else row.name.text
    return Piece(" · ".join([named, *said]), bars=bars)


def _steps(case: dict[str, Any], name: str) -> list[Piece]:
    return [
        Piece(f"{row['number']}. {_joined(row['what'], row['who'], row['when'], row['duration'])}")
        for row in case[name]
    ]


def _partners(case: dict[str, Any], name: str) -> list[Piece]:
    return [Piece(f"– {_joined(row['name'], *row['support'], row['note'])}") for row in case[name]]


def _participation(case: dict[str, Any], name: str) -> list[Piece]:
    return [Piece(text) for text in (case[name], case["participation_note"].text) if text]


def _costs(case: dict[str, Any], name: str) -> list[Piece]:
    found = []
    for group in case[name]:
        found.append(Piece(str(group.title), is_heading=True))
        for row in group.rows:
            said = f"{row.label.text}: {row.amount}".rstrip(": ") + (f" ({row.year})" if row.year else "")
            found += [Piece(said, bars=_bars(("cost", row.length))), *_source(row.source)]
    if found:
        note = gettext("Amounts are those of their source, in its currency. They are not converted and not added up.")
        found.append(Piece(note, is_small=True))
    told = [case["cost_note"].text, ", ".join(case["funding"]), case["funding_note"].text]
    return found + [Piece(text) for text in told if text]


def _lessons(case: dict[str, Any], name: str) -> list[Piece]:
    reading = gettext("our reading of the facts")
    return [
        Piece(f"– {row['text'].text} ({reading})" if row["is_reading"] else f"– {row['text'].text}")
        for row in case[name]
    ]


def _documents(case: dict[str, Any], name: str) -> list[Piece]:
    found = []
    for row in case[name]:
        language = _language_name(row["language"]) if row["language"] else ""
        found.append(Piece(f"– {_joined(row['title'], row['kind'], language, row['licence'])}"))
        if row["url"]:
            found.append(Piece(row["url"], is_small=True))
    return found


def _targets(case: dict[str, Any], name: str) -> list[Piece]:
    return [Piece(", ".join(case[name]))] if case[name] else []


# How a field or a table of the case is printed; words, if it is not here.
PIECES: dict[str, Callable[[dict[str, Any], str], list[Piece]]] = {
    "images": _pictures,
    "indicators": _indicators,
    "steps": _steps,
    "partners": _partners,
    "participation": _participation,
    "costs": _costs,
    "lessons": _lessons,
    "documents": _documents,
    "sdg_targets": _targets,
}


def _peers(practice: Practice) -> list[Part]:
    rows = [
        Piece(
            str(bar["label"]),
            bars=_bars(("latest", 100 * bar["points"] / bar["most"])),
            figure=gettext("%(points)s of %(most)s") % {"points": figure(bar["points"]), "most": bar["most"]},
        )
        for bar in bars_of(peers_record(practice))
    ]
    return [Part(gettext("What peers from other municipalities say"), rows)] if rows else []


def _adoptions(practice: Practice, *, is_brief: bool) -> list[Part]:
    found = practice.adoptions.select_related("organisation").prefetch_related("organisation__names")
    rows = sorted(found, key=lambda row: (STAGES.index(AdoptionStage(row.stage)), row.created_at))
    if not rows:
        return []
    authors = set(practice.authors.values_list("user", flat=True)) - {None}
    summary = summary_of(rows)
    pieces = [Piece(summary)] if summary else []
    for row in rows[:ADOPTIONS_IN_BRIEF] if is_brief else rows:
        pieces += _adoption(row, confirmed_by(row, authors), is_brief=is_brief)
    return [Part(gettext("Who took it over"), pieces)]


def _adoption(row: Adoption, confirmer: str | None, *, is_brief: bool) -> list[Piece]:
    place, economy = row.organisation.local_name, row.organisation.get_economy_display()
    confirmed = {
        "origin": gettext("confirmed by the people of the practice"),
        "association": gettext("confirmed by the association or the editors"),
    }.get(confirmer or "", gettext("Confirmed") if row.confirmed_at else "")
    since = gettext("since %(day)s") % {"day": date_format(row.started_on)} if row.started_on else ""
    sample = gettext("Sample") if row.is_sample else ""
    head = ", ".join(filter(None, (place, economy)))
    marks = ", ".join(filter(None, (row.get_stage_display(), since, confirmed, sample)))
    told = [
        (gettext("Stopped, because"), row.stopped_reason),
        (gettext("What they changed"), row.changed),
        (gettext("Result"), row.result),
    ]
    if is_brief:
        said = [f"{head}: {marks}", *(f"{label}: {text}" for label, text in told if text)]
        return [Piece(". ".join(text.rstrip(". ") for text in said) + ".")]
    amount = f"{figure(row.cost_amount)} {row.cost_currency}".strip() if row.cost_amount is not None else ""
    told += [
        (gettext("Cost"), " ".join(filter(None, (amount, f"({row.cost_note})" if amount and row.cost_note else "")))),
        (gettext("How they know"), " ".join(filter(None, (row.evidence, row.evidence_url)))),
        (gettext("Help received"), row.help_received),
    ]
    return [
        Piece(head, is_heading=True),
        Piece(marks, is_small=True),
        *(Piece(f"{label}: {text}") for label, text in told if text),
    ]


def _connections(practice: Practice) -> list[Part]:
    """Practices, courses and clusters that its authors name, as far as everybody may know of them."""
    practices = [
        f"– {row.title} ({row.code})"
        for row in Practice.objects.public().filter(pk__in=practice.related.values("pk")).order_by("code")
    ]
    taught = set(practice.courses.values_list("pk", flat=True))
    courses = [f"– {card.title}" for card in catalogue.cards(get_language()) if card.course_id in taught]
    clusters = practice.clusters.exclude(visibility=Visibility.HIDDEN).running().prefetch_related("texts")
    told = [
        (gettext("Related practices"), practices),
        (gettext("Courses that teach it"), courses),
        (gettext("Clusters that talk about it"), [f"– {row.local_title}" for row in clusters]),
    ]
    return [Part(title, [Piece(line) for line in lines]) for title, lines in told if lines]


def _about(practice: Practice, body: dict[str, Any], authors: list[str]) -> Part:
    translations = practice.translations.filter(published_at__isnull=False).values_list("language", flat=True)
    languages = [practice.language, *(code for code in sorted(translations) if code != practice.language)]
    published, confirmed, validated = practice.last_published_at, practice.confirmed_at, practice.validated_at
    version = f"{practice.version} ({date_format(published)})" if published else str(practice.version)
    told = [
        (gettext("Code"), practice.code),
        (gettext("Version"), version),
        (gettext("Can be read in"), ", ".join(_language_name(code) for code in languages)),
        (gettext("Written by"), ", ".join(authors)),
        (gettext("Validated"), date_format(validated, "F Y") if validated else ""),
        (gettext("Confirmed by its people"), date_format(confirmed, "F Y") if confirmed else ""),
        (gettext("Next check"), date_format(next_check(confirmed.date()), "F Y") if confirmed else ""),
        (gettext("Source"), _joined(practice.source_title, practice.source_url)),
        (gettext("Licence"), LICENCE),
    ]
    said = [f"{label}: {text}" for label, text in told if text]
    return Part(gettext("About this record"), [Piece(" · ".join(said), is_small=True)])


def _language_name(code: str) -> str:
    return str(get_language_info(code)["name_translated"])


def _source(source: Word) -> list[Piece]:
    return [Piece(f"{gettext('Source:')} {source.text}", is_small=True)] if source else []


def _bars(*lengths: tuple[str, float]) -> tuple[Bar, ...]:
    return tuple(Bar(tone, length) for tone, length in lengths if length or tone != "cost")


def _joined(*words: Word | str) -> str:
    return ", ".join(str(getattr(word, "text", word)) for word in words if word)
