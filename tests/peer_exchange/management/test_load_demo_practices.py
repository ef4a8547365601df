"""The invented practice of a demonstration: marked, judged by peers, taken over, stopped with a reason, once."""

from dataclasses import replace
from io import BytesIO
from math import dist
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from academy.enums import OrganisationKind
from academy.models import Letter, Organisation, User
from courses.enums import Measure
from courses.models import Framework
from courses.services.indicators import results_of
from peer_exchange.delivery.adoption_record import summary_of
from peer_exchange.delivery.practice_facts import ASKED
from peer_exchange.enums import CostKind, PracticeState
from peer_exchange.maps import region
from peer_exchange.models import (
    Adoption,
    Challenge,
    Notice,
    Practice,
    PracticeAuthor,
    PracticeDocument,
    PracticeReview,
    PracticeUpload,
    PracticeVersion,
)
from peer_exchange.rules.completeness import completeness_of
from peer_exchange.services.practices import facts_of

TABLES = (Practice, PracticeVersion, Adoption, Challenge, Letter)


def load():
    call_command("load_demo_practices", force=True, verbosity=0)


@pytest.fixture
def courses(site):
    from academy.models import Approach

    Approach.objects.get_or_create(key="day-care")
    call_command("load_organisations", verbosity=0)


@pytest.mark.usefixtures("courses")
def test_what_is_invented_says_so_and_stands_once(client):
    load()
    before = {model: model.objects.count() for model in TABLES}
    load()
    assert {model: model.objects.count() for model in TABLES} == before
    assert before[Letter] == 0
    for rows in (Practice.objects.public(), Adoption.objects.public(), Challenge.objects.public()):
        assert rows
        assert all(row.is_sample for row in rows)
    assert {"implemented", "stopped"} <= set(Adoption.objects.values_list("stage", flat=True))
    assert summary_of(Adoption.objects.select_related("organisation")) == "Adopted by 1 municipality"
    page = client.get(f"/en/practices/{Practice.objects.get().slug}/").content.decode()
    assert "Stopped, because" in page


def test_not_without_being_asked(site, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo_practices")
    with pytest.raises(CommandError, match="load_organisations"):
        load()


@pytest.fixture
def people(courses, settings, tmp_path):
    """Of the demonstration, without what they learn."""
    settings.MEDIA_ROOT = tmp_path
    call_command("load_demo_people", force=True, verbosity=0)
    call_command("load_demo_learning", force=True, verbosity=0)


@pytest.mark.usefixtures("people")
def test_two_peers_of_other_municipalities_validated_the_full_case(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        load()
    practice = Practice.objects.get()
    assert completeness_of(facts_of(practice)).is_full
    assert not {field for field in ASKED if not facts_of(practice)[field]}
    assert practice.state == PracticeState.VALIDATED
    first, second = practice.first_review, practice.second_review
    assert {first.reviewer, second.reviewer}.isdisjoint({author.user for author in practice.authors.all()})
    assert len({first.organisation, second.organisation, practice.organisation}) == 3
    assert practice.first_published_at < first.invited_at < first.submitted_at <= practice.validated_at
    assert {cost.kind for cost in practice.costs.all()} == {CostKind.SETUP, CostKind.YEARLY}
    assert all(row.baseline is not None and row.latest is not None for row in practice.indicators.all())
    page = client.get(f"/en/practices/{practice.slug}/").content.decode()
    for shown in (
        "Sample: fictional",
        "Validated",
        'class="line-of-time"',
        'class="bars__before"',
        'class="rubric-bars"',
    ):
        assert shown in page
    upload = practice.documents.get().upload
    answer = client.get(f"/en/practices/files/{upload.uuid}/")
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as packed:
        assert practice.documents.get().title in packed.read("content.xml").decode()


@pytest.mark.usefixtures("people")
def test_of_the_full_case_no_letter_leaves_and_nothing_comes_twice(django_capture_on_commit_callbacks):
    tables = (*TABLES, PracticeReview, PracticeAuthor, PracticeUpload, PracticeDocument, Notice, User)
    with django_capture_on_commit_callbacks(execute=True):
        load()
    before = {model: list(model.objects.order_by("pk").values()) for model in tables}
    assert all(before.values())
    with django_capture_on_commit_callbacks(execute=True):
        load()
    assert {model: list(model.objects.order_by("pk").values()) for model in tables} == before
    assert not Letter.objects.waiting().exists()
    assert mail.outbox == []
    assert not Notice.objects.filter(practice__isnull=False, seen_at=None).exists()


@pytest.mark.usefixtures("people")
def test_the_association_counts_what_its_municipalities_documented_and_took_over():
    load()
    numbers = {result.indicator.measure: result.actual for result in results_of(Framework.objects.get(), {})}
    assert (numbers[Measure.PRACTICES], numbers[Measure.ADOPTIONS]) == (1, 1)


@pytest.mark.usefixtures("courses")
def test_the_map_draws_who_took_it_over_in_the_open_sea(client):
    load()
    lines = client.get("/en/practices/map/").context["lines"]
    assert [line["label"] for line in lines] == ["Sample: a kitchen that also asks how you are, adopted in Breg-Sample"]
    ground = replace(region(), economies={**region().economies, "around": region().others})
    land = [point for code in ground.economies for point in ground.inner_points(code)]
    places = Organisation.objects.filter(is_sample=True, kind=OrganisationKind.MUNICIPALITY)
    assert len(places) == 4
    for place in places:
        at = ground.place(float(place.latitude), float(place.longitude))
        assert min(dist(at, point) for point in land) > 30  # units of the map, some 40 km
