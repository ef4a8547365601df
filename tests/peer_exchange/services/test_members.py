"""Ways into a cluster and out of it; who is out loses access at once, what she wrote stays."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from academy.models import Letter, Membership
from academy.services.organisations import end_membership, move_person
from academy.services.people import create_person
from academy.services.personal_data import erase_person, export_person
from academy.services.staff import leave_organisation, move_staff
from courses.services.places import seat_person
from peer_exchange.delivery.cluster_letters import write_member
from peer_exchange.enums import ClusterEntry, ClusterRole, EventKind, EventPlaceState, MemberState, ModerationAction
from peer_exchange.errors import EntryRefused, NotOnOffer, UnknownPerson
from peer_exchange.models import Cluster, ClusterMember, EventPlace, ModerationRecord, Notice, Post
from peer_exchange.policies import standing_of
from peer_exchange.services import members
from peer_exchange.services.clusters import archive_cluster, open_edition_cluster
from peer_exchange.services.event_places import decline, take_part
from peer_exchange.services.events import cancel_event, create_event, publish_event
from peer_exchange.services.posts import add_post
from peer_exchange.services.topics import open_topic
from tests import factories
from tests.peer_exchange.clusters import found, take_in, works_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(organisation):
    return found(organisation)


@pytest.fixture
def open_cluster(organisation):
    return found(organisation, title="Open house", entry=ClusterEntry.OPEN)


def reads(user, cluster):
    return Cluster.objects.readable_by(user).filter(pk=cluster.pk).exists()


def talk(cluster, by):
    return open_topic(cluster, by=by, kind="discussion", title="How?", body="<p>Tell us.</p>", language="en")


def test_who_joins_an_open_cluster_reads_it_and_her_first_posts_are_held(open_cluster, alice):
    town = works_at(alice)
    assert not reads(alice, open_cluster)
    member = members.join_cluster(open_cluster, alice)
    assert reads(alice, open_cluster)
    assert member.organisation == town
    assert not member.is_vetted
    assert members.join_cluster(open_cluster, alice).pk == member.pk


def test_a_verified_address_of_a_trusted_domain_vets_and_an_unverified_one_does_not(organisation, alice, bob):
    cluster = found(organisation, entry=ClusterEntry.OPEN, verified_domains=["example.org"])
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    EmailAddress.objects.create(user=bob, email=bob.email, verified=False, primary=True)
    assert members.join_cluster(cluster, alice).is_vetted
    assert not members.join_cluster(cluster, bob).is_vetted


def test_a_domain_that_only_ends_alike_is_not_trusted(organisation):
    cluster = found(organisation, entry=ClusterEntry.OPEN, verified_domains=["town.example"])
    stranger = create_person("eve@nottown.example", name="Eve", password="a-long-password-1", language="en")
    assert not members.join_cluster(cluster, stranger).is_vetted


def test_a_unit_counts_as_its_municipality_and_one_of_several_is_chosen(open_cluster, alice):
    town = factories.make_organisation("municipality", name="Town")
    unit = factories.make_organisation("unit", town, name="Department")
    factories.run(alice, unit, "member")
    other = works_at(alice, name="Other town")
    assert members.workplaces_of(alice) == [other, town]
    assert members.join_cluster(open_cluster, alice, organisation=town).organisation == town


def test_nobody_joins_for_a_municipality_that_is_not_hers(open_cluster, alice, bob):
    works_at(alice)
    foreign = works_at(bob)
    with pytest.raises(NotOnOffer):
        members.join_cluster(open_cluster, alice, organisation=foreign)
    assert not open_cluster.members.filter(user=alice).exists()


def test_asking_tells_who_leads_once_and_the_answer_tells_who_asked(cluster, organisation, alice):
    members.ask_to_join(cluster, alice, message="I drive a van.")
    members.ask_to_join(cluster, alice, message="I drive a van, twice a week.")
    letter = Letter.objects.get(kind="cluster_member", user=organisation)
    assert "twice a week" in str(write_member(letter).context["facts"])
    member = cluster.members.get(user=alice)
    assert member.state == MemberState.ASKED
    assert not reads(alice, cluster)
    members.decide_request(member, by=organisation, accept=True)
    members.decide_request(member, by=organisation, accept=False)
    assert reads(alice, cluster)
    answer = Letter.objects.get(kind="cluster_member", user=alice)
    assert answer.data["what"] == "accepted"
    assert alice.notices.get().data["what"] == "accepted"
    assert write_member(letter) is None, "the request was decided: nothing is left to say"


def test_who_was_declined_does_not_ask_again(cluster, organisation, alice):
    member = members.ask_to_join(cluster, alice, message="Please.")
    members.decide_request(member, by=organisation, accept=False)
    with pytest.raises(EntryRefused):
        members.ask_to_join(cluster, alice, message="Please, please.")


def test_joining_a_cluster_on_request_only_asks(cluster, alice):
    assert members.join_cluster(cluster, alice).state == MemberState.ASKED


def test_nobody_enters_by_herself_where_people_are_invited_nor_where_it_ended(organisation, alice):
    closed = found(organisation, entry=ClusterEntry.INVITATION)
    with pytest.raises(PermissionDenied):
        members.join_cluster(closed, alice)
    ended = found(organisation, title="Over", entry=ClusterEntry.OPEN)
    archive_cluster(ended, by=organisation)
    with pytest.raises(PermissionDenied):
        members.join_cluster(ended, alice)


def test_only_who_leads_decides(cluster, alice, bob):
    member = members.ask_to_join(cluster, alice, message="Please.")
    for change in (
        lambda: members.decide_request(member, by=bob, accept=True),
        lambda: members.change_role(member, ClusterRole.HOST, by=alice),
        lambda: members.vouch_for(member, by=alice),
        lambda: members.remove_member(member, by=bob, reason="No."),
    ):
        with pytest.raises(PermissionDenied):
            change()
    member.refresh_from_db()
    assert (member.state, member.role, member.is_vetted) == (MemberState.ASKED, ClusterRole.MEMBER, False)


def test_an_acquaintance_is_invited_reads_only_once_she_accepts_and_is_vetted(cluster, organisation, alice):
    works_at(alice, below=cluster.host)
    members.invite_member(cluster, alice, by=organisation)
    assert Cluster.objects.visible_to(alice).filter(pk=cluster.pk).exists()
    assert not reads(alice, cluster)
    assert members.join_cluster(cluster, alice).is_vetted
    assert reads(alice, cluster)


@pytest.mark.parametrize("entry", [ClusterEntry.OPEN, ClusterEntry.REQUEST])
def test_who_did_not_want_to_lead_comes_back_as_a_member(organisation, alice, entry):
    cluster = found(organisation, entry=entry)
    works_at(alice, below=cluster.host)
    members.invite_member(cluster, alice, by=organisation, role=ClusterRole.FACILITATOR)
    members.decline_invitation(cluster, alice)
    member = members.join_cluster(cluster, alice)
    if entry == ClusterEntry.REQUEST:
        member = members.decide_request(member, by=organisation, accept=True)
    assert (member.is_joined, member.role) == (True, ClusterRole.MEMBER)
    assert not standing_of(alice, cluster).leads


def test_an_invitation_to_lead_ends_with_the_rights_of_who_invited(cluster, organisation, alice, bob):
    for inviter, role in ((bob, ClusterRole.MEMBER), (organisation, ClusterRole.FACILITATOR)):
        ClusterMember.objects.update_or_create(
            cluster=cluster, user=alice,
            defaults={"state": MemberState.INVITED, "role": ClusterRole.FACILITATOR, "invited_by": inviter},
        )  # fmt: skip
        assert members.join_cluster(cluster, alice).role == role


def test_who_asked_and_is_invited_meanwhile_gets_the_role_she_was_invited_to(cluster, organisation, alice):
    works_at(alice, below=cluster.host)
    members.ask_to_join(cluster, alice, message="Please.")
    member = members.invite_member(cluster, alice, by=organisation, role=ClusterRole.RESOURCE_PERSON)
    assert (member.is_joined, member.role) == (True, ClusterRole.RESOURCE_PERSON)


def test_who_is_no_member_has_no_role_to_change(cluster, organisation, alice):
    take_in(cluster, alice, by=organisation)
    members.leave_cluster(cluster, alice)
    members.change_role(cluster.members.get(user=alice), ClusterRole.HOST, by=organisation)
    assert cluster.members.get(user=alice).role == ClusterRole.MEMBER


def test_asking_and_taking_it_back_again_and_again_makes_one_letter_a_day(cluster, organisation, alice):
    noon = timezone.now().replace(hour=12)
    for minute in range(3):
        members.ask_to_join(cluster, alice, message="Please.", now=noon + timedelta(minutes=minute))
        members.leave_cluster(cluster, alice)
    members.ask_to_join(cluster, alice, message="Please.", now=noon + timedelta(days=1))
    assert Letter.objects.filter(kind="cluster_member", user=organisation).count() == 2


def test_where_nobody_leads_any_more_the_host_association_hears_who_asks(cluster, organisation, alice):
    cluster.members.all().delete()
    members.ask_to_join(cluster, alice, message="Please.")
    letter = Letter.objects.get(kind="cluster_member")
    assert letter.user == organisation
    assert write_member(letter) is not None


def test_nobody_is_invited_by_name_whom_the_inviter_does_not_see(cluster, organisation, charlie):
    with pytest.raises(UnknownPerson):
        members.invite_member(cluster, charlie, by=organisation)
    assert not cluster.members.filter(user=charlie).exists()


def test_who_leaves_is_out_of_coming_events_and_her_posts_stay_with_her_municipality(cluster, organisation, alice):
    town = works_at(alice)
    take_in(cluster, alice, by=organisation)
    topic = talk(cluster, alice)
    starts_at = timezone.now() + timedelta(days=3)
    event = create_event(
        cluster, organisation, title="Hour", kind=EventKind.OFFICE_HOUR, language="en",
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), time_zone="Europe/Skopje",
    )  # fmt: skip
    publish_event(event, organisation)
    take_part(alice, event)
    members.leave_cluster(cluster, alice)
    members.leave_cluster(cluster, alice)
    assert not reads(alice, cluster)
    assert EventPlace.objects.get(event=event, user=alice).state == EventPlaceState.DECLINED
    post = topic.posts.get()
    assert (post.author, post.organisation, post.is_shown) == (alice, town, True)
    with pytest.raises(PermissionDenied):
        add_post(topic, by=alice, body="<p>Still here?</p>", language="en")


def test_who_is_removed_reads_why_and_comes_back_by_invitation_only(organisation, open_cluster, alice):
    member = members.join_cluster(open_cluster, alice)
    members.remove_member(member, by=organisation, reason="Advertising.")
    members.remove_member(member, by=organisation, reason="Advertising.")
    assert not reads(alice, open_cluster)
    letter = Letter.objects.get(kind="cluster_member", user=alice)
    assert "Advertising." in str(write_member(letter).context["facts"])
    record = ModerationRecord.objects.get(cluster=open_cluster)
    assert (record.action, record.person, record.by) == (ModerationAction.REMOVED_MEMBER, alice, organisation)
    with pytest.raises(EntryRefused):
        members.join_cluster(open_cluster, alice)
    take_in(open_cluster, alice, by=organisation)
    assert reads(alice, open_cluster)


def test_who_leaves_the_municipality_loses_access_and_the_posts_stay(cluster, organisation, alice, admin):
    town = works_at(alice)
    take_in(cluster, alice, by=organisation, role=ClusterRole.FACILITATOR)
    topic = talk(cluster, alice)
    leave_organisation(alice, town, by=admin)
    assert not reads(alice, cluster)
    assert not standing_of(alice, cluster).leads
    assert topic.posts.get().organisation == town
    assert Post.objects.shown().filter(author=alice).count() == 1


def test_who_leaves_another_municipality_stays(cluster, organisation, alice, admin):
    town, other = works_at(alice), works_at(alice)
    take_in(cluster, alice, by=organisation)
    assert cluster.members.get(user=alice).organisation == other
    leave_organisation(alice, town, by=admin)
    assert reads(alice, cluster)


def test_who_moves_within_the_municipality_stays_and_who_moves_away_does_not(cluster, organisation, alice, admin):
    town = factories.make_organisation("municipality")
    first, second = (factories.make_organisation("unit", town) for _ in range(2))
    factories.run(alice, first, "member")
    take_in(cluster, alice, by=organisation)
    move_staff(alice, first, second, by=admin)
    assert reads(alice, cluster)
    membership = Membership.objects.current().get(user=alice)
    move_person(membership, factories.make_organisation("municipality"), by=admin)
    assert not reads(alice, cluster)


def test_losing_a_role_is_no_departure(cluster, organisation, alice, admin):
    town = works_at(alice)
    coordinator = factories.run(alice, town, "coordinator")
    take_in(cluster, alice, by=organisation)
    end_membership(coordinator, by=admin)
    assert reads(alice, cluster)


def test_her_data_is_handed_out_and_her_account_leaves_a_former_member(cluster, organisation, alice):
    town = works_at(alice)
    take_in(cluster, alice, by=organisation)
    members.introduce_oneself(cluster.members.get(user=alice), "I drive the van.")
    topic = talk(cluster, alice)
    told = export_person(alice)["clusters"]
    assert told["memberships"][0]["introduction"] == "I drive the van."
    assert told["invitations"][0]["email"] == alice.email
    erase_person(alice)
    post = topic.posts.get()
    assert (post.author, post.organisation) == (None, town)
    assert not ClusterMember.objects.filter(cluster=cluster).exclude(user=organisation).exists()
    assert not cluster.invitations.exists()


def test_welcome_is_closed_once(cluster, organisation, alice):
    take_in(cluster, alice, by=organisation)
    members.close_welcome(cluster, alice)
    first = cluster.members.get(user=alice).welcomed_at
    members.close_welcome(cluster, alice)
    assert first is not None
    assert cluster.members.get(user=alice).welcomed_at == first


# What comes next is for newcomers too ------------------------------------------------------------------------------


def plan(cluster, by, days, title="Meeting", *, live=True):
    starts_at = timezone.now() + timedelta(days=days)
    event = create_event(
        cluster, by, title=title, kind=EventKind.WEBINAR, language="en", starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1), time_zone="Europe/Skopje",
    )  # fmt: skip
    return publish_event(event, by) if live else event


def invitations(user):
    return list(Letter.objects.filter(user=user, kind="event_invitation").order_by("pk").values_list("key", flat=True))


@pytest.mark.parametrize("way", ["joins", "is invited", "asks"])
def test_who_joins_after_an_event_was_published_is_invited_once(organisation, alice, way):
    entry = {"joins": ClusterEntry.OPEN, "is invited": ClusterEntry.INVITATION, "asks": ClusterEntry.REQUEST}[way]
    cluster = found(organisation, entry=entry)
    event = plan(cluster, organisation, 5)
    plan(cluster, organisation, 6, live=False)
    plan(cluster, organisation, -6, "Over")
    cancel_event(plan(cluster, organisation, 7), organisation, reason="Snow")
    if way == "joins":
        members.join_cluster(cluster, alice)
    elif way == "asks":
        asked = members.ask_to_join(cluster, alice, message="Please.")
        assert not EventPlace.objects.filter(user=alice).exists()
        members.decide_request(asked, by=organisation, accept=True)
    else:
        take_in(cluster, alice, by=organisation)
    assert EventPlace.objects.get(user=alice).state == EventPlaceState.INVITED
    assert Notice.objects.filter(user=alice, event=event, data={"what": "invitation"}).count() == 1
    assert len(invitations(alice)) == 1
    members.leave_cluster(cluster, alice)
    take_in(cluster, alice, by=organisation)
    assert len(invitations(alice)) == 1
    assert EventPlace.objects.filter(user=alice).count() == 1


def test_a_newcomer_hears_of_the_nearest_events_and_has_a_place_in_all(cluster, organisation, alice):
    named = [plan(cluster, organisation, days, f"In {days} days") for days in (9, 2, 5, 3)]
    take_in(cluster, alice, by=organisation)
    told = {key.split("/")[1] for key in invitations(alice)}
    assert told == {str(event.uuid) for event in named[1:]}
    assert EventPlace.objects.filter(user=alice, state=EventPlaceState.INVITED).count() == 4


def test_who_comes_back_keeps_her_answer(cluster, organisation, alice):
    take_in(cluster, alice, by=organisation)
    event = plan(cluster, organisation, 5)
    decline(alice, event)
    members.leave_cluster(cluster, alice)
    take_in(cluster, alice, by=organisation)
    assert EventPlace.objects.get(user=alice).state == EventPlaceState.DECLINED


def test_who_gets_a_seat_in_an_edition_is_invited_to_what_its_cluster_plans(course_page, organisation, alice):
    host = factories.make_organisation("association")
    for user, role in ((organisation, "administrator"), (alice, "member")):
        factories.run(user, host, role)
    edition = factories.make_edition(course_page, host)
    cluster = open_edition_cluster(edition, by=organisation, title="Spring")
    plan(cluster, organisation, 5)
    seat_person(edition, alice)
    assert len(invitations(alice)) == 1
    members.match_edition(edition)
    assert len(invitations(alice)) == 1
