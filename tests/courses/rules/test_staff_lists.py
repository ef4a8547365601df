"""Lists as people save them: any encoding, delimiter and heading; and files that want to do harm."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.rules import staff_lists
from courses.rules.staff_columns import (
    fault_of_address,
    find_address,
    find_language,
    find_sex,
    guess_columns,
    nearest,
    organisation_key,
)
from courses.rules.staff_lists import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Unreadable, read_list, to_csv

CYRILLIC = "Име;Имејл\r\nБоб Пример;bob@example.org\r\nЖивка Љубова;z@example.org\r\n"
ALBANIAN = "Emri,Email\nShpëtim Gjoça,s@example.org\nÇelë Përparim,c@example.org\n"


def xlsx(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, name: str, change) -> bytes:
    """The same parcel with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return out.getvalue()


def code_of(content: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        read_list(content)
    return refusal.value.code


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CYRILLIC, "cp1251"), (CYRILLIC, "utf-8"), (CYRILLIC, "utf-8-sig"), (CYRILLIC, "utf-16"),
        (ALBANIAN, "cp1250"), (ALBANIAN, "utf-8-sig"), (ALBANIAN.replace(",", "\t"), "utf-16"),
    ],
)  # fmt: skip
def test_encodings(text, encoding):
    found = read_list(text.encode(encoding))
    assert "".join(found.headings) in ("ИмеИмејл", "EmriEmail")
    assert found.rows[0][1][0] in ("Боб Пример", "Shpëtim Gjoça")
    assert [len(cells) for _number, cells in found.rows] == [2, 2]


def test_turkish_of_old_programs():
    found = read_list("Ad;E-posta\nŞükrü Ağaoğlu;s@example.org\n".encode("cp1254"), language="tr")
    assert found.rows == [(2, ["Şükrü Ağaoğlu", "s@example.org"])]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(delimiter):
    text = f'Name{delimiter}E-mail\n"Sample{delimiter} Ana"{delimiter}a@example.org\n'
    assert read_list(text.encode()).rows == [(2, [" ".join(f"Sample{delimiter} Ana".split()), "a@example.org"])]


def test_lines_that_programs_add():
    assert read_list(b"sep=;\nName;E-mail\nAna;a@example.org\n").rows == [(3, ["Ana", "a@example.org"])]
    without = read_list(b"a@example.org\n\n\nb@example.org\n")
    assert (without.headings, without.rows) == ([], [(1, ["a@example.org"]), (4, ["b@example.org"])])


def test_xlsx_with_numbers_and_formulas():
    content = xlsx(["E-mail", "Number", "Sum"], [" a@example.org ", 7.0, "=1+1"], [], ["b@example.org", None, "x"])
    found = read_list(content)
    assert found.headings == ["E-mail", "Number", "Sum"]
    assert found.rows == [(2, ["a@example.org", "7"]), (4, ["b@example.org", "", "x"])]  # nothing is computed


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(words, min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_goes_out_comes_in_again(rows):
    """The file of faulty rows is mended and uploaded again: same cells, whatever stands in them."""
    rows = [["a", *(" ".join(cell.split()) for cell in row)] for row in rows]
    stripped = [[cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell for cell in row] for row in rows]
    for row in stripped:
        while not row[-1]:
            row.pop()
    found = read_list(to_csv(["What", "Name", "Mail", "Post"], rows))
    if any("@" in cell for cell in found.headings):
        return
    assert [cells for _number, cells in found.rows] == [
        [cell.replace("\ufeff", "") for cell in row] for row in stripped
    ]


def test_formulas_leave_as_text():
    content = to_csv(["Name"], [["=HYPERLINK(1)"], ["+1"], ["@x"], ["-2"], ["plain"]]).decode("utf-8-sig")
    assert content.split("\r\n")[1:-1] == ["'=HYPERLINK(1)", "'+1", "'@x", "'-2", "plain"]


# Files that are something else, or want to do harm --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"Name;E-mail\n", "empty"),
        (b"%PDF-1.7 \xe2\xe3\xcf\xd3 x", "not_a_list"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_a_list"),
        (b"<!DOCTYPE html><table>", "not_a_list"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 xls", "old_excel"),
        (b"PK\x03\x04 not really", "broken"),
        (b"a" * (staff_lists.MAX_BYTES + 1), "too_large"),
        (b"E-mail\n" + b"a@example.org\n" * (MAX_ROWS + 1), "too_many_rows"),
        (b"E-mail\n" + b"\n" * (staff_lists.MAX_GAPS + 1) + b"a@example.org", "too_many_rows"),
        (b";".join([b"x"] * (MAX_COLUMNS + 1)) + b"\n1\n", "too_many_columns"),
    ],
)
def test_refused_with_the_reason(content, code):
    assert code_of(content) == code


def test_a_zip_of_something_else():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parcel:
        parcel.writestr("word/document.xml", "<w/>")
    assert code_of(out.getvalue()) == "not_a_list"


def test_a_zip_bomb_is_not_unpacked(monkeypatch):
    bomb = repacked(xlsx(["E-mail"]), "xl/worksheets/sheet1.xml", lambda part: part + b" " * 60_000_000)
    assert len(bomb) < 200_000
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *args, **kwargs: pytest.fail("unpacked"))
    assert code_of(bomb) == "too_large"


