"""What the pages of a cluster cost when nothing is kept yet: after a restart, or a publication."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from academy import site_version
from academy.models import Approach
from peer_exchange.enums import Visibility
from peer_exchange.models import Topic
from tests.peer_exchange.clusters import found, take_in
from tests.peer_exchange.views.test_cluster_pages import fill

pytestmark = pytest.mark.django_db
MOST = 20  # SQL of any page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("cluster", "member"),
        ("cluster", "host"),
        ("cluster_discussions", "member"),
        ("cluster_events", "member"),
        ("cluster_resources", "member"),
        ("cluster_members", "host"),
        ("cluster_board", "host"),
        ("cluster_moderation", "host"),
        ("topic", "member"),
        ("topic", "host"),
    ],
)
def test_a_page_keeps_to_its_budget_with_empty_caches(
    name, who, rows, organisation, alice, client, django_assert_max_num_queries
):
    cluster = found(organisation, visibility=Visibility.PUBLIC, approach=Approach.objects.get(key="outreach"))
    for number in range(rows):
        fill(cluster, organisation, number)
    take_in(cluster, alice, by=organisation)
    client.force_login(alice if who == "member" else organisation)
    keys = {"slug": cluster.slug}
    if name == "topic":
        keys["uuid"] = Topic.objects.filter(cluster=cluster, kind="question").earliest("pk").uuid
    address = reverse(name, kwargs=keys)
    client.get("/en/about/")  # what a process loads once
    cache.clear()
    site_version.bump()
    with django_assert_max_num_queries(MOST):
        assert client.get(address).status_code == 200
