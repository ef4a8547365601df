"""An assignment as a file to keep, print or go on writing: PDF and Word, filled in or blank.

Knows the sheet and the answers only; who may have them is asked before.
"""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from academy.delivery.pdf import drawable, html_to_pdf, text_width
from courses.delivery.assignment_docx import draw_docx
from courses.delivery.assignment_paper import Paper
from courses.enums import PartKind
from courses.rules.worksheets import Part

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LINES_FOR_TEXT = 7  # ruled lines of a blank text
# Points: what a table of the PDF has, so that no row is higher than a page and no word runs out of its cell.
WIDTH, CELL_PADDING, SIZE = 480.0, 8.0, 9.0
MOST_COLUMNS, LONGEST_CELL = 5, 350  # beyond, each row becomes a list


def make_file(paper: Paper, form: str) -> bytes:
    """The file; `form` is a key of TYPES. The words of the house are in the language of the sheet."""
    with translation.override(paper.language):
        return draw_pdf(paper) if form == "pdf" else draw_docx(paper)


def draw_pdf(paper: Paper) -> bytes:
    return html_to_pdf(render_to_string("pdf/assignment.html", _context(paper)))


def _context(paper: Paper) -> dict[str, Any]:
    return {
        "paper": paper,
        "title": _words(paper.sheet.title, "serif-bold", 20, WIDTH),
        "course": drawable(paper.course, "sans"),
        "name": drawable(paper.name, "sans"),
        "parts": [_part(paper, number, part) for number, part in enumerate(paper.sheet.parts, start=1)],
        "ruled": range(LINES_FOR_TEXT),
    }


def _part(paper: Paper, number: int, part: Part) -> dict[str, Any]:
    answer = paper.answers.get(part.key)
    found: dict[str, Any] = {
        "number": number,
        "kind": part.kind,
        "label": _words(part.label, "sans-bold", 11, WIDTH),
        "help": _words(paper.helps.get(part.key, ""), "sans", SIZE, WIDTH),
        "is_blank": answer is None,
    }
    if part.kind == PartKind.TABLE:
        found |= _table(paper, part, answer if isinstance(answer, list) else [])
    elif part.kind == PartKind.CHOICE:
        found["choices"] = [
            {"text": _words(text, "sans", 10, WIDTH - 30), "is_chosen": place == answer}
            for place, text in enumerate(part.choices)
        ]
    else:
        found["lines"] = [_words(line, "sans", 10, WIDTH - 2 * CELL_PADDING) for line in str(answer or "").split("\n")]
    return found


def _table(paper: Paper, part: Part, rows: list[list[str]]) -> dict[str, Any]:
    count = len(part.columns) or 1
    width = WIDTH / count
    is_list = count > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for row in rows for cell in row)
    inner = WIDTH - 2 * CELL_PADDING if is_list else width - 2 * CELL_PADDING
    if not rows:
        rows = [[""] * count for _row in range(paper.rows.get(part.key, 4))]
    drawn = [[[_words(line, "sans", SIZE, inner) for line in cell.split("\n")] for cell in row] for row in rows]
    columns = [_words(column, "sans-bold", SIZE, inner) for column in part.columns]
    return {
        "is_list": is_list,
        "width": f"{width:.1f}",
        "columns": columns,
        "rows": [list(zip(columns, row, strict=False)) for row in drawn],
    }


def _words(text: str, face: str, size: float, width: float) -> str:
    """What the font can draw, words that are wider than `width` points broken."""
    return " ".join(_broken(word, face, size, width) for word in drawable(text, face).split(" "))


def _broken(word: str, face: str, size: float, width: float) -> str:
    if text_width(word, face, size) <= width:
        return word
    pieces, start = [], 0
    for end in range(1, len(word) + 1):
        if text_width(word[start:end], face, size) > width and end - 1 > start:
            pieces.append(word[start : end - 1])
            start = end - 1
    return " ".join([*pieces, word[start:]])
