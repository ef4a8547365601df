"""A practice to be printed and carried into a meeting: the brief and the full record as PDF."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from peer_exchange.delivery.practice_citation import citation_of
from peer_exchange.delivery.practice_pdf import LAYOUT, Bar, Part, Piece, Sheet, draw_practice
from peer_exchange.enums import PracticeFileForm
from peer_exchange.models import Practice
from peer_exchange.practice_words import Word, originals_in, words_of
from peer_exchange.services.practice_prints import print_of
from peer_exchange.views.practice_page import body_of, gone, is_public, public_record


@require_safe
def show_print(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """For everybody, in the language of the address; 410 when the practice has left the library."""
    if form not in PracticeFileForm.values:
        raise Http404
    practice = get_object_or_404(Practice.objects.select_related("organisation", "approach"), slug=slug)
    if not is_public(practice):
        return gone(request, practice)
    language = get_language()
    digest = digest_of_print(practice, form, language)
    etag = f'"{digest[:32]}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    row = print_of(practice, form, language, digest, lambda: draw_practice(sheet_of(practice, form)))
    response = FileResponse(
        row.file.open("rb"), content_type="application/pdf", filename=f"{practice.code}-{form}-{language}.pdf"
    )
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def digest_of_print(practice: Practice, form: str, language: str) -> str:
    """Changes with everything that is printed: the version, its marks, the translation, names, the look."""
    text = practice.translations.filter(language=language).values_list("version", "published_at").first()
    adopted = practice.adoptions.aggregate(number=Count("pk"), last=Max("updated_at"))
    place, approach = practice.organisation, practice.approach
    facts = (
        LAYOUT, form, language, practice.version, practice.state, practice.exemplary_year, practice.needs_update_at,
        practice.confirmed_at, text, sorted(adopted.items()), place and place.local_name,
        approach and approach.name, settings.SITE_URL, settings.SITE_NAME,
    )  # fmt: skip
    return sha256(repr(facts).encode()).hexdigest()


def sheet_of(practice: Practice, form: str) -> Sheet:
    """What is printed, in the active language."""
    record = public_record(practice)
    body = body_of(practice, record, words_of(practice, get_language(), originals_in(record)))
    answers, marks = body["answers"], body["marks"]
    address = settings.SITE_URL + reverse("practice", kwargs={"slug": practice.slug})
    authors = [row.user.name for row in practice.authors.select_related("user") if row.is_named and row.user]
    evidence = gettext("Evidence: %(evidence)s") % {"evidence": marks["evidence"]} if marks["evidence"] else ""
    source = f"{marks['documentation']}: {practice.source_title}" if practice.source_title else marks["documentation"]
    warnings = [gettext("Sample: fictional")] if practice.is_sample else []
    if practice.needs_update_at:
        warnings.append(gettext("Its people say that something in it is out of date; an update is expected."))
    in_brief = ("problem", "solution", "indicators", "went_wrong", "lessons")
    is_brief = form == PracticeFileForm.BRIEF
    parts = [part for name, part in _parts(body["case"]) if name in in_brief or not is_brief]
    return Sheet(
        title=body["title"].text,
        kicker=body["approach"].name if body["approach"] else "",
        lead=answers["result_line"].text,
        marks=[mark for mark in (practice.code, marks["state"], marks["run_state"], evidence, source) if mark],
        answers=_answers(body),
        parts=parts,
        address=address,
        citation=citation_of(
            practice, title=practice.title, place=body["municipality"], authors=authors, address=address
        ),
        palette=body["approach"].palette if body["approach"] else "spruce",
        note=body["footnote"],
        is_brief=is_brief,
        cut_note=gettext("Longer texts are shortened here (…). The code leads to the whole record."),
        warnings=warnings,
    )


def _answers(body: dict[str, Any]) -> list[tuple[str, list[str]]]:
    answers, nothing = body["answers"], [gettext("Not documented yet.")]
    costs = [
        f"{group.title} – {row.label.text}: {row.amount}" for group in body["case"]["costs"] for row in group.rows[:3]
    ]
    people = answers["population"] and gettext("%(people)s people live there") % {"people": answers["population"]}
    smallest, unsuitable = answers["smallest_version"], answers["not_suitable_when"]
    fits = [
        *answers["bands"],
        f"{gettext('The smallest version')}: {smallest.text}" if smallest else "",
        f"{gettext('Not suitable when')}: {unsuitable.text}" if unsuitable else "",
    ]
    rows = [
        (gettext("What changed"), [answers["results"].text, answers["no_data_reason"].text]),
        (gettext("For whom"), [", ".join(answers["target_groups"])]),
        (gettext("Where"), [body["municipality"], answers["economy"], people]),
        (gettext("At what cost"), [answers["cost_band"], *costs, answers["cost_note"].text]),
        (gettext("Would it fit us?"), fits),
        (
            gettext("Whom to ask"),
            [answers["contact_name"], answers["contact_role"].text, ", ".join(answers["offers"])],
        ),
    ]
    return [(question, [line for line in lines if line] or nothing) for question, lines in rows]


def _parts(case: dict[str, Any]) -> list[tuple[str, Part]]:
    """(name, part) of everything that is documented, in the order of the page."""
    told = {
        "problem": gettext("The problem"),
        "solution": gettext("What was done"),
        "objectives": gettext("Objectives"),
        "indicators": gettext("The change in numbers"),
        "steps": gettext("Step by step"),
        "partners": gettext("Partners"),
        "participation_note": gettext("How the people concerned take part"),
        "costs": gettext("Cost, and who pays"),
        "after_donor": gettext("Who pays after the donor"),
        "legal_basis": gettext("Legal basis"),
        "staff": gettext("Staff"),
        "premises": gettext("Premises and equipment"),
        "went_wrong": gettext("What went wrong, and how it was handled"),
        "success_conditions": gettext("What it needs to succeed"),
        "lessons": gettext("Lessons"),
        "documents": gettext("Documents you may reuse"),
    }
    found = []
    for name, title in told.items():
        pieces = _pieces(name, case)
        if pieces:
            found.append((name, Part(title, pieces, is_warning=name == "went_wrong")))
    return found


def _pieces(name: str, case: dict[str, Any]) -> list[Piece]:
    value = case[name]
    if isinstance(value, Word):
        return [Piece(value.text)] if value else []
    if name == "indicators":
        return [_change(row) for row in value]
    if name in LINES:
        return [Piece(LINES[name](row)) for row in value]
    costs = [
        piece
        for group in value
        for piece in (
            Piece(group.title, is_heading=True),
            *(
                Piece(f"{row.label.text}: {row.amount}".rstrip(": "), bars=_bars(("cost", row.length)))
                for row in group.rows
            ),
        )
    ]
    words = [case["cost_note"].text, ", ".join(case["funding"]), case["funding_note"].text]
    return costs + [Piece(text) for text in words if text]


def _change(row: Any) -> Piece:
    ends = [
        (gettext("Before:"), row.before, row.before_on),
        (gettext("Latest:"), row.latest, row.latest_on),
    ]
    said = [f"{label} {value}" + (f" ({day.text})" if day else "") for label, value, day in ends if value]
    bars = _bars(("before", row.before_length), ("latest", row.latest_length)) if row.has_picture else ()
    return Piece(" · ".join([row.name.text, *said]), bars=bars)


def _bars(*lengths: tuple[str, float]) -> tuple[Bar, ...]:
    return tuple(Bar(tone, length) for tone, length in lengths if length or tone != "cost")


def _joined(*words: Word | str) -> str:
    return ", ".join(str(getattr(word, "text", word)) for word in words if word)


def _lesson(row: dict[str, Any]) -> str:
    reading = gettext("our reading of the facts")
    return f"– {row['text'].text} ({reading})" if row["is_reading"] else f"– {row['text'].text}"


# A row of a table as one line.
LINES: dict[str, Callable[[dict[str, Any]], str]] = {
    "steps": lambda row: f"{row['number']}. {_joined(row['what'], row['who'], row['when'], row['duration'])}",
    "partners": lambda row: f"– {_joined(row['name'], *row['support'], row['note'])}",
    "lessons": _lesson,
    "documents": lambda row: f"– {_joined(row['title'], row['kind'], row['licence'])}",
}
