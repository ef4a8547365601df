"""Pages of clusters as people use them: the list, the first day, joining, inviting, outputs, settings, queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from academy import site_version
from academy.models import Approach, User
from courses.services.places import leave_edition, seat_person
from peer_exchange.delivery.cluster_letters import token_of
from peer_exchange.enums import ClusterEntry, ClusterRole, EventKind, MemberState, OutputKind, Visibility
from peer_exchange.forms import members
from peer_exchange.models import Cluster, ClusterInvitation, Output, Practice
from peer_exchange.services import members as service
from peer_exchange.services.cluster_invitations import invite_address
from peer_exchange.services.clusters import archive_cluster, change_cluster, open_edition_cluster
from peer_exchange.services.events import create_event, publish_event
from peer_exchange.services.outputs import add_output
from peer_exchange.services.posts import add_post
from peer_exchange.services.practices import draft_of
from peer_exchange.services.topics import open_topic
from tests import factories
from tests.peer_exchange.clusters import found, take_in, works_at

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-new-password"


@pytest.fixture
def cluster(organisation):
    return found(organisation, welcome="Good that you came.")


def url(name, cluster, **kwargs):
    return reverse(name, kwargs={"slug": cluster.slug, **kwargs})


def page(client, user, address):
    if user is not None:
        client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def meet(cluster, by, title="Office hour"):
    starts_at = timezone.now() + timedelta(days=3)
    event = create_event(
        cluster, by, title=title, kind=EventKind.OFFICE_HOUR, language="en", starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1), time_zone="Europe/Skopje",
    )  # fmt: skip
    return publish_event(event, by)


def ask(cluster, by, title="How do you do it?"):
    return open_topic(cluster, by=by, kind="question", title=title, body="<p>x</p>", language="en")


# The list ----------------------------------------------------------------------------------------------------------


def test_the_list_has_hers_first_and_what_is_open_to_join(organisation, alice, client):
    approach = Approach.objects.get(key="outreach")
    found(organisation, title="Aaa to join", approach=approach)
    mine = found(organisation, title="Zzz is mine", approach=approach)
    take_in(mine, alice, by=organisation)
    text = page(client, alice, "/en/clusters/")
    assert text.index("Zzz is mine") < text.index("Aaa to join")
    assert "My clusters" in text
    assert "Open a cluster" not in text


def test_the_list_of_nobody_invites(client, site):
    assert "No cluster is open yet" in page(client, None, "/en/clusters/")


def test_no_cache_keeps_what_people_say(client, organisation):
    cluster = found(organisation, visibility=Visibility.PUBLIC)
    for address in ("/en/clusters/", url("cluster", cluster)):
        client.get(address)
        Cluster.objects.filter(pk=cluster.pk).update(title="Another name")
        assert "Another name" in client.get(address).content.decode()
        Cluster.objects.filter(pk=cluster.pk).update(title="Outreach together")


# The overview ------------------------------------------------------------------------------------------------------


def test_a_newcomer_is_welcomed_and_knows_the_first_things_to_do(cluster, organisation, alice, client):
    works_at(alice, name="Alice town")
    take_in(cluster, alice, by=organisation)
    event = meet(cluster, organisation)
    ask(cluster, organisation, "Who has a van?")
    text = page(client, alice, url("cluster", cluster))
    for words in (
        "Good that you came.",
        "Introduce yourself",
        "Ask your first question",
        "Register for the next event",
    ):
        assert words in text
    assert url("event", cluster, uuid=event.uuid) in text
    assert "Who has a van?" in text
    assert "Alice town" in text, "she herself is new here"
    client.post(url("cluster_introduction", cluster), {"introduction": "I drive."})
    assert "I drive." in page(client, alice, url("cluster", cluster))
    client.post(url("cluster_welcome", cluster))
    assert "Good that you came." not in page(client, alice, url("cluster", cluster))


def test_who_leads_an_empty_cluster_knows_the_first_things_to_do(organisation, alice, client):
    cluster = found(organisation, visibility=Visibility.PUBLIC)
    outside = page(client, None, url("cluster", cluster))
    text = page(client, organisation, url("cluster", cluster))
    for words in ("Invite the first people", "Plan an event", "Nobody has asked anything yet"):
        assert words in text
        assert words not in outside
    assert url("cluster_invite", cluster) in text
    assert url("event_new", cluster) in text
    assert "Every question has been answered" not in text
    board = page(client, organisation, url("cluster_board", cluster))
    assert "Nobody has asked anything yet" in board
    assert url("event_new", cluster) in board
    take_in(cluster, alice, by=organisation)
    question = ask(cluster, alice)
    assert "Nobody has asked" not in page(client, alice, url("cluster", cluster))
    add_post(question, by=organisation, body="<p>So.</p>", language="en")
    assert "Every question has been answered" in page(client, alice, url("cluster", cluster))
    assert "Every question has been answered" in page(client, organisation, url("cluster_board", cluster))
    assert "Invite the first people" not in page(client, alice, url("cluster", cluster))


def test_the_name_of_who_asks_secretly_and_her_town_are_not_shown(cluster, organisation, alice, bob, client):
    works_at(alice, name="Secret town")
    for user in (alice, bob):
        take_in(cluster, user, by=organisation)
    open_topic(
        cluster, by=alice, kind="question", title="A delicate thing", body="<p>x</p>", language="en", is_anonymous=True
    )
    service.close_welcome(cluster, bob)
    cluster.members.filter(user=alice).update(joined_at=timezone.now() - timedelta(days=90))
    text = page(client, bob, url("cluster", cluster))
    assert "A delicate thing" in text
    assert "Secret town" not in text
    assert alice.name not in text


def test_visitors_of_a_public_cluster_see_municipalities_and_no_names(organisation, alice, client):
    cluster = found(organisation, visibility=Visibility.PUBLIC)
    works_at(alice, name="Alice town")
    take_in(cluster, alice, by=organisation)
    for name in ("cluster", "cluster_members"):
        assert alice.name not in page(client, None, url(name, cluster))
    assert "Alice town" in page(client, None, url("cluster_members", cluster))


# Ways in -----------------------------------------------------------------------------------------------------------


def test_she_asks_with_a_reason_and_the_facilitator_accepts(cluster, organisation, alice, client):
    client.force_login(alice)
    refused = client.post(url("cluster_entry", cluster), {"message": ""})
    assert refused.status_code == 422
    assert "Write a sentence for the facilitator" in refused.content.decode()
    client.post(url("cluster_entry", cluster), {"message": "I run a team."})
    assert "Your request is with the facilitator" in page(client, alice, url("cluster", cluster))
    text = page(client, organisation, url("cluster_members", cluster))
    assert "I run a team." in text
    member = cluster.members.get(user=alice)
    client.post(url("cluster_member", cluster, uuid=member.uuid), {"accept": "1"})
    member.refresh_from_db()
    assert member.is_joined


def test_of_several_municipalities_she_chooses(organisation, alice, client):
    cluster = found(organisation, entry=ClusterEntry.OPEN)
    first, _second = works_at(alice, name="First"), works_at(alice, name="Second")
    client.force_login(alice)
    assert client.post(url("cluster_entry", cluster)).status_code == 422
    client.post(url("cluster_entry", cluster), {"organisation": first.key})
    assert cluster.members.get(user=alice).organisation == first


def test_an_invited_person_accepts_or_declines_on_the_page(cluster, organisation, alice, bob, client):
    for user in (alice, bob):
        works_at(user, below=cluster.host)
        service.invite_member(cluster, user, by=organisation)
    assert "You are invited" in page(client, alice, url("cluster", cluster))
    client.post(url("cluster_entry", cluster))
    client.force_login(bob)
    client.post(url("cluster_entry", cluster), {"decline": "1"})
    states = dict(cluster.members.values_list("user", "state"))
    assert (states[alice.pk], states[bob.pk]) == (MemberState.JOINED, MemberState.LEFT)


def test_of_very_many_people_the_first_are_offered_and_all_can_be_chosen(cluster, organisation, client, monkeypatch):
    monkeypatch.setattr(members, "OFFERED", 2)
    staff = [factories.UserFactory(name=f"Person {letter}") for letter in "ABC"]
    for user in staff:
        works_at(user, below=cluster.host)
    text = page(client, organisation, url("cluster_invite", cluster))
    assert [user.name in text for user in staff] == [True, True, False]
    client.post(url("cluster_invite", cluster), {"person": staff[2].uuid, "person_role": "member"})
    assert cluster.members.get(state=MemberState.INVITED).user == staff[2]


def test_the_answer_to_an_invitation_is_the_same_whoever_has_an_account(cluster, organisation, alice, client):
    client.force_login(organisation)
    answers = []
    for email in (alice.email, "nobody@example.org"):
        data = {"email": email, "role": "member", "language": "en", "message": ""}
        response = client.post(url("cluster_invite", cluster), data, follow=True)
        text = page(client, organisation, url("cluster_members", cluster))
        answers.append((response.redirect_chain, [str(m) for m in response.context["messages"]], alice.name in text))
    assert answers[0] == answers[1]
    assert answers[0][2] is False


def test_a_newcomer_sets_her_own_password_and_is_in(cluster, organisation, client):
    invitation = invite_address(cluster, "new@example.org", by=organisation, language="en")
    address = reverse("cluster_invitation", kwargs={"token": token_of(invitation)})
    assert "Set your password" in page(client, None, address)
    weak = client.post(address, {"name": "Nela", "password": "short", "language": "en", "sex": ""})
    assert weak.status_code == 422
    client.post(address, {"name": "Nela New", "password": PASSWORD, "language": "en", "sex": ""})
    person = User.objects.get(email="new@example.org")
    assert person.check_password(PASSWORD)
    assert cluster.members.get(user=person).is_joined
    assert client.get(url("cluster", cluster)).status_code == 200


def test_another_person_with_the_link_does_not_get_in(cluster, organisation, alice, bob, client):
    invitation = invite_address(cluster, alice.email, by=organisation, language="en")
    address = reverse("cluster_invitation", kwargs={"token": token_of(invitation)})
    assert "Sign in as" in page(client, None, address)
    assert "signed in with another address" in page(client, bob, address)
    client.post(address)
    assert not cluster.members.filter(user=bob).exists()
    client.force_login(alice)
    client.post(address)
    assert cluster.members.get(user=alice).is_joined
    assert client.get(reverse("cluster_invitation", kwargs={"token": "no.token"})).status_code == 404


def test_the_old_letter_of_who_is_out_names_nothing_any_more(organisation, alice, client):
    cluster = found(organisation, title="Xylophone", visibility=Visibility.HIDDEN, entry=ClusterEntry.INVITATION)
    invitation = invite_address(cluster, alice.email, by=organisation, language="en")
    address = reverse("cluster_invitation", kwargs={"token": token_of(invitation)})
    client.force_login(alice)
    client.post(address)
    assert "Xylophone" in page(client, alice, address)
    service.leave_cluster(cluster, alice)
    for method in (client.get, client.post):
        response = method(address)
        assert response.status_code == 404
        assert b"Xylophone" not in response.content


def test_leaving_needs_a_tick(cluster, organisation, alice, client):
    take_in(cluster, alice, by=organisation)
    client.force_login(alice)
    client.post(url("cluster_leaving", cluster))
    assert cluster.members.get(user=alice).is_joined
    client.post(url("cluster_leaving", cluster), {"sure": "1"})
    assert not cluster.members.get(user=alice).is_joined


def test_removing_needs_a_reason(cluster, organisation, alice, client):
    member = take_in(cluster, alice, by=organisation)
    client.force_login(organisation)
    address = url("cluster_member", cluster, uuid=member.uuid)
    client.post(address, {"remove": "1", "reason": ""})
    member.refresh_from_db()
    assert member.is_joined
    client.post(address, {"role": "resource_person"})
    client.post(address, {"vouch": "1"})
    member.refresh_from_db()
    assert (member.role, member.is_vetted) == (ClusterRole.RESOURCE_PERSON, True)
    client.post(address, {"remove": "1", "reason": "Advertising."})
    member.refresh_from_db()
    assert member.state == MemberState.DECLINED


# Opening, settings, outputs ----------------------------------------------------------------------------------------


def settings_of(**changes):
    return {
        "title": "Day care for all", "language": "en", "purpose": "Compare.", "languages": ["en", "sq"],
        "visibility": "members", "entry": "request", "welcome": "", "sections": "One\nTwo", "verified_domains": "",
        "time_zone": "Europe/Skopje", **changes,
    }  # fmt: skip


def test_an_administrator_opens_a_cluster_and_is_led_to_invite(organisation, client):
    host = factories.make_organisation("association")
    factories.run(organisation, host)
    client.force_login(organisation)
    assert client.get(reverse("cluster_new")).status_code == 200
    response = client.post(reverse("cluster_new"), settings_of(host=host.pk))
    made = Cluster.objects.get()
    assert response.headers["Location"] == url("cluster_invite", made)
    assert [row.name for row in made.sections.all()] == ["One", "Two"]


def test_a_foreign_host_and_who_runs_nothing_open_none(organisation, alice, client):
    host, foreign = factories.make_organisation("association"), factories.make_organisation("association")
    factories.run(organisation, host)
    client.force_login(organisation)
    assert client.post(reverse("cluster_new"), settings_of(host=foreign.pk)).status_code == 422
    client.force_login(alice)
    assert client.get(reverse("cluster_new")).status_code == 403
    client.logout()
    assert client.get(reverse("cluster_new")).status_code == 302
    assert not Cluster.objects.exists()


def test_settings_keep_names_in_other_languages_and_what_was_typed(cluster, organisation, client):
    client.force_login(organisation)
    address = url("cluster_settings", cluster)
    changed = settings_of(title_sq="Kujdesi ditor", purpose_sq="Krahasojmë.", verified_domains="@town.example\n")
    assert client.post(address, changed).status_code == 302
    cluster.refresh_from_db()
    assert cluster.verified_domains == ["town.example"]
    assert cluster.texts.get(language="sq").title == "Kujdesi ditor"
    assert "Kujdesi ditor" in client.get(f"/sq/clusters/{cluster.slug}/").content.decode()
    for domains in ("gmail.com", "no domain", "<script>"):
        refused = client.post(address, settings_of(verified_domains=domains, title="Typed anew"))
        assert refused.status_code == 422
        assert "Typed anew" in refused.content.decode()
    cluster.refresh_from_db()
    assert cluster.title == "Day care for all"
    refused = client.post(address, settings_of(starts_on="2027-05-01", ends_on="2027-04-01"))
    assert "It cannot end before it begins" in refused.content.decode()


def test_ending_needs_a_tick_and_can_be_taken_back(cluster, organisation, client):
    client.force_login(organisation)
    address = url("cluster_ending", cluster)
    client.post(address)
    cluster.refresh_from_db()
    assert cluster.archived_at is None
    client.post(address, {"sure": "1"})
    cluster.refresh_from_db()
    assert cluster.archived_at is not None
    assert "Ended" in client.get("/en/clusters/").content.decode()
    client.post(address, {"reopen": "1"})
    cluster.refresh_from_db()
    assert cluster.archived_at is None


def test_who_leads_keeps_the_list_of_outputs(cluster, organisation, client):
    client.force_login(organisation)
    data = {
        "organisation": cluster.host.pk, "kind": "concept", "title": "A plan", "language": "en", "url": "", "note": "",
        "due_on": "2027-03-01",
    }  # fmt: skip
    client.post(url("output_new", cluster), data)
    output = Output.objects.get()
    assert (output.title, output.done_at) == ("A plan", None)
    client.post(url("output", cluster, uuid=output.uuid), data | {"title": "The plan", "is_done": "on"})
    output.refresh_from_db()
    assert (output.title, output.done_at is not None) == ("The plan", True)
    assert client.post(url("output", cluster, uuid=output.uuid), data | {"url": "javascript:x"}).status_code == 422
    foreign = factories.make_organisation()
    assert client.post(url("output_new", cluster), data | {"organisation": foreign.pk}).status_code == 422
    client.post(url("output", cluster, uuid=output.uuid), {"remove": "1"})
    assert not Output.objects.exists()


def test_an_invitation_is_taken_back(cluster, organisation, client):
    invitation = invite_address(cluster, "new@example.org", by=organisation, language="en")
    client.force_login(organisation)
    client.post(url("cluster_invitation_revocation", cluster, uuid=invitation.uuid))
    assert ClusterInvitation.objects.get().revoked_at is not None


# On pages of learning ----------------------------------------------------------------------------------------------


def test_a_course_names_its_clusters_and_a_lesson_leads_to_a_question(organisation, course_page, enrollment, client):
    cluster = found(organisation, courses=[factories.course_of(course_page)])
    lesson = factories.steps_of(course_page)[0]
    address, reading = url("cluster", cluster), "/en/courses/outreach/first-module/lesson-1/"
    assert address in page(client, None, "/en/courses/outreach/")
    ask_url = f"{url('topic_new', cluster)}?step={lesson.key}"
    text = page(client, enrollment.user, reading)
    assert address in text
    assert ask_url not in text
    take_in(cluster, enrollment.user, by=organisation)
    assert ask_url in page(client, enrollment.user, reading)
    assert client.get(ask_url).status_code == 200


def test_pages_of_learning_follow_what_the_cluster_says(
    organisation, course_page, enrollment, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        cluster = found(organisation, courses=[factories.course_of(course_page)])
    address = url("cluster", cluster)
    assert address in page(client, enrollment.user, "/en/courses/outreach/")
    with django_capture_on_commit_callbacks(execute=True):
        change_cluster(cluster, by=organisation, visibility=Visibility.HIDDEN)
    for place in ("/en/courses/outreach/", "/en/courses/outreach/first-module/lesson-1/"):
        assert address not in page(client, enrollment.user, place)
    take_in(cluster, enrollment.user, by=organisation)
    assert address in page(client, enrollment.user, "/en/courses/outreach/")
    with django_capture_on_commit_callbacks(execute=True):
        archive_cluster(cluster, by=organisation)
    assert address not in page(client, enrollment.user, "/en/courses/outreach/")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_pages_of_learning_ask_once_for_clusters(organisation, course_page, enrollment, client, count):
    course = factories.course_of(course_page)
    site_version.bump()
    for number in range(count):
        take_in(found(organisation, title=f"No. {number}", courses=[course]), enrollment.user, by=organisation)
    client.force_login(enrollment.user)
    reading = "/en/courses/outreach/first-module/lesson-1/"
    client.get(reading)
    with CaptureQueriesContext(connection) as asked:
        client.get(reading)
    about = [query["sql"] for query in asked.captured_queries if "peer_exchange_cluster" in query["sql"]]
    assert len(about) == (1 if count else 0)


def test_who_finished_a_course_is_offered_the_cluster_of_its_approach_once(
    organisation, course_page, enrollment, client
):
    cluster = found(organisation, approach=Approach.objects.get(key="outreach"))
    found(organisation, title="Of another approach", approach=Approach.objects.get(key="day-care"))
    assert url("cluster", cluster) not in page(client, enrollment.user, "/en/learning/")
    factories.finish(enrollment)
    text = page(client, enrollment.user, "/en/learning/")
    assert url("cluster", cluster) in text
    assert "Of another approach" not in text
    take_in(cluster, enrollment.user, by=organisation)
    assert "What next?" not in page(client, enrollment.user, "/en/learning/")


def test_a_question_about_a_lesson_becomes_a_draft_that_knows_approach_cluster_and_course(
    organisation, course_page, alice, client
):
    course, step = factories.course_of(course_page), factories.steps_of(course_page)[0]
    cluster = found(organisation, approach=Approach.objects.get(key="outreach"), courses=[course])
    take_in(cluster, alice, by=organisation)
    topic = open_topic(
        cluster, by=alice, kind="question", title="Whose van?", body="<p>x</p>", language="en", step=step
    )
    client.force_login(alice)
    response = client.post(reverse("topic_practice", kwargs={"slug": cluster.slug, "uuid": topic.uuid}))
    practice = Practice.objects.get()
    assert str(practice.uuid) in response.headers["Location"]
    draft = draft_of(practice)
    assert (draft.title, draft.approach, practice.source_topic) == ("Whose van?", cluster.approach, topic)
    assert (list(draft.clusters.all()), list(draft.courses.all())) == ([cluster], [course])


def test_the_manager_of_an_edition_opens_its_cluster_with_a_button(organisation, course_page, charlie, client):
    host = factories.make_organisation("association")
    factories.run(organisation, host)
    edition = factories.make_edition(course_page, host)
    button = reverse("cluster_of_edition", kwargs={"edition": edition.uuid})
    assert button in page(client, organisation, reverse("edition_manage", kwargs={"edition": edition.uuid}))
    client.force_login(charlie)
    assert client.post(button).status_code == 404
    client.force_login(organisation)
    response = client.post(button)
    cluster = Cluster.objects.get(edition=edition)
    assert response.headers["Location"] == url("cluster", cluster)
    assert button not in page(client, organisation, reverse("edition_manage", kwargs={"edition": edition.uuid}))


def test_the_cluster_of_an_edition_is_left_with_the_edition_only(organisation, course_page, alice, client):
    host = factories.make_organisation("association")
    factories.run(organisation, host)
    factories.run(alice, host, "member")
    edition = factories.make_edition(course_page, host)
    seat_person(edition, alice)
    cluster = open_edition_cluster(edition, by=organisation, title="Spring")
    assert "Leave the cluster" not in page(client, alice, url("cluster", cluster))
    assert client.post(url("cluster_leaving", cluster), {"sure": "1"}).status_code == 403
    assert cluster.members.get(user=alice).is_joined


def test_the_people_of_an_edition_find_its_cluster_on_its_page_as_long_as_they_take_part(
    organisation, course_page, alice, client
):
    host = factories.make_organisation("association")
    for user, role in ((organisation, "administrator"), (alice, "member")):
        factories.run(user, host, role)
    edition = factories.make_edition(course_page, host)
    place = seat_person(edition, alice)
    address = reverse("edition", kwargs={"edition": edition.uuid})
    assert "A place to talk" not in page(client, alice, address)
    cluster = open_edition_cluster(edition, by=organisation, title="Spring")
    for user in (alice, organisation):
        assert url("cluster", cluster) in page(client, user, address)
    leave_edition(place, by=alice)
    assert url("cluster", cluster) not in page(client, alice, address)
    assert client.get(url("cluster", cluster)).status_code == 404


def test_the_search_finds_names_in_every_script(organisation, client):
    found(organisation, title="Дневни боравак", texts={"sq": ("Qendra ditore", "")})
    for query in ("dnevni", "боравак", "qendra"):
        assert "Дневни боравак" in page(client, None, f"/en/search/?q={query}")


# Queries -----------------------------------------------------------------------------------------------------------


def fill(cluster, organisation, number):
    user = factories.UserFactory()
    works_at(user)
    take_in(cluster, user, by=organisation)
    ask(cluster, user, f"Question {number}")
    open_topic(cluster, by=user, kind="discussion", title=f"Talk {number}", body="<p>x</p>", language="en")
    meet(cluster, organisation, f"Event {number}")
    add_output(
        cluster, works_at(user), OutputKind.CONCEPT, by=organisation, title=f"Plan {number}", language="en",
        due_on=timezone.localdate(),
    )  # fmt: skip
    service.ask_to_join(cluster, factories.UserFactory(), message="Please.")
    invite_address(cluster, f"new{number}@example.org", by=organisation, language="en")


@pytest.mark.parametrize(
    ("name", "who", "queries"),
    [
        ("cluster", "anonymous", 14),
        ("cluster", "member", 20),
        ("cluster_members", "member", 16),
        ("cluster_members", "host", 20),
        ("cluster_board", "host", 20),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_database_as_often_with_three_of_everything(
    name, who, queries, rows, organisation, alice, client, django_assert_max_num_queries
):
    cluster = found(organisation, visibility=Visibility.PUBLIC, approach=Approach.objects.get(key="outreach"))
    for number in range(rows):
        fill(cluster, organisation, number)
    if who == "member":
        take_in(cluster, alice, by=organisation)
        client.force_login(alice)
    elif who == "host":
        client.force_login(organisation)
    client.get(url(name, cluster))
    with django_assert_max_num_queries(queries):
        assert client.get(url(name, cluster)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("anonymous", 6), ("member", 13)])
def test_the_list_asks_as_often_with_three_clusters(
    who, queries, rows, organisation, alice, client, django_assert_max_num_queries
):
    for number in range(rows):
        cluster = found(
            organisation, title=f"Cluster {number}", visibility=Visibility.PUBLIC,
            approach=Approach.objects.get(key="outreach"),
        )  # fmt: skip
        meet(cluster, organisation)
        take_in(cluster, alice, by=organisation)
    if who == "member":
        client.force_login(alice)
    client.get("/en/clusters/")
    with django_assert_max_num_queries(queries):
        assert client.get("/en/clusters/").status_code == 200
