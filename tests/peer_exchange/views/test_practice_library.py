"""The pages of the library: the list with facets, the map, the comparison, and what other pages show of it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy import site_version
from peer_exchange.enums import AdoptionStage, CostBand, Documentation
from peer_exchange.maps import NAMES_AT, region
from peer_exchange.models import Adoption
from peer_exchange.views.practice_map import gathered, window_around, window_asked
from tests.peer_exchange.practices import make_municipality, make_practice

pytestmark = pytest.mark.django_db
COLD, WARM = 12, 4  # queries


@pytest.fixture
def town(site):
    return make_municipality(population=42_000, latitude="41.33", longitude="19.82")


@pytest.fixture
def other(site):
    return make_municipality("other-town", economy="XK", latitude="42.66", longitude="21.16")


def get(client, address):
    site_version.bump()
    return client.get(address)


def titles(response):
    return [card["title"] for card in response.context["cards"]]


def options(response):
    return {(row["facet"], row["value"]): row for panel in response.context["panels"] for row in panel["options"]}


def test_a_choice_shows_what_matches_with_counts_and_links_to_take_it_away(client, alice, town, other):
    make_practice(alice, town, title="Here", yearly_cost_band=CostBand.UNDER_5)
    make_practice(alice, other, title="There")
    response = get(client, "/en/practices/?economy=AL&q=centre&page=nonsense")
    assert titles(response) == ["Here"]
    assert options(response)["economy", "AL"]["is_chosen"]
    assert options(response)["economy", "XK"]["number"] == 1
    assert options(response)["cost", "under_5"]["number"] == 1
    html = response.content.decode()
    assert '<input type="checkbox" id="economy-AL" name="economy" value="AL" checked>' in html
    assert 'href="/en/practices/?q=centre"' in html
    assert 'href="/en/practices/?economy=AL"' in html
    assert 'href="/en/practices/map/?q=centre&amp;economy=AL"' in html
    assert "UNSCR 1244/1999" in html


def test_every_page_keeps_the_choice(client, alice, town):
    for number in range(25):
        make_practice(alice, town, title=f"Number {number}")
    response = get(client, "/en/practices/?economy=AL&sort=title")
    assert len(titles(response)) == 24
    assert 'href="?economy=AL&amp;sort=title&amp;page=2"' in response.content.decode()
    assert len(titles(client.get("/en/practices/?economy=AL&sort=title&page=2"))) == 1


def test_marks_say_what_a_record_is(client, alice, town):
    make_practice(alice, town, documentation=Documentation.MENTION, is_sample=True)
    html = get(client, "/en/practices/").content.decode()
    assert "<li>Short note</li>" in html
    assert "<li>Sample</li>" in html


def test_an_empty_library_says_so(client, site):
    assert "The first practice is being written" in get(client, "/en/practices/").content.decode()


def test_nothing_found_shows_what_comes_nearest(client, alice, town):
    make_practice(alice, town, title="Near")
    response = get(client, "/en/practices/?economy=AL&cost=5_20")
    html = response.content.decode()
    assert response.context["count"] == 0
    assert "Nearest, without 5,000 to 20,000 euros a year" in html
    assert 'href="/en/practices/?economy=AL"' in html
    assert "Near</a>" in html
    assert "Nearest" not in get(client, "/en/practices/?cost=5_20&start=3_6").content.decode()


@pytest.mark.parametrize("query", ["?economy=%00", "?q=%00", "?page=-1", "?sort=%27&year=x", "?economy=<b>", "?at=1.2"])
def test_bad_input_is_harmless(client, alice, town, query):
    make_practice(alice, town)
    for name in ("practices", "practice_map"):
        response = get(client, f"{reverse(name)}{query}")
        assert response.status_code == 200
        assert "<b>" not in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/en/practices/?economy=AL&q=centre", "/en/practices/map/?economy=AL", "/en/practices/?cost=5_20&economy=AL"],
)
def test_queries_do_not_grow_with_the_practices(client, alice, town, django_assert_max_num_queries, address):
    make_practice(alice, town)
    site_version.bump()
    with django_assert_max_num_queries(COLD) as one:
        client.get(address)
    for number in range(2):
        make_practice(alice, town, title=f"Number {number}")
    site_version.bump()
    with django_assert_max_num_queries(COLD) as three:
        client.get(address)
    assert len(three) == len(one)
    with django_assert_max_num_queries(WARM):
        client.get(address)


def test_the_map_shows_the_same_as_its_list_and_keeps_the_choice(client, alice, town, other):
    here, there = make_practice(alice, town, title="Here"), make_practice(alice, other, title="There")
    make_practice(alice, None, title="Nowhere", economy="AL", place="A valley")
    response = get(client, "/en/practices/map/")
    assert {marker["url"] for marker in response.context["markers"]} == {
        f"/en/practices/{here.slug}/", f"/en/practices/{there.slug}/"
    }  # fmt: skip
    listed = [row["title"] for group in response.context["groups"] for place in group["places"]
              for row in place["practices"]]  # fmt: skip
    assert listed == ["Here", "There"]
    assert [row["title"] for row in response.context["placeless"]] == ["Nowhere"]
    response = get(client, "/en/practices/map/?economy=XK")
    assert [marker["label"] for marker in response.context["markers"]] == ["There, Other Town, Kosovo*"]
    assert 'href="/en/practices/?economy=XK"' in response.content.decode()


def test_several_of_a_place_are_one_marker_that_leads_to_the_list(client, alice, town):
    make_practice(alice, town, title="One")
    make_practice(alice, town, title="Two")
    response = get(client, "/en/practices/map/")
    (marker,) = response.context["markers"]
    assert (marker["number"], marker["label"]) == (2, "2 practices: Sample Town, Albania")
    assert f'id="{marker["url"][1:]}"' in response.content.decode()


def test_several_places_that_lie_close_lead_nearer(client, alice, town, other):
    make_practice(alice, town)
    make_practice(alice, make_municipality("next-town", latitude="41.40", longitude="19.90"))
    make_practice(alice, make_municipality("far-town", economy="MD", latitude="47.0", longitude="28.8"))
    response = get(client, "/en/practices/map/")
    (marker,) = [row for row in response.context["markers"] if row["number"] == 2]
    nearer = client.get(f"/en/practices/map/{marker['url']}")
    assert [row["number"] for row in nearer.context["markers"]] == [1, 1]
    assert nearer.context["whole_url"]


def test_adoptions_are_lines(client, alice, town, other):
    practice = make_practice(alice, town, title="Travelling")
    Adoption.objects.create(practice=practice, organisation=other, stage=AdoptionStage.PILOTING, language="en")
    (line,) = get(client, "/en/practices/map/").context["lines"]
    assert line["label"] == "Travelling, adopted in Other Town, Kosovo*"
    assert re.fullmatch(r"M\d+,\d+Q\d+,-?\d+ \d+,\d+", line["path"])


def test_the_region_holds_every_economy_and_its_name():
    ground = region()
    assert set(ground.economies) == set(NAMES_AT)
    assert all(ground.place(*point) for point in NAMES_AT.values())
    assert ground.place(52.5, 13.4) is None
    assert "public domain" in ground.source


def test_a_window_stays_inside_the_region():
    ground = region()
    for window in (
        window_around([], ground), window_around([(0, 0)], ground), window_around([(0, 0), (2000, 1125)], ground),
        window_asked("1990.1120.300", ground), window_asked("0.0.9999", ground),
    ):  # fmt: skip
        assert 0 <= window.x <= window.x + window.width <= ground.width
        assert 0 <= window.y <= window.y + window.height <= ground.height
    assert window_asked("1.2", ground) is None


def test_markers_gather_what_lies_near_the_first():
    points = [("a", (0, 0)), ("b", (9, 0)), ("c", (11, 0)), ("d", (100, 100))]
    assert [[name for name, _point in group] for group in gathered(points, 10)] == [["a", "b"], ["c"], ["d"]]


def test_two_or_three_stand_side_by_side(client, alice, town):
    practices = [make_practice(alice, town, title=f"Number {number}") for number in range(4)]
    codes = "&".join(f"code={practice.code}" for practice in practices)
    response = get(client, f"/en/practices/compare/?{codes}")
    html = response.content.decode()
    assert titles(response) == ["Number 0", "Number 1", "Number 2"]
    assert "Three at most" in html
    assert html.count("The municipality opened a day centre") == 3
    alone = client.get(f"/en/practices/compare/?code={practices[0].code}&code=GP-1999-0001").content.decode()
    assert "Choose two or three practices" in alone


def test_home_navigation_and_search_know_practices(client, alice, town):
    assert "home-practices" not in get(client, "/en/").content.decode()
    make_practice(alice, town, title="Дневни центар", language="sr")
    home = get(client, "/en/").content.decode()
    assert "home-practices" in home
    assert '<a href="/en/practices/"' in home
    found = client.get("/en/search/?q=dnevni").content.decode()
    assert "Дневни центар" in found
def test_however_many_codes_an_address_holds_only_what_is_shown_is_read(client, alice, town):
    practices = [make_practice(alice, town, title=f"Number {number}") for number in range(5)]
    address = "/en/practices/compare/?" + "&".join(f"code={practice.code}" for practice in practices)
    get(client, address)
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    asked = " ".join(query["sql"] for query in caught)
    assert [practice.code in asked for practice in practices] == [True, True, True, False, False]


