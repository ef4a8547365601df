"""An assignment as a Word file that a learner can go on writing in. It takes a `Paper` of `assignment_paper`.

Fonts are named, not embedded: one that Word and LibreOffice have or replace, with Cyrillic and Albanian letters.
"""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, to_locale

from courses.delivery.assignment_paper import Paper
from courses.enums import PartKind
from courses.rules.worksheets import Part

FONT, INK, SOFT, ACTION, WASH = "Arial", "1D2A2C", "56625F", "0F4C4A", "E7EFE9"
BLANK_LINES = 5
# Languages as Word names them, where Django's name does not say the script or the country.
WORD_LANGUAGES = {"en": "en-GB", "sr": "sr-Cyrl-RS", "sr-latn": "sr-Latn-RS", "bs": "bs-Latn-BA", "sq": "sq-AL"}


def draw_docx(paper: Paper) -> bytes:
    """The file; the words of the house are in the active language."""
    from docx import Document  # costs a tenth of a second to import: only who draws pays
    from docx.shared import Cm

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    _set_styles(document, paper.language)
    _set_properties(document, paper)
    document.add_heading(paper.sheet.title, level=0)
    meta = document.add_paragraph(style="Subtitle")
    meta.add_run(" · ".join(filter(None, [paper.course, paper.name, _date(paper)])))
    for number, part in enumerate(paper.sheet.parts, start=1):
        document.add_heading(f"{number}. {part.label}", level=1)
        if text := paper.helps.get(part.key):
            _soft(document.add_paragraph(text))
        if not part.is_required:
            _soft(document.add_paragraph(gettext("(optional)")))
        _add_answer(document, paper, part)
    _soft(document.add_paragraph(f"{settings.SITE_NAME} · {settings.SITE_URL}"))
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def _date(paper: Paper) -> str:
    if paper.saved_at is None:
        return ""
    return date_format(timezone.localtime(paper.saved_at), "DATE_FORMAT")


def _add_answer(document: Any, paper: Paper, part: Part) -> None:
    answer = paper.answers.get(part.key)
    if part.kind == PartKind.TABLE:
        rows = answer if isinstance(answer, list) else []
        _add_table(document, part, rows or [[]] * paper.rows.get(part.key, 4))
    elif part.kind == PartKind.CHOICE:
        for place, text in enumerate(part.choices):
            document.add_paragraph(f"{'☒' if place == answer else '☐'}  {text}")
    else:
        _add_box(document, str(answer or ""), lines=1 if part.kind == PartKind.LINE else BLANK_LINES)


def _add_box(document: Any, text: str, *, lines: int) -> None:
    """A framed field: to write in, or with what was written."""
    table = document.add_table(rows=1, cols=1, style="Table Grid")
    cell = table.cell(0, 0)
    paragraphs = text.split("\n") if text else [""] * lines
    cell.paragraphs[0].text = paragraphs[0]
    for paragraph in paragraphs[1:]:
        cell.add_paragraph(paragraph)
    _space_after(document)


def _add_table(document: Any, part: Part, rows: list[list[str]]) -> None:
    from docx.oxml import OxmlElement

    table = document.add_table(rows=1, cols=max(len(part.columns), 1), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, part.columns, strict=False):
        cell.paragraphs[0].add_run(column).bold = True
        _shade(cell, WASH)
    repeated = OxmlElement("w:tblHeader")  # the head again on every page
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text
    _space_after(document)


def _space_after(document: Any) -> None:
    from docx.shared import Pt

    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _soft(paragraph: Any) -> None:
    from docx.shared import Pt, RGBColor

    for run in paragraph.runs:
        run.font.size = Pt(9.5)
        run.font.color.rgb = RGBColor.from_string(SOFT)


def _shade(cell: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shading = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shading.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _set_styles(document: Any, language: str) -> None:
    """The look, and the language for the spelling checker."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size, colour in (
        ("Normal", 10.5, INK), ("Title", 22, ACTION), ("Subtitle", 10.5, SOFT), ("Heading 1", 12.5, ACTION),
    ):  # fmt: skip
        style = document.styles[name]
        style.font.name, style.font.size, style.font.italic = FONT, Pt(size), False
        style.font.color.rgb = RGBColor.from_string(colour)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    spoken = OxmlElement("w:lang")
    code = WORD_LANGUAGES.get(language) or to_locale(language).replace("_", "-")
    spoken.set(qn("w:val"), code)
    properties = document.styles["Normal"].element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(spoken)


def _set_properties(document: Any, paper: Paper) -> None:
    """Nothing of the template's own author; the same paper gives the same dates."""
    properties = document.core_properties
    at = paper.saved_at or datetime(2026, 1, 1, tzinfo=UTC)
    properties.title, properties.author = paper.sheet.title[:255], (paper.name or settings.SITE_NAME)[:255]
    properties.comments, properties.last_modified_by = "", properties.author
    properties.language = paper.language
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)
