"""Clusters are founded, described, ended; that of an edition follows its people; outputs; the board's figures."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from academy import site_version
from courses.services.editions import change_edition
from courses.services.places import leave_edition, seat_person
from peer_exchange.enums import ClusterRole, EventAttendance, EventKind, OutputKind, Visibility
from peer_exchange.errors import EditionWithoutHost
from peer_exchange.models import Cluster, Practice
from peer_exchange.policies import standing_of
from peer_exchange.services import clusters as service
from peer_exchange.services import outputs
from peer_exchange.services.boards import board_of
from peer_exchange.services.cluster_invitations import invite_address
from peer_exchange.services.event_places import note_attendance
from peer_exchange.services.events import create_event, publish_event
from peer_exchange.services.members import ask_to_join, invite_member, join_cluster
from peer_exchange.services.posts import add_post
from peer_exchange.services.topics import open_topic
from tests import factories
from tests.peer_exchange.clusters import found, take_in, works_at

pytestmark = pytest.mark.django_db


def test_administrators_open_clusters_for_their_organisation_and_below_it(organisation, alice, admin):
    host = factories.make_organisation("association")
    town = factories.make_organisation("municipality", host)
    factories.run(organisation, host)
    factories.run(alice, host, "coordinator")
    fields = {"title": "Day care", "language": "en"}
    assert service.create_cluster(town, by=organisation, **fields).slug == "day-care"
    assert service.create_cluster(host, by=admin, **fields).slug == "day-care-2"
    for stranger in (alice, factories.UserFactory()):
        with pytest.raises(PermissionDenied):
            service.create_cluster(host, by=stranger, **fields)


@pytest.mark.parametrize("title", ["new", "Invitations", "Editions", "Дневни боравак", "!!!", "ë" * 200])
def test_every_name_gives_an_address_that_is_free(organisation, title):
    cluster = found(organisation, title=title)
    assert cluster.slug.isascii()
    assert cluster.slug not in service.RESERVED
    later = timezone.now() + timedelta(minutes=1)
    assert found(organisation, cluster.host, title=title, now=later).slug != cluster.slug


def test_who_founds_it_hosts_it_and_what_is_fictional_stays_so(organisation):
    cluster = found(organisation, texts={"sq": ("Bashkë", "Për të krahasuar.")}, sections=["One", "Two", "one"])
    member = cluster.members.get()
    assert (member.user, member.role, member.is_vetted) == (organisation, ClusterRole.HOST, True)
    assert cluster.is_sample
    assert [row.name for row in cluster.sections.all()] == ["one", "Two"]
    assert cluster.texts.get().title == "Bashkë"


def test_sections_that_stand_keep_their_topics_and_topics_survive_a_section(organisation):
    cluster = found(organisation, sections=["Routes", "Money"])
    routes, money = cluster.sections.all()
    topics = [
        open_topic(
            cluster, by=organisation, kind="discussion", title=row.name, body="<p>x</p>", language="en", section=row
        )
        for row in (routes, money)
    ]
    service.change_cluster(cluster, by=organisation, sections=["Vans", "ROUTES"])
    assert [row.name for row in cluster.sections.all()] == ["Vans", "ROUTES"]
    for topic in topics:
        topic.refresh_from_db()
    assert topics[0].section_id == routes.pk
    assert topics[1].section is None


def test_only_who_leads_changes_and_ends_it(organisation, alice):
    cluster = found(organisation)
    take_in(cluster, alice, by=organisation)
    for change in (
        lambda: service.change_cluster(cluster, by=alice, title="Mine"),
        lambda: service.archive_cluster(cluster, by=alice),
        lambda: service.reopen_cluster(cluster, by=alice),
        lambda: outputs.add_output(cluster, cluster.host, OutputKind.CONCEPT, by=alice, title="Plan", language="en"),
    ):
        with pytest.raises(PermissionDenied):
            change()
    cluster.refresh_from_db()
    assert (cluster.title, cluster.archived_at) == ("Outreach together", None)


def test_an_ended_cluster_is_read_and_not_written_and_goes_on_when_opened_again(organisation, alice):
    cluster = found(organisation)
    take_in(cluster, alice, by=organisation)
    service.archive_cluster(cluster, by=organisation)
    cluster.refresh_from_db()
    first = cluster.archived_at
    service.archive_cluster(cluster, by=organisation)
    cluster.refresh_from_db()
    assert cluster.archived_at == first
    assert standing_of(alice, cluster).reads
    with pytest.raises(PermissionDenied):
        open_topic(cluster, by=alice, kind="discussion", title="Late", body="<p>x</p>", language="en")
    service.reopen_cluster(cluster, by=organisation)
    cluster.refresh_from_db()
    assert open_topic(cluster, by=alice, kind="discussion", title="Again", body="<p>x</p>", language="en").pk


def test_pages_that_name_clusters_are_made_anew(organisation, django_capture_on_commit_callbacks):
    cluster = found(organisation)
    for change in (
        lambda: service.change_cluster(cluster, by=organisation, visibility=Visibility.HIDDEN),
        lambda: service.archive_cluster(cluster, by=organisation),
        lambda: service.reopen_cluster(cluster, by=organisation),
    ):
        before = site_version.versions()
        with django_capture_on_commit_callbacks(execute=True):
            change()
        after = site_version.versions()
        for part in (Cluster.site_part, Practice.site_part):
            assert after[part] != before[part]


# Of an edition ----------------------------------------------------------------------------------------------------


@pytest.fixture
def edition(course_page, organisation):
    host = factories.make_organisation("association")
    factories.run(organisation, host)
    return factories.make_edition(course_page, host)


def test_the_people_of_an_edition_are_those_of_its_cluster(edition, organisation, alice, bob, charlie):
    for user in (alice, bob):
        factories.run(user, edition.organisation, "member")
    place = seat_person(edition, alice)
    cluster = service.open_edition_cluster(edition, by=organisation, title="Spring")
    assert (cluster.visibility, cluster.edition) == (Visibility.HIDDEN, edition)
    assert service.open_edition_cluster(edition, by=organisation, title="Again").pk == cluster.pk
    seat_person(edition, bob)
    inside = Cluster.objects.filter(pk=cluster.pk)
    assert inside.readable_by(alice).exists()
    assert inside.readable_by(bob).exists()
    assert not inside.visible_to(charlie).exists()
    leave_edition(place, by=alice)
    assert not inside.visible_to(alice).exists()
    seat_person(edition, alice)
    assert inside.readable_by(alice).exists()


def test_who_facilitates_an_edition_leads_its_cluster_as_long(edition, organisation, facilitator):
    cluster = service.open_edition_cluster(edition, by=organisation, title="Spring")
    change_edition(edition, organisation, facilitators=[facilitator])
    assert standing_of(facilitator, cluster).leads
    change_edition(edition, organisation, facilitators=[])
    assert not standing_of(facilitator, cluster).reads


def test_a_facilitator_who_stays_as_a_learner_no_longer_leads(edition, organisation, facilitator):
    cluster = service.open_edition_cluster(edition, by=organisation, title="Spring")
    factories.run(facilitator, edition.organisation, "member")
    seat_person(edition, facilitator)
    change_edition(edition, organisation, facilitators=[facilitator])
    change_edition(edition, organisation, facilitators=[])
    standing = standing_of(facilitator, cluster)
    assert (standing.reads, standing.leads) == (True, False)


def test_an_edition_without_an_organisation_and_a_stranger_open_no_cluster(course_page, edition, admin, charlie):
    with pytest.raises(EditionWithoutHost):
        service.open_edition_cluster(factories.make_edition(course_page), by=admin, title="For all")
    with pytest.raises(PermissionDenied):
        service.open_edition_cluster(edition, by=charlie, title="Mine")


def test_nobody_joins_or_is_invited_into_the_cluster_of_an_edition_beside_it(edition, organisation, alice):
    cluster = service.open_edition_cluster(edition, by=organisation, title="Spring")
    factories.run(alice, edition.organisation, "member")
    for way in (
        lambda: join_cluster(cluster, organisation),
        lambda: invite_member(cluster, alice, by=organisation),
        lambda: invite_address(cluster, alice.email, by=organisation, language="en"),
    ):
        with pytest.raises(PermissionDenied):
            way()
    assert not cluster.members.exists()


def test_the_cluster_of_an_edition_stays_hidden(edition, organisation):
    cluster = service.open_edition_cluster(edition, by=organisation, title="Spring")
    row = service.change_cluster(cluster, by=organisation, title="Summer", visibility=Visibility.PUBLIC, entry="open")
    assert (row.title, row.visibility, row.entry) == ("Summer", Visibility.HIDDEN, "invitation")
    with pytest.raises(IntegrityError), transaction.atomic():
        Cluster.objects.filter(pk=cluster.pk).update(visibility=Visibility.PUBLIC)


# Outputs and the board --------------------------------------------------------------------------------------------


def test_an_output_is_done_once_and_may_be_undone(organisation):
    cluster = found(organisation)
    output = outputs.add_output(cluster, cluster.host, OutputKind.CONCEPT, by=organisation, title="Plan", language="en")
    outputs.finish_output(output, by=organisation)
    output.refresh_from_db()
    first = output.done_at
    outputs.finish_output(output, by=organisation)
    output.refresh_from_db()
    assert first is not None
    assert output.done_at == first
    outputs.finish_output(output, by=organisation, is_done=False)
    output.refresh_from_db()
    assert output.done_at is None


def test_the_board_says_what_waits_and_who_is_silent(organisation, alice, bob, charlie):
    cluster = found(organisation)
    now = timezone.now()
    talking, silent = works_at(alice, name="A town"), works_at(bob, name="B town")
    take_in(cluster, alice, by=organisation)
    take_in(cluster, bob, by=organisation)
    ask = {"by": alice, "kind": "question", "body": "<p>x</p>", "language": "en"}
    waiting = open_topic(cluster, title="Waits", **ask)
    answered = open_topic(cluster, title="Answered", **ask)
    add_post(answered, by=organisation, body="<p>So.</p>", language="en")
    late = outputs.add_output(
        cluster, silent, OutputKind.CONCEPT, by=organisation, title="Late", language="en",
        due_on=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    outputs.add_output(
        cluster, silent, OutputKind.CONCEPT, by=organisation, title="Today", language="en", due_on=timezone.localdate()
    )
    ask_to_join(cluster, charlie, message="Please.")
    assert board_of(cluster, now=now).silent == [], "who arrived today had no time to speak"
    cluster.members.filter(user=bob).update(joined_at=now - timedelta(days=31))
    board = board_of(cluster, now=now)
    assert board.questions == [waiting]
    assert board.overdue == [late]
    assert board.requests == 1
    assert (board.held, board.flagged) == (0, 0)
    assert [row.organisation for row in board.silent] == [silent]
    assert [(row.organisation, row.people, row.topics, row.posts) for row in board.participation] == [
        (talking, 1, 2, 2),
        (silent, 1, 0, 0),
        (cluster.host, 1, 0, 1),
    ]


def test_who_came_to_an_event_is_not_silent(organisation, bob):
    cluster = found(organisation)
    town = works_at(bob, name="B town")
    take_in(cluster, bob, by=organisation)
    starts_at = timezone.now() - timedelta(days=2)
    event = create_event(
        cluster, organisation, title="Visit", kind=EventKind.STUDY_VISIT, language="en", starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2), time_zone="Europe/Skopje",
    )  # fmt: skip
    publish_event(event, organisation)
    note_attendance(event, organisation, {bob.pk: EventAttendance.ATTENDED})
    board = board_of(cluster)
    row = next(row for row in board.participation if row.organisation == town)
    assert (row.attended, row.last_at) == (1, starts_at)
    assert town not in [row.organisation for row in board.silent]
    later = board_of(cluster, now=timezone.now() + timedelta(days=40))
    assert [row.organisation for row in later.silent] == [town], "the host leads, it is not waited for"
