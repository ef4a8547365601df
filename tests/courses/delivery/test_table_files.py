"""Spreadsheets opened by other programs than those that wrote them: letters, formulas, dates and numbers arrive."""

import csv
from datetime import UTC, datetime

import openpyxl
import pytest

from courses.delivery.table_files import guarded, write_csv, write_xlsx

HEAD = ["Name", "Оцена", "When"]
ROWS = [
    ["Ђурђа Gëzim Şükrü", 87.5, datetime(2026, 3, 5, 14, 5, tzinfo=UTC)],
    ['=HYPERLINK("http://example.org")', -3, None],
    ["+355 69 000", None, None],
    ['two; parts "quoted"\nand a line', 0, None],
]


def test_csv_opens_in_excel_of_the_region_and_runs_nothing(tmp_path):
    path = tmp_path / "people.csv"
    write_csv(path, HEAD, ROWS)
    assert path.read_bytes().startswith("﻿".encode())
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows == [
        HEAD,
        ["Ђурђа Gëzim Şükrü", "87,5", "2026-03-05 14:05"],
        ['\'=HYPERLINK("http://example.org")', "-3", ""],
        ["'+355 69 000", "", ""],
        ['two; parts "quoted"\nand a line', "0", ""],
    ]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na"])
def test_every_beginning_of_a_formula_is_guarded(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ana", "1-2", "a=b", "'x"])
def test_other_text_stays(text):
    assert guarded(text) == text


def test_xlsx_holds_text_as_text_numbers_as_numbers_and_dates_as_dates(tmp_path):
    path = tmp_path / "people.xlsx"
    write_xlsx(path, "People: [1/2]", HEAD, ROWS)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        HEAD,
        ["Ђурђа Gëzim Şükrü", 87.5, datetime(2026, 3, 5, 14, 5)],
        ['=HYPERLINK("http://example.org")', -3, None],
        ["+355 69 000", None, None],
        ['two; parts "quoted"\nand a line', 0, None],
    ]
    assert sheet["A3"].data_type == "s"  # no formula
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:C5")
    book.close()


def test_an_empty_list_is_a_file_with_its_head(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", "", HEAD, [])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.active.max_row == 1
    book.close()
