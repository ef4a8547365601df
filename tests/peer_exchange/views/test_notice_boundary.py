"""Every address of notices, subscriptions and moderation × everybody, in a public, a listed and a hidden cluster."""

import pytest
from django.urls import reverse

from peer_exchange import notice_urls
from peer_exchange.enums import ClusterRole, TopicKind, Visibility
from tests import factories
from tests.peer_exchange.notice_makers import join, make_cluster, make_topic

pytestmark = pytest.mark.django_db

SIGN_IN = "sign-in"
PEOPLE = ("anonymous", "charlie", "observer", "alice", "expert", "facilitator", "host", "admin")
LEADING = ("facilitator", "host", "admin")


def outside(hidden, listed, public):
    """What a stranger gets, by the visibility of the cluster."""
    return {Visibility.HIDDEN: hidden, Visibility.MEMBERS: listed, Visibility.PUBLIC: public}


def led(ok):
    """For those who lead; `alice` asked the question that it is about."""
    inside = dict.fromkeys(("observer", "alice", "expert"), 403) | dict.fromkeys(LEADING, ok)
    return inside | {"charlie": outside(404, 403, 403)}


def led_inside(ok):
    """The same for what stands in a topic: a stranger does not learn that there is one."""
    return led(ok) | {"charlie": outside(404, 404, 403)}


def chosen(ok, stranger):
    return dict.fromkeys(PEOPLE[2:], ok) | {"charlie": stranger}


OWN = dict.fromkeys(PEOPLE[1:], 200)
TABLE = {
    "notices": ("get", OWN),
    "subscriptions": ("get", OWN),
    "cluster_subscription": ("post", chosen(302, outside(404, 403, 403))),
    "cluster_read": ("post", chosen(302, outside(404, 403, 403))),
    "topic_subscription": ("post", chosen(302, outside(404, 404, 403))),
    "post_flag": ("get", chosen(200, outside(404, 404, 403)) | {"alice": 403}),  # her own post
    "topic_helped": ("get", dict.fromkeys(PEOPLE[2:], 403) | {"alice": 200, "charlie": outside(404, 404, 403)}),
    "cluster_digest": ("get", led(200)),
    "cluster_digest_letter": ("get", led(200)),
    "cluster_moderation": ("get", led(200)),
    "post_decision": ("get", led_inside(200)),
    "topic_order": ("get", led_inside(200)),
    "topic_pin": ("post", led_inside(302)),
}


def test_no_address_is_forgotten():
    assert {pattern.name for pattern in notice_urls.urlpatterns} == set(TABLE)


@pytest.fixture
def place(alice, facilitator, charlie, admin):
    cluster = make_cluster(members=[alice])
    join(cluster, facilitator, ClusterRole.FACILITATOR)
    question = make_topic(cluster, alice, kind=TopicKind.QUESTION)
    people = {"anonymous": None, "charlie": charlie, "alice": alice, "facilitator": facilitator, "admin": admin}
    for name, role in (("observer", ClusterRole.OBSERVER), ("expert", ClusterRole.RESOURCE_PERSON)):
        people[name] = factories.UserFactory()
        join(cluster, people[name], role)
    people["host"] = factories.run(factories.UserFactory(), cluster.host).user
    return cluster, question, people


@pytest.mark.parametrize("visibility", list(Visibility))
@pytest.mark.parametrize("name", TABLE)
def test_who_may_open_it(client, place, name, visibility):
    cluster, question, people = place
    type(cluster).objects.update(visibility=visibility)
    kwargs = {} if name in ("notices", "subscriptions") else {"slug": cluster.slug}
    if name.startswith("post_"):
        kwargs["post"] = question.posts.get().uuid
    elif name.startswith("topic_"):
        kwargs["topic"] = question.uuid
    url = reverse(name, kwargs=kwargs)
    method, expected = TABLE[name]
    found, wanted = {}, {"anonymous": SIGN_IN}
    for who, user in people.items():
        client.logout()
        if user is not None:
            client.force_login(user)
            told = expected[who]
            wanted[who] = told[visibility] if isinstance(told, dict) else told
        response = getattr(client, method)(url)
        to_sign_in = response.headers.get("Location", "").startswith("/accounts/login/?next=")
        found[who] = SIGN_IN if to_sign_in else response.status_code
    assert found == wanted
