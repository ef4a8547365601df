"""What a donor gets: the framework as CSV and PDF, opened by other programs than those that wrote them."""

import csv
from io import BytesIO, StringIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from academy.models import AccessRecord, User
from courses.models import Enrollment, Framework, Indicator
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework(site, course_page, alice, bob):
    """Alice completed the course, Bob began it; both of the town."""
    town = factories.make_organisation(key="town", name="Општина Пример", economy="MK")
    User.objects.filter(pk=alice.pk).update(sex="female")
    factories.finish(factories.enroll(alice, course_page))
    factories.enroll(bob, course_page)
    Enrollment.objects.update(organisation=town)
    year = timezone.localdate().year
    framework = Framework.objects.create(
        organisation=town, title="Година прва", donor="Sample fund", note="=1+1", starts_on=f"{year}-01-01",
        ends_on=f"{year}-12-31",
    )  # fmt: skip
    rows = (
        {"label": "Обучени људи", "measure": "people_trained", "breakdown": "sex", "baseline": 0, "target": 4},
        {"label": "=Enrolled", "measure": "people_enrolled", "baseline": 1, "target": None},
        {"label": "Rate", "measure": "completion_rate", "baseline": 20, "target": 40},
    )
    for position, fields in enumerate(rows):
        Indicator.objects.create(framework=framework, position=position, **fields)
    return framework


@pytest.fixture
def donor_file(client, organisation, framework):
    """`donor_file("csv")` is the file as her browser saves it."""
    factories.run(organisation, framework.organisation)
    client.force_login(organisation)

    def fetch(form: str) -> bytes:
        response = client.get(f"/en/organisation/town/indicators/{framework.uuid}.{form}")
        assert response.status_code == 200
        assert response["Content-Disposition"] == f'attachment; filename="godina-prva.{form}"'
        return response.content

    return fetch


def test_the_csv_opens_in_a_spreadsheet_of_the_region(donor_file, framework):
    content = donor_file("csv")
    assert content.startswith("\ufeff".encode())
    head, *rows = csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";")
    year = framework.starts_on[:4]
    period = [f"{year}-01-01", f"{year}-12-31"]
    assert head == ["Indicator", "Group", "Baseline", "Actual", "Target", "From", "Until", "How it is counted"]
    assert [row[:-1] for row in rows] == [
        ["Обучени људи", "Total", "0", "1", "4", *period],
        ["Обучени људи", "Female", "", "1", "", *period],
        ["'=Enrolled", "Total", "1", "2", "", *period],
        ["Rate", "Total", "20", "50", "40", *period],
    ]
    assert rows[0][-1] == "Different people who completed at least one course in the period, each once."
    noted = AccessRecord.objects.get(access="exported", what="indicators")
    assert noted.organisation == framework.organisation


def test_the_pdf_says_the_same(donor_file):
    reader = PdfReader(BytesIO(donor_file("pdf")))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for said in ("Година прва", "Општина Пример", "Sample fund", "Обучени људи", "Female", "50 %"):
        assert said in text, said
    assert "1 of 4, from 0 at the start: 25 per cent of it." in text
    assert "2, from 1 at the start; no target is set." in text
    assert "50 % of 40 %, from 20 % at the start: the target is reached." in text
