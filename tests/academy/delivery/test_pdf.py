from io import BytesIO

import pytest
from pypdf import PdfReader

from academy.delivery.pdf import FACES, FONTS, PdfError, drawable, html_to_pdf, text_width

FONT = f'@font-face {{ font-family: "Sans"; src: url("{FACES["sans"]}"); }} html {{ font-family: "Sans"; }}'


def document(body: str, css: str = FONT) -> str:
    return f"<html><head><style>{css}</style></head><body>{body}</body></html>"


def test_text_of_the_region_is_text():
    words = "Şükrü İğı Ђорђе Љиљана Ѓорѓи Ndreçka ë Ștefan Ț"
    [page] = PdfReader(BytesIO(html_to_pdf(document(f"<p>{words}</p>")))).pages
    assert page.extract_text().strip() == words


def test_the_same_input_gives_the_same_bytes():
    html = document("<p>Ana</p>")
    assert html_to_pdf(html, underlay=b"0 0 1 1 re f") == html_to_pdf(html, underlay=b"0 0 1 1 re f")


def test_a_missing_letter_is_an_error():
    with pytest.raises(PdfError, match="No font this document has"):
        html_to_pdf(document("<p>李</p>"))


@pytest.mark.parametrize("address", ["/etc/hostname", "../../manage.py", "http://127.0.0.1:9/x.png"])
def test_nothing_but_the_fonts_is_read(address):
    with pytest.raises(PdfError, match="Blocked by the resource policy"):
        html_to_pdf(document(f'<img src="{address}"/><p>x</p>'))


def test_a_fault_of_one_document_is_not_held_against_the_next():
    with pytest.raises(PdfError):
        html_to_pdf(document("<p>李</p>"))
    assert html_to_pdf(document("<p>Li</p>")).startswith(b"%PDF")


def test_an_underlay_is_decoration_below_the_text():
    pdf = html_to_pdf(document("<p>Ana</p>"), underlay=b"1 0 0 rg 0 0 10 10 re f")
    [page] = PdfReader(BytesIO(pdf)).pages
    assert page["/Resources"]["/XObject"]["/Underlay"].get_data() == b"1 0 0 rg 0 0 10 10 re f"
    assert page.get_contents().get_data().startswith(b"/Artifact BMC")
    assert page.extract_text().strip() == "Ana"


def test_every_face_is_there():
    for path in FACES.values():
        assert (FONTS / path).exists()


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Ђорђе Şükrü", "Ђорђе Şükrü"),
        ("Zoe\u0308  S\u0326tefan", "Zoë Ștefan"),
        ("李 Ana", "Li Ana"),
        ("Ana 😀 Mara", "Ana Mara"),
        ("Ana\u200b\nMara", "Ana Mara"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("face", FACES)
def test_what_a_font_can_draw(text, drawn, face):
    assert drawable(text, face).replace("Ana\u200b", "Ana") == drawn


def test_widths_grow_with_size_and_text():
    assert text_width("Ana", "sans", 20) == pytest.approx(2 * text_width("Ana", "sans", 10))
    assert text_width("Ana", "sans", 10) < text_width("Anamarija", "sans", 10)
    assert text_width("", "sans", 10) == 0
