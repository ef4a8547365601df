"""Every address of clusters × who asks × who may see the cluster. A hidden one is like one that does not exist."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from peer_exchange import cluster_urls
from peer_exchange.enums import ClusterEntry, ClusterRole, OutputKind, Visibility
from peer_exchange.services.cluster_invitations import invite_address
from peer_exchange.services.outputs import add_output
from tests import factories
from tests.peer_exchange.clusters import found, take_in
from tests.peer_exchange.notice_makers import join

pytestmark = pytest.mark.django_db

SIGN_IN = "sign-in"
PEOPLE = ("anonymous", "stranger", "asked", "invited", "left", "observer", "member", "facilitator", "host", "admin")
INSIDE = ("observer", "member", "facilitator", "host", "admin")
LEADERS = ("facilitator", "host", "admin")
NO_CLUSTER = {"clusters", "cluster_new", "cluster_of_edition", "cluster_invitation"}  # tested in test_cluster_pages.py


@pytest.fixture(params=Visibility.values)
def case(request, organisation, admin):
    cluster = found(organisation, title="Inside words", visibility=request.param, entry=ClusterEntry.REQUEST)
    people = {name: factories.UserFactory(email=f"{name}@example.org") for name in PEOPLE[1:-2]}
    join(cluster, people["asked"], state="asked", joined_at=None)
    join(cluster, people["invited"], state="invited", joined_at=None)
    join(cluster, people["left"], state="left")
    join(cluster, people["observer"], ClusterRole.OBSERVER)
    member = join(cluster, people["member"])
    join(cluster, people["facilitator"], ClusterRole.FACILITATOR)
    output = add_output(cluster, cluster.host, OutputKind.CONCEPT, by=organisation, title="Plan", language="en")
    invitation = invite_address(cluster, "new@example.org", by=organisation, language="en")
    return {
        "visibility": request.param,
        "cluster": cluster,
        "people": {**people, "host": organisation, "admin": admin, "anonymous": None},
        "keys": {
            "cluster_member": member.uuid,
            "output": output.uuid,
            "cluster_invitation_revocation": invitation.uuid,
        },
    }


def ask(case, person, name, method="get", slug=None):
    kwargs = {"slug": slug or case["cluster"].slug}
    if name in case["keys"]:
        kwargs["uuid"] = case["keys"][name]
    client = Client()
    if case["people"][person] is not None:
        client.force_login(case["people"][person])
    response = getattr(client, method)(reverse(name, kwargs=kwargs), {"page": "1"})
    if response.headers.get("Location", "").startswith("/accounts/login/"):
        return SIGN_IN
    return response.status_code


def knows(case, person):
    """Said a second time, in plain words: who may know that it exists."""
    if case["visibility"] != Visibility.HIDDEN:
        return True
    return person in (*INSIDE, "invited")


def reads(case, person):
    return case["visibility"] == Visibility.PUBLIC or person in INSIDE


def expect(case, *, inside, outside, unknown=404):
    """`inside(person)` for readers, `outside` for who only knows of it, `unknown` for everybody else."""
    return {
        person: inside(person) if reads(case, person) else outside if knows(case, person) else unknown
        for person in PEOPLE
    }


def test_overview(case):
    assert {person: ask(case, person, "cluster") for person in PEOPLE} == expect(
        case, inside=lambda person: 200, outside=200
    )


def test_members(case):
    assert {person: ask(case, person, "cluster_members") for person in PEOPLE} == expect(
        case, inside=lambda person: 200, outside=403
    )


@pytest.mark.parametrize("name", ["cluster_board", "cluster_settings", "cluster_invite", "output_new", "output"])
def test_pages_of_who_leads(case, name):
    found = {person: ask(case, person, name) for person in PEOPLE}
    expected = expect(case, inside=lambda person: 200 if person in LEADERS else 403, outside=403)
    assert found == expected | {"anonymous": SIGN_IN}


@pytest.mark.parametrize("name", ["cluster_member", "cluster_invitation_revocation", "cluster_ending", "output"])
def test_what_only_who_leads_does(case, name):
    for person in ("anonymous", "stranger", "asked", "left", "observer", "member"):
        answer = ask(case, person, name, "post")
        if person == "anonymous":
            assert answer == SIGN_IN
        else:
            assert answer == (403 if knows(case, person) else 404), person
    assert ask(case, "facilitator", name, "post") == (422 if name == "output" else 302)


@pytest.mark.parametrize("name", ["cluster_entry", "cluster_leaving", "cluster_welcome"])
def test_ways_in_and_out(case, name):
    for person in ("stranger", "asked", "left"):
        answer = ask(case, person, name, "post")
        assert (answer == 404) == (not knows(case, person)), person
    assert ask(case, "anonymous", name, "post") == SIGN_IN
    assert ask(case, "member", name, "post") == 302


def test_introduction(case):
    expected = expect(
        case, inside=lambda person: 200 if person in ("observer", "member", "facilitator", "host") else 403, outside=403
    )
    assert {person: ask(case, person, "cluster_introduction") for person in PEOPLE} == expected | {"anonymous": SIGN_IN}


def test_a_hidden_cluster_answers_as_one_that_does_not_exist(organisation, admin, charlie, client):
    cluster = found(organisation, title="Xylophone", visibility=Visibility.HIDDEN, entry=ClusterEntry.INVITATION)
    for user in (None, charlie):
        if user:
            client.force_login(user)
        for pattern in cluster_urls.urlpatterns:
            if pattern.name in NO_CLUSTER or "uuid" in str(pattern.pattern):
                continue
            for method in ("get", "post"):
                there = getattr(client, method)(reverse(pattern.name, kwargs={"slug": cluster.slug}))
                nowhere = getattr(client, method)(reverse(pattern.name, kwargs={"slug": "no-such"}))
                assert there.status_code == nowhere.status_code, (pattern.name, method)
                assert b"ylophone" not in there.content.replace(cluster.slug.encode(), b"")


def test_a_hidden_cluster_is_named_nowhere(organisation, course_page, charlie, client):
    course = factories.course_of(course_page)
    found(
        organisation, title="Xylophone", visibility=Visibility.HIDDEN, entry=ClusterEntry.INVITATION, courses=[course]
    )
    factories.finish(factories.enroll(charlie, course_page))
    pages = ["/en/", "/en/clusters/", "/en/search/?q=xylophone", "/en/courses/outreach/"]
    for user in (None, charlie):
        if user:
            client.force_login(user)
            pages += ["/en/learning/", "/en/courses/outreach/first-module/lesson-1/"]
        for page in pages:
            response = client.get(page)
            assert response.status_code == 200, page
            assert b"Xylophone" not in response.content, page


def test_every_address_of_clusters_is_asked_here():
    text = Path(__file__).read_text()
    missing = {pattern.name for pattern in cluster_urls.urlpatterns if f'"{pattern.name}"' not in text}
    assert missing == set()


def test_an_output_and_a_member_of_another_cluster_are_not_found(organisation, client):
    here, there = found(organisation), found(organisation, title="Elsewhere")
    output = add_output(there, there.host, OutputKind.CONCEPT, by=organisation, title="Plan", language="en")
    member = take_in(there, factories.UserFactory(), by=organisation)
    client.force_login(organisation)
    for name, uuid in (("output", output.uuid), ("cluster_member", member.uuid)):
        assert client.post(reverse(name, kwargs={"slug": here.slug, "uuid": uuid})).status_code == 404
