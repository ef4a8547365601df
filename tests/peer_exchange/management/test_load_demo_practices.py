"""The invented practice of a demonstration: marked, taken over, stopped with a reason, and nothing twice."""

import pytest
from django.core.management import CommandError, call_command

from academy.models import Letter
from peer_exchange.delivery.adoption_record import summary_of
from peer_exchange.models import Adoption, Challenge, Practice, PracticeVersion

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
