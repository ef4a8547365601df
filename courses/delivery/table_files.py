"""Tables as files for spreadsheets: CSV and XLSX, row by row, in constant memory. Knows no models.

Values are text, numbers, dates or None. A text is never a formula: what begins like one is guarded in CSV, where the
program that opens it would run it, and written as text in XLSX.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

# Spreadsheet programs of the region take the comma for decimals and split at the semicolon; the byte order mark tells
# them that letters with diacritics and Cyrillic are UTF-8.
SEPARATOR = ";"
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
LONGEST = 32_000  # characters in a cell of XLSX
WIDTHS = (14, 42)  # of columns, least and most
SAFE_SHEET = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))

Row = Sequence[Any]


def write_csv(path: Path, head: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=SEPARATOR)
        writer.writerow([guarded(cell) for cell in head])
        for row in rows:
            writer.writerow([_plain(value) for value in row])


def write_xlsx(path: Path, title: str, head: Sequence[str], rows: Iterable[Row]) -> None:
    """One sheet with a fixed head and filters; dates and numbers are real ones."""
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with Workbook(str(path), options) as book:
        sheet = book.add_worksheet(title.translate(SAFE_SHEET).strip()[:31] or "1")
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.freeze_panes(1, 1)
        for number, label in enumerate(head):
            sheet.set_column(number, number, min(max(len(label) + 2, WIDTHS[0]), WIDTHS[1]))
            sheet.write_string(0, number, label, bold)
        written = 0
        for written, row in enumerate(rows, start=1):
            for number, value in enumerate(row):
                _write_cell(sheet, written, number, value, moment)
        sheet.autofilter(0, 0, written, len(head) - 1)


def guarded(text: str) -> str:
    """An apostrophe before what a spreadsheet program would take for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def decimal(number: float | Decimal | str) -> str:
    """With a comma: after a point, programs of the region would take 5.12 for a day in December."""
    return str(number).replace(".", ",")


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float | Decimal):
        return decimal(value)
    return value  # numbers are no text: a negative one is not guarded


def _write_cell(sheet: Any, row: int, column: int, value: Any, moment: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day))
    elif isinstance(value, str):
        sheet.write_string(row, column, value[:LONGEST])
    else:
        sheet.write_number(row, column, value)
