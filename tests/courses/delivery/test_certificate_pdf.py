import re
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from academy import weave
from academy.delivery.pdf import text_width
from courses.delivery.certificate_pdf import certificate_pdf, check_url, draw_certificate, frame_drawing, sheet
from courses.models import Certificate
from tests import factories

OUTCOMES = ["Explain what outreach work is.", "Find out who stays invisible.", "Run case work that protects clients."]
NOTE = "UNSCR 1244/1999"
FACES_BY_NAME = {
    "NotoSans-Regular": "sans",
    "NotoSans-SemiBold": "sans-bold",
    "SourceSerif4-Regular": "serif",
    "SourceSerif4-SemiBold": "serif-bold",
}


def make(**fields) -> Certificate:
    """An unsaved certificate, as full as they come."""
    values = {
        "code": "7K3M-9QXA-P2TD-W8ZE",
        "language": "en",
        "name": "Amra Hodžić",
        "course_title": "Mobile outreach teams",
        "outcomes": OUTCOMES,
        "hours": 5,
        "score": Decimal("92.00"),
        "motif": "routes",
        "palette": "spruce",
        "issuer": "Municipal e-Academy",
        "signatories": [{"name": "Jelena Marković", "role": "Head"}, {"name": "Arben Krasniqi", "role": "President"}],
        "completed_at": datetime(2026, 11, 21, 23, 30, tzinfo=UTC),
        "issued_at": datetime(2026, 11, 21, 23, 30, tzinfo=UTC),
    }
    return Certificate(**(values | fields))


def read(certificate: Certificate) -> str:
    """All text of its only page, spaces and line ends made one."""
    reader = PdfReader(BytesIO(draw_certificate(certificate)))
    [page] = reader.pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((841.89, 595.28), abs=0.01)
    return " ".join(page.extract_text().split())


def test_what_is_printed():
    text = read(make(expires_at=datetime(2028, 11, 21, 12, tzinfo=UTC)))
    for words in (
        "Municipal e-Academy", "Certificate of completion", "Amra Hodžić", "Mobile outreach teams", "5 hours of study",
        "result of the final test 92 %", *OUTCOMES, "Jelena Marković", "President", "7K3M-9QXA-P2TD-W8ZE",
    ):  # fmt: skip
        assert words in text
    assert "2028" in text
    assert NOTE not in text


def test_the_day_is_that_of_the_site(settings):
    """Half past eleven in the evening in UTC is the next day in Skopje, whoever looks."""
    with timezone.override("America/New_York"):
        text = read(make())
    assert "22" in text.split("completed on")[1].split("·")[0]


def test_one_hour_and_no_score():
    text = read(make(hours=1, score=None))
    assert "1 hour of study" in text
    assert "final test" not in text


@pytest.mark.parametrize(
    ("language", "name", "second", "title"),
    [
        ("sq", "Gjergj Ndreçka-Përlleshi", "", "Ekipet lëvizëse në terren"),
        ("sr", "Љиљана Ђорђевић-Стојановић", "Ljiljana Đorđević-Stojanović", "Мобилни тимови на терену"),
        ("mk", "Ѓорѓи Ќосев", "Gjorgji Kjosev", "Мобилни тимови: џ љ њ ѕ"),
        ("bg", "Щерьо Ъгълов", "", "Мобилни екипи на терен"),
        ("tr", "Şükrü İlğın Çağlayangil", "", "Gezici saha ekipleri ığüşöç"),
        ("ro", "Ștefăniță Țurcanu", "", "Echipe mobile în teren"),
        ("bs", "Đenana Čaušević Žužul", "", "Mobilni timovi na terenu"),
    ],
)
def test_every_script_of_the_region(language, name, second, title):
    text = read(make(language=language, name=name, name_other_script=second, course_title=title))
    for words in (name, second, title):
        assert words in text
    assert f"/{language}/certificates/" in text


@pytest.mark.parametrize(
    "name",
    [
        "Prof. Dr. Marija Magdalena Konstantinopolitanska-Hadžihasanović van der Westhuizen-Petrović",
        "W" * 160,
        "Я" * 120,
        "x" * 79 + " " + "y" * 80,
        "李小龙 😀 Zoë",
        "-" * 160,
    ],
)
@pytest.mark.parametrize("title", ["Outreach", "Participatory " + "planning " * 26, "T" * 255])
def test_long_names_and_titles_stay_on_the_page(name, title):
    certificate = make(
        name=name, name_other_script=name, course_title=title, outcomes=["An outcome of many words " * 12] * 12
    )
    extents = extents_of(draw_certificate(certificate))
    assert len(extents) > 10
    for left, right, text in extents:
        assert 60 < left < right < 842 - 60, text