def test_entities_are_refused():
    def with_entities(part: bytes) -> bytes:
        head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        return head + part.partition(b"?>")[2] if part.startswith(b"<?xml") else head + part

    assert code_of(repacked(xlsx(["E-mail"], ["a@b.org"]), "xl/worksheets/sheet1.xml", with_entities)) == "broken"


def test_a_sheet_that_claims_to_be_endless():
    def far(part: bytes) -> bytes:
        row = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        return part.replace(b"</sheetData>", row).replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')

    content = repacked(xlsx(["E-mail"], ["a@example.org"]), "xl/worksheets/sheet1.xml", far)
    assert code_of(content) == "too_many_rows"


def test_huge_cells_are_cut():
    found = read_list(b"E-mail;Name\na@example.org;" + b"n" * 100_000 + b"\n")
    assert len(found.rows[0][1][1]) == MAX_CELL
    assert code_of(b"E-mail;Name\na@example.org;" + b"n" * 200_000 + b"\n") == "broken"


# What columns and words mean ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["E-mail", "Name", "Position", "Municipality", "Language", "Sex"], None),
        (["Emaili", "Emri dhe mbiemri", "Pozita", "Komuna", "Gjuha", "Gjinia"], None),
        (["E-pošta", "Ime i prezime", "Radno mjesto", "Općina", "Jezik", "Spol"], None),
        (["Е-пошта", "Име и презиме", "Радно место", "Општина", "Језик", "Пол"], None),
        (["E-pošta", "Ime i prezime", "Radno mesto", "Opština", "Jezik", "Pol"], None),
        (["Е-пошта", "Име и презиме", "Работно место", "Општина", "Јазик", "Пол"], None),
        (["Имейл", "Име и фамилия", "Длъжност", "Община", "Език", "Пол"], None),
        (["E-posta", "Ad Soyad", "Görev", "Belediye", "Dil", "Cinsiyet"], None),
        (["Adresa de e-mail", "Nume și prenume", "Funcție", "Primăria", "Limba", "Sexul"], None),
        (["Ime", "Prezime", "E-mail"], {"first_name": 0, "last_name": 1, "email": 2}),
    ],
)
def test_headings_of_all_languages(headings, fields):
    expected = fields or dict(
        zip(("email", "name", "position", "organisation", "language", "sex"), range(6), strict=True)
    )
    assert guess_columns(headings) == expected


def test_a_column_with_addresses_needs_no_heading():
    assert guess_columns(["", "?"], [["Ana", "a@example.org"], ["Besim", "b@example.org"]]) == {"email": 1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A@Example.org", "a@example.org"), ("Ana <a@example.org>", "a@example.org"),
        ("mailto:a@example.org", "a@example.org"),
        ("a@example.org;", "a@example.org"), ("a@b@c.org", ""), ("a b@c.org", ""), ("ab", ""), ("a@b", ""),
    ],
)  # fmt: skip
def test_addresses(text, found):
    assert find_address(text) == found


def test_what_is_wrong_with_an_address():
    faults = {text: fault_of_address(text) for text in ("", "ab", "a@b@c.org", "a b@c.org", "a@b", "ана@example.org")}
    assert list(faults.values()) == ["missing", "no_at", "several", "spaces", "no_domain", "letters"]


def test_words_for_language_and_sex():
    codes = ("en", "sq", "bs", "sr", "sr-latn", "mk", "bg", "tr", "ro")
    said = ["", "SQ", "Shqip", "српски", "Srpski", "sr_Latn", "Serbian", "македонски", "Klingon"]
    assert [find_language(word, codes) for word in said] == [
        "",
        "sq",
        "sq",
        "sr",
        "sr-latn",
        "sr-latn",
        "sr",
        "mk",
        None,
    ]
    assert [find_sex(word) for word in ["", "F", "Ж", "Kadın", "м.", "maybe"]] == [
        "",
        "female",
        "female",
        "female",
        "male",
        None,
    ]


def test_organisations_by_the_core_of_their_name():
    assert (
        organisation_key("Општина Липовац")
        == organisation_key("lipovac")
        == organisation_key("Municipality of Lipovac")
    )
    assert nearest("Lipovec", {organisation_key("Lipovac"): "Lipovac", "x": "X"}) == "Lipovac"
    assert nearest("Zzz", {organisation_key("Lipovac"): "Lipovac"}) == ""
