"""Questions in every state for the style guide, drawn by the same sheets and templates as in a quiz."""

from dataclasses import replace

from courses.models import Response
from courses.rules.kinds import KINDS, freeze
from courses.rules.paper import Item, Source, SourceChoice
from courses.sheets import Row, marked_sheet, open_sheet

ROUTE = Source(
    question="route",
    kind="single_choice",
    language="en",
    text="Your route has nine stops in one day and visits of 40 minutes. What will happen first?",
    feedback="Count the time on the road and the time a visit really needs before you promise a day.",
    choices=(
        SourceChoice("a", "Visits get shorter and needs stay unseen", "Yes: the clock decides, not the need.", True),
        SourceChoice("b", "The vehicle breaks down"),
        SourceChoice("c", "The team writes fewer reports"),
    ),
)
VISIT = Source(
    question="visit",
    kind="multiple_choice",
    language="en",
    text="Which of these belong into the first visit?",
    feedback="Consent comes first; papers can wait until trust is there.",
    choices=(
        SourceChoice("a", "Say who you are and why you came", "", True),
        SourceChoice("b", "Ask for consent in plain words", "Without consent there is no second visit.", True),
        SourceChoice("c", "Fill in every form of the file", "That belongs to a later visit."),
        SourceChoice("d", "Take photographs of the flat"),
    ),
)
CONSENT = Source(
    question="consent",
    kind="true_false",
    language="sr",
    text="Тим сме да уђе у стан без пристанка ако је породица сиромашна.",
    feedback="Сиромаштво никоме не одузима право на дом.",
    is_true=False,
)
MONTHS = Source(
    question="months",
    kind="short_text",
    language="en",
    text="For how many months does a team write its operational plan? Write the number.",
    accepted=("6", "six"),
)


def questions() -> dict:
    items = [freeze(source) for source in (ROUTE, VISIT, CONSENT, MONTHS)]
    chosen = [{"choices": ["a"]}, {"choices": ["a", "c"]}, {"choices": ["true"]}, {"text": "6"}]
    return {
        "template": "courses/_specimens.html",
        "heading": "Questions",
        "states": [
            _state("Open", open_sheet(items, {})),
            _state("Refused", open_sheet(items[:1], {}, errors={0: "Choose one of the answers."})),
            _state("Marked", marked_sheet(items, _responses(items, chosen), tells=True), is_marked=True),
        ],
    }


def _state(heading: str, rows: list[Row], *, is_marked: bool = False) -> dict:
    """Fields of the same question in two states must not share a name."""
    named = [replace(row, name=f"{heading.lower()}-{row.name}") for row in rows]
    return {"heading": heading, "rows": named, "is_marked": is_marked}


def _responses(items: list[Item], answers: list[dict]) -> dict[int, Response]:
    """Unsaved rows with the marks that the rules give, never regraded."""
    rows = {}
    for place, (item, answer) in enumerate(zip(items, answers, strict=True)):
        row = Response(pk=0, item=place, answer=answer, points=KINDS[item.kind].grade(item, answer).points)
        row._prefetched_objects_cache = {"grades": []}
        rows[place] = row
    return rows
