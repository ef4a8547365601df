"""Reading an uploaded list of staff: CSV or XLSX, told apart by content, into rows of plain text. Pure.

Nothing in a file is ever computed or followed: formulas count as their last result, links as text. It must not know
what the columns mean (see `rules.staff_columns`).
"""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 40
MAX_CELL = 500  # characters kept of a cell; no field of ours is longer
MAX_UNPACKED = 40 * 1024 * 1024
MAX_PARTS = 500
MAX_GAPS = 20_000  # rows looked at, empty ones included

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
DELIMITERS = ";,\t|"
_HIGH_PAIR = re.compile(rb"[\x80-\xff]{2}")
_HIGH = re.compile(rb"[\x80-\xff]")
_FORMULA = ("=", "+", "-", "@")


class Unreadable(Exception):
    """`code` says why: empty, too_large, too_many_rows, too_many_columns, old_excel, not_a_list, broken."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class StaffList:
    """`headings` is empty when the first row holds an address already. `rows` are (number in the file, cells)."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]


def read_list(content: bytes, *, language: str = "") -> StaffList:
    """The first sheet or the whole text. `language` helps to guess an old encoding. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable("too_large")
    if content.startswith(OLD_EXCEL):
        raise Unreadable("old_excel")
    cells = _of_xlsx(content) if content.startswith(b"PK\x03\x04") else _of_text(content, language)
    return _arranged(cells)


def to_csv(head: list[str], rows: Iterable[list[str]]) -> bytes:
    """As spreadsheets open it with a double click, in any script; what looks like a formula stays text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_harmless(cell) for cell in head])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _arranged(cells: Iterator[tuple[int, list[str]]]) -> StaffList:
    headings: list[str] | None = None
    rows: list[tuple[int, list[str]]] = []
    for number, raw in cells:
        row = [_tidy(cell) for cell in raw]
        while row and not row[-1]:
            row.pop()
        if not row:
            continue
        if len(row) > MAX_COLUMNS:
            raise Unreadable("too_many_columns")
        if headings is None:
            headings = [] if any("@" in cell for cell in row) else row
            if headings:
                continue
        rows.append((number, row))
        if len(rows) > MAX_ROWS:
            raise Unreadable("too_many_rows")
    if not rows:
        raise Unreadable("empty")
    return StaffList(headings or [], rows)


def _tidy(cell: str) -> str:
    cell = cell[: MAX_CELL * 4].replace("\x00", "").replace("\ufeff", "")
    cell = " ".join(cell.split())[:MAX_CELL]
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


# Text ----------------------------------------------------------------------------------------------------------------


def _of_text(content: bytes, language: str) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content, language)
    if "\x00" in text[:4096] or content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")):
        raise Unreadable("not_a_list")
    if re.match(r"\s*<(!doctype|html|\?xml)", text[:200], re.IGNORECASE):
        raise Unreadable("not_a_list")
    skipped = 0
    if text[:4].lower() == "sep=":  # a line for Excel, not of the table
        delimiter, text, skipped = text[4], text.partition("\n")[2], 1
    else:
        delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for count, row in enumerate(reader, start=1 + skipped):
            if count > MAX_GAPS:
                raise Unreadable("too_many_rows")
            yield count, row
    except csv.Error as error:  # a cell of more than 128 kB
        raise Unreadable("broken") from error


def _decoded(content: bytes, language: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(_old_encoding(content, language), errors="replace")


def _old_encoding(content: bytes, language: str) -> str:
    """In Cyrillic text letters above ASCII stand side by side, in Latin text one by one between plain letters."""
    high = len(_HIGH.findall(content))
    if 2 * len(_HIGH_PAIR.findall(content)) > high / 2:
        return "cp1251"
    return "cp1254" if language == "tr" else "cp1250"


def _delimiter(text: str) -> str:
    """The one that cuts the first rows into most cells, as many in each."""

    def fitness(delimiter: str) -> tuple[float, int]:
        sample = io.StringIO("\n".join(text.splitlines()[:20]), newline="")
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
        except csv.Error:
            return 0, 0
        if not widths or widths[0] < 2:
            return 0, 0
        return sum(width == widths[0] for width in widths) / len(widths), widths[0]

    return max(DELIMITERS, key=fitness)


# XLSX ----------------------------------------------------------------------------------------------------------------


def _of_xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Values only. Sizes are checked before anything is unpacked; what a sheet claims of itself is not believed."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            parts = parcel.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise Unreadable("not_a_list")
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise Unreadable("too_large")
            if any(b"<!DOCTYPE" in parcel.open(part).read(1024).upper() for part in parts if _is_xml(part.filename)):
                raise Unreadable("broken")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes it raise
        raise Unreadable("broken") from error
    try:
        sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
        if sheet is None:
            raise Unreadable("empty")
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MAX_GAPS + 1, max_col=MAX_COLUMNS + 1, values_only=True)
        for number, row in enumerate(rows, start=1):
            if number > MAX_GAPS:
                raise Unreadable("too_many_rows")
            yield number, [_as_text(cell) for cell in row]
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable("broken") from error
    finally:
        book.close()


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _as_text(cell: object) -> str:
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)
