"""Municipalities that take a practice over: begun, reported, confirmed, asked how it goes. The test moves time."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from academy import site_version
from academy.models import Letter
from peer_exchange.delivery.adoption_record import summary_of, with_adoptions
from peer_exchange.enums import AdoptionStage, TopicKind
from peer_exchange.errors import InvitationOver, ReasonMissing
from peer_exchange.jobs import ask_adopters as job
from peer_exchange.models import Adoption, AdoptionReport, Notice, Practice
from peer_exchange.services.adoptions import (
    ask_adopters,
    begin_adoption,
    confirm_adoption,
    open_follow_up,
    report_adoption,
)
from peer_exchange.services.publications import unpublish_practice
from tests.peer_exchange.notice_makers import make_cluster
from tests.peer_exchange.people import make_region, peer_of
from tests.peer_exchange.practices import make_municipality, make_practice

BEGIN = datetime(2026, 1, 15, 9, tzinfo=UTC)
SOON = datetime(2026, 4, 14, 9, tzinfo=UTC)
THREE = datetime(2026, 4, 15, 10, tzinfo=UTC)
NINE = datetime(2026, 10, 15, 10, tzinfo=UTC)
LATE = datetime(2027, 8, 1, 10, tzinfo=UTC)


@pytest.fixture
def region(site):
    return make_region()


@pytest.fixture
def practice(region, alice):
    return make_practice(alice, region.town)


@pytest.fixture
def eva(region):
    return peer_of(region.elsewhere, "Eva")


@pytest.fixture
def adoption(practice, region, eva):
    return begin_adoption(practice, region.elsewhere, by=eva, now=BEGIN)


def test_the_people_of_the_practice_hear_of_it_once(practice, region, eva, alice, django_capture_on_commit_callbacks):
    before = site_version.current(Practice.site_part)
    with django_capture_on_commit_callbacks(execute=True):
        first = begin_adoption(practice, region.elsewhere, by=eva, message="Who drives the bus?", now=BEGIN)
        again = begin_adoption(practice, region.elsewhere, by=eva, message="Again", now=BEGIN)
    assert first == again
    assert (first.stage, first.contact) == (AdoptionStage.INTERESTED, eva)
    assert [letter.to for letter in mail.outbox] == [[alice.email]]
    assert "Who drives the bus?" in mail.outbox[0].body
    assert f"/practices/{practice.slug}/#adoptions" in mail.outbox[0].body
    assert [notice.user for notice in Notice.objects.filter(practice=practice)] == [alice]
    assert site_version.current(Practice.site_part) != before


def test_it_becomes_a_question_in_a_cluster_of_hers_that_leads_to_the_practice(practice, region, eva, settings):
    cluster = make_cluster(members=[eva])
    adoption = begin_adoption(practice, region.elsewhere, by=eva, message="Who <drives>?", cluster=cluster)
    topic = adoption.topic
    assert (topic.cluster, topic.kind, topic.author) == (cluster, TopicKind.QUESTION, eva)
    assert practice.title in topic.title
    body = topic.posts.get().body
    assert "Who &lt;drives&gt;?" in body
    assert practice.code in body
    assert f'href="{settings.SITE_URL}/en/practices/{practice.slug}/"' in body


def test_not_in_a_cluster_of_others(practice, region, eva, bob):
    with pytest.raises(PermissionDenied):
        begin_adoption(practice, region.elsewhere, by=eva, cluster=make_cluster(members=[bob]))
    assert not Adoption.objects.exists()


def test_only_her_own_municipality_and_not_the_one_whose_practice_it_is(practice, region, eva):
    for place, person in ((region.village, eva), (region.town, peer_of(region.town, "Tea"))):
        with pytest.raises(PermissionDenied):
            begin_adoption(practice, place, by=person)


def test_stages_move_and_what_is_told_stands(adoption, eva, bob):
    row = report_adoption(adoption, by=eva, stage=AdoptionStage.PILOTING, changed="A smaller bus", now=THREE)
    assert (row.stage, row.changed, row.started_on) == ("piloting", "A smaller bus", THREE.date())
    with pytest.raises(PermissionDenied):
        report_adoption(adoption, by=bob, stage=AdoptionStage.STOPPED, stopped_reason="Because")


def test_stopping_needs_a_reason(adoption, eva):
    with pytest.raises(ReasonMissing):
        report_adoption(adoption, by=eva, stage=AdoptionStage.STOPPED, stopped_reason="  ")
    row = report_adoption(adoption, by=eva, stage=AdoptionStage.STOPPED, stopped_reason="The driver left.")
    assert (row.stage, row.stopped_reason) == ("stopped", "The driver left.")


def test_the_origin_confirms_until_the_stage_changes(adoption, alice, eva):
    report_adoption(adoption, by=eva, stage=AdoptionStage.PILOTING)
    confirmed = confirm_adoption(adoption, by=alice, now=THREE)
    assert (confirmed.confirmed_at, confirmed.confirmed_by) == (THREE, alice)
    assert confirm_adoption(adoption, by=alice, now=NINE).confirmed_at == THREE
    report_adoption(adoption, by=eva, stage=AdoptionStage.PILOTING, result="Nine people")
    assert Adoption.objects.get().confirmed_at == THREE
    report_adoption(adoption, by=eva, stage=AdoptionStage.IMPLEMENTED)
    assert Adoption.objects.get().confirmed_at is None


def test_the_association_above_confirms_others_do_not(practice, region, eva, charlie, adoption):
    vida = peer_of(region.village, "Vida")
    of_village = begin_adoption(practice, region.village, by=vida)
    assert confirm_adoption(of_village, by=region.checker).confirmed_by == region.checker
    for person, row in ((region.checker, adoption), (eva, adoption), (charlie, adoption)):
        with pytest.raises(PermissionDenied):
            confirm_adoption(row, by=person)


def test_nobody_confirms_her_own_municipality(practice, region, alice):
    """Though she is an author of the practice."""
    from academy.services.organisations import join_organisation

    join_organisation(alice, region.elsewhere)
    row = begin_adoption(practice, region.elsewhere, by=alice)
    with pytest.raises(PermissionDenied):
        confirm_adoption(row, by=alice)


def test_after_3_9_and_18_months_she_is_asked_once_each(adoption, eva):
    assert ask_adopters(now=SOON) == 0
    assert [ask_adopters(now=THREE) for _twice in range(2)] == [1, 0]
    assert [ask_adopters(now=NINE) for _twice in range(2)] == [1, 0]
    assert [ask_adopters(now=LATE) for _twice in range(2)] == [1, 0]
    assert [report.month for report in AdoptionReport.objects.all()] == [3, 9, 18]
    assert [letter.user for letter in Letter.objects.filter(kind="practice_follow_up")] == [eva] * 3


def test_what_was_missed_is_not_asked_thrice(adoption):
    assert ask_adopters(now=LATE) == 1
    assert [report.month for report in AdoptionReport.objects.all()] == [18]


def test_the_letter_leads_to_two_questions(adoption, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask_adopters(now=THREE)
    letter = mail.outbox[-1]
    assert "3 months ago" in letter.body
    assert f"/adoptions/{adoption.uuid}/follow-up/" in letter.body


def test_an_answer_closes_the_question(adoption, eva):
    ask_adopters(now=THREE)
    assert open_follow_up(adoption).month == 3
    report_adoption(adoption, by=eva, stage=AdoptionStage.ADAPTING, month=3, needs="A rulebook", now=THREE)
    assert open_follow_up(adoption) is None
    report = AdoptionReport.objects.get()
    assert (report.needs, report.by, report.answered_at) == ("A rulebook", eva, THREE)
    with pytest.raises(InvitationOver):
        report_adoption(adoption, by=eva, stage=AdoptionStage.ADAPTING, month=9)


def test_who_stopped_or_whose_practice_left_is_not_asked(adoption, eva, practice):
    report_adoption(adoption, by=eva, stage=AdoptionStage.STOPPED, stopped_reason="No money")
    assert ask_adopters(now=THREE) == 0
    Adoption.objects.update(stage="adapting")
    unpublish_practice(practice, by=None)
    assert ask_adopters(now=THREE) == 0


def test_the_job_asks(adoption):
    Adoption.objects.update(created_at=datetime(2020, 1, 1, tzinfo=UTC))
    job()
    job()
    assert AdoptionReport.objects.count() == 1


def test_the_summary_counts_places_and_economies_where_it_runs(practice, alice):
    for number, (economy, stage) in enumerate(
        [("AL", "implemented"), ("AL", "piloting"), ("RS", "implemented"), ("ME", "interested"), ("MK", "stopped")]
    ):
        place = make_municipality(f"sample-{number}", economy=economy)
        Adoption.objects.create(practice=practice, organisation=place, stage=stage, language="en", stopped_reason="x")
    practice = with_adoptions(Practice.objects.all()).get()
    assert summary_of(practice.adoptions.all()) == "Adopted by 3 municipalities in 2 economies"
    assert summary_of([]) == ""
