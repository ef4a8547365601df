"""What resembles a question is shown before it is sent: topics and practices, five at most; without JavaScript too."""

import pytest
from django.urls import reverse

from academy import site_version
from peer_exchange.services.publications import unpublish_practice
from peer_exchange.views.similar import MOST, similar_practices
from tests.peer_exchange.discussions import ask
from tests.peer_exchange.notice_makers import make_cluster
from tests.peer_exchange.people import make_region
from tests.peer_exchange.practices import make_practice

KEY = "6f1d0f4e-0000-4000-8000-000000000001"
TITLE = "How do we open a centre in a school?"


@pytest.fixture
def town(site):
    return make_region().town


@pytest.fixture
def practice(alice, town):
    practice = make_practice(alice, town, title="A day <centre> in an old school")
    site_version.bump()
    return practice


@pytest.fixture
def cluster(bob):
    return make_cluster("Day centres", members=[bob])


def posted(**fields):
    return {"kind": "question", "title": TITLE, "body": "We have a school.", "key": KEY, "version": "0", **fields}


def test_a_practice_stops_the_question_once_and_nothing_typed_is_lost(client, bob, cluster, practice):
    client.force_login(bob)
    place = reverse("topic_new", kwargs={"slug": cluster.slug})
    page = client.post(place, posted()).content.decode()
    assert reverse("practice", kwargs={"slug": practice.slug}) in page
    assert "A day &lt;centre&gt; in an old school" in page
    assert "We have a school." in page
    assert not cluster.topics.exists()
    client.post(place, posted(seen="1"))
    assert cluster.topics.get().title == TITLE


def test_while_it_is_typed_it_is_a_part_of_the_page(client, bob, cluster, practice):
    client.force_login(bob)
    place = reverse("topics_similar", kwargs={"slug": cluster.slug})
    found = client.get(place, {"title": TITLE}).content.decode()
    assert "A day &lt;centre&gt;" in found
    assert "<html" not in found
    assert client.get(place, {"title": "Who repairs roofs?"}).content.decode().strip() == ""


def test_five_at_most_and_neither_topics_nor_practices_push_the_others_out(client, bob, alice, town, cluster):
    for number in range(MOST + 1):
        make_practice(alice, town, title=f"Centre {number} in a school")
        ask(cluster, bob, f"Which school for centre number {number}?")
    site_version.bump()
    client.force_login(bob)
    answer = client.get(reverse("topics_similar", kwargs={"slug": cluster.slug}), {"title": TITLE})
    similar = answer.context["similar"]
    assert (len(similar["topics"]), len(similar["practices"])) == (3, 2)


def test_practices_are_found_across_scripts_and_cost_no_query(practice, alice, town, django_assert_num_queries):
    make_practice(alice, town, title="Дневни центар у школи")
    site_version.bump()
    similar_practices("")
    with django_assert_num_queries(0):
        assert [row["title"] for row in similar_practices("Dnevni centar, kakva škola?")] == ["Дневни центар у школи"]


def test_the_title_counts_not_a_word_somewhere_in_the_text(practice, alice, town):
    make_practice(alice, town, title="A bus", result_line="From the centre to each school")
    site_version.bump()
    assert [row["title"] for row in similar_practices(TITLE)] == [practice.title]


def test_what_left_the_library_does_not_show(practice):
    unpublish_practice(practice, by=None)
    site_version.bump()
    assert similar_practices(TITLE) == []
