"""Courses that the forms of clusters and practices offer: published ones, and those that stand chosen already."""

import pytest
from django.urls import reverse

from peer_exchange.services.practices import draft_of, save_draft
from tests import factories
from tests.peer_exchange.clusters import found
from tests.peer_exchange.practices import make_draft, make_municipality


@pytest.fixture
def courses(site):
    """Three, of which the two last were taken off the site."""
    pages = [factories.make_course(title, lessons=1, quiz=False, final_test=False) for title in ("Live", "Gone", "Old")]
    rows = [factories.course_of(page) for page in pages]
    for page in pages[1:]:
        page.unpublish()
    return rows


def offered(client, address):
    field = client.get(address).context["form"].fields["courses"]
    return [row.title for row in field.queryset]


def test_of_a_cluster(client, courses, organisation):
    cluster = found(organisation, courses=[courses[1]])
    client.force_login(organisation)
    assert offered(client, reverse("cluster_new")) == ["Live"]
    settings = reverse("cluster_settings", kwargs={"slug": cluster.slug})
    assert offered(client, settings) == ["Gone", "Live"]


def test_of_a_practice(client, courses, alice):
    draft = make_draft(alice, make_municipality("sample-town"))
    address = reverse("practice_draft", kwargs={"uuid": draft.uuid, "step": "case"})
    client.force_login(alice)
    assert offered(client, address) == ["Live"]
    save_draft(draft, {"courses": [courses[2]]}, {}, version=draft.draft_version, by=alice)
    assert offered(client, address) == ["Live", "Old"]
    assert choose(client, address, draft, courses[0], courses[1], courses[2]) == {courses[2]}  # Gone is none of hers
    assert choose(client, address, draft, courses[0], courses[2]) == {courses[0], courses[2]}


def choose(client, address, draft, *courses):
    version = draft_of(draft).draft_version
    client.post(address, {"version": version, "courses": [course.pk for course in courses]})
    return set(draft_of(draft).courses.all())
