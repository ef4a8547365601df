"""Every address of a public practice × every state of its life × every kind of person."""

import pytest
from django.test import Client
from django.urls import reverse

from peer_exchange import record_urls
from peer_exchange.models import Practice
from peer_exchange.services.publications import archive_practice, unpublish_practice
from tests.peer_exchange.practices import make_draft, make_practice

PEOPLE = ("anonymous", "charlie", "alice", "trainer", "editor", "admin")
SIGN_IN = "sign-in"


def everybody(status):
    return dict.fromkeys(PEOPLE, status)


def signed_in(status):
    return {**everybody(status), "anonymous": SIGN_IN}


# address: (arguments beside the slug, who gets what in which state)
TABLE = {
    "practice": ({}, {"public": everybody(200), "gone": everybody(410), "draft": everybody(404)}),
    "practice_contact": ({}, {"public": signed_in(200), "gone": signed_in(410), "draft": signed_in(404)}),
    "practice_print": (
        {"form": "brief"},
        {"public": everybody(200), "gone": everybody(410), "draft": everybody(404)},
    ),
    "practice_translation": (
        {"language": "sq"},
        {
            "public": {**signed_in(403), "alice": 200, "editor": 200, "admin": 200},
            "gone": signed_in(410),
            "draft": signed_in(404),
        },
    ),
}


@pytest.fixture
def practices(site, alice, editor):
    """Alice writes all of them."""
    draft = make_draft(alice, title="Draft")
    Practice.objects.filter(pk=draft.pk).update(slug="draft")
    draft.slug = "draft"
    unpublished, archived = make_practice(alice, title="Unpublished"), make_practice(alice, title="Archived")
    unpublish_practice(unpublished, by=editor)
    archive_practice(archived, by=editor)
    return {"public": [make_practice(alice)], "gone": [unpublished, archived], "draft": [draft]}


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("state", ["public", "gone", "draft"])
def test_who_opens_it(practices, request, settings, tmp_path, name, state):
    settings.REQUIRE_SECOND_FACTOR = False
    settings.MEDIA_ROOT = tmp_path
    arguments, expected = TABLE[name]
    for practice in practices[state]:
        found = {}
        for person in PEOPLE:
            client = Client()
            if person != "anonymous":
                client.force_login(request.getfixturevalue(person))
            answer = client.get(reverse(name, kwargs={"slug": practice.slug, **arguments}))
            if answer.streaming:
                assert b"".join(answer.streaming_content)
            is_door = answer.headers.get("Location", "").startswith("/accounts/login/?next=")
            found[person] = SIGN_IN if is_door else answer.status_code
        assert found == expected[state]


def test_every_address_stands_in_the_table():
    assert {pattern.name for pattern in record_urls.urlpatterns} == set(TABLE)