def extents_of(pdf: bytes) -> list[tuple[float, float, str]]:
    """Where every piece of text on the only page begins and ends, in points from the left."""
    [page] = PdfReader(BytesIO(pdf)).pages
    extents = []

    def visit(text, matrix, text_matrix, font, size):
        for line in text.splitlines():
            if line.strip():
                face = FACES_BY_NAME[font["/BaseFont"].rpartition("+")[2]]
                left = matrix[4] + text_matrix[4]
                extents.append((left, left + text_width(line.strip(), face, size), line))

    page.extract_text(visitor_text=visit)
    return extents


def test_outcomes_that_do_not_fit_are_counted():
    text = read(make(outcomes=["An outcome of many words " * 10] * 30))
    assert "more, see the check page" in text


@pytest.mark.parametrize(
    ("fields", "is_printed"),
    [
        ({"issuer": "Association of Kosovo* Municipalities"}, True),
        ({"course_title": "Komunat e Kosovës*"}, True),
        ({"course_title": "Општине Косова*"}, True),
        ({"signatories": [{"name": "A", "role": "Mayor, Kosovo*"}]}, True),
        ({"issuer": "Association of Kosovo Municipalities"}, False),
        ({"issuer": "Five stars*"}, False),
    ],
)
def test_the_footnote(fields, is_printed):
    assert (NOTE in read(make(**fields))) is is_printed


def test_fonts_are_embedded_as_subsets():
    [page] = PdfReader(BytesIO(draw_certificate(make(name_other_script="Амра Хоџић")))).pages
    fonts = [font for font in page["/Resources"]["/Font"].values() if "/FontDescriptor" in font]
    assert {font["/BaseFont"].rpartition("+")[2] for font in fonts} == set(FACES_BY_NAME)
    for font in fonts:
        assert re.match(r"/[A-Z]{6}\+", font["/BaseFont"])
        assert "/FontFile2" in font["/FontDescriptor"]


def test_the_document_names_itself():
    reader = PdfReader(BytesIO(draw_certificate(make(language="sr"))))
    assert reader.metadata.title.endswith(": Amra Hodžić, Mobile outreach teams")
    assert reader.trailer["/Root"]["/Lang"] == "sr"


def test_the_same_row_gives_the_same_bytes():
    assert draw_certificate(make()) == draw_certificate(make())


def test_it_is_kept_until_the_row_is_another(monkeypatch):
    first = certificate_pdf(make())
    monkeypatch.setattr("courses.delivery.certificate_pdf.draw_certificate", lambda certificate: b"drawn anew")
    assert certificate_pdf(make()) == first
    assert certificate_pdf(make(code="0000-0000-0000-0001")) == b"drawn anew"


def test_the_address_of_the_check_page():
    assert check_url(make()) == "http://testserver/en/certificates/7K3M-9QXA-P2TD-W8ZE/"
    assert check_url(make(), "tr") == "http://testserver/tr/certificates/7K3M-9QXA-P2TD-W8ZE/"


@pytest.mark.parametrize("motif", weave.MOTIFS)
def test_every_motif_makes_a_closed_frame(motif):
    rows = weave.frame_stitches(motif, 5, 3)
    assert {len(row) for row in rows} == {5 * 8 + 1 + 22}
    assert len(rows) == 3 * 8 + 1 + 22
    opening = [[x for x, thread in enumerate(row) if thread is None] for row in rows]
    assert [len(gap) for gap in opening] == [0] * 11 + [41] * 25 + [0] * 11
    assert set(rows[0] + rows[-1] + [row[0] for row in rows] + [row[-1] for row in rows]) == {1}


def test_unknown_motifs_get_the_cloth_of_the_house():
    assert frame_drawing("nonsense", "spruce") == frame_drawing("diamonds", "spruce")
    assert draw_certificate(make(motif="", palette="gone")).startswith(b"%PDF")


def test_the_words_of_the_day_of_issue_stay(db, enrollment):
    certificate = factories.finish(enrollment).certificates.get()
    assert certificate.wording["heading"] == "Certificate of completion"
    certificate.wording["heading"] = "As it was called then"
    assert sheet(certificate)["words"]["heading"] == "As it was called then"
    assert "As it was called then" in PdfReader(BytesIO(draw_certificate(certificate))).pages[0].extract_text()
