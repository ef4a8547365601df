"""The pages of the library: the list with facets, the map, the comparison, and what other pages show of it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy import site_version
from academy.enums import Economy
from academy.models import Approach
from peer_exchange.enums import AdoptionStage, ChallengeState, CostBand, Documentation
from peer_exchange.maps import NAMES_AT
from peer_exchange.models import Adoption
from peer_exchange.services.challenges import close_challenge, post_challenge, withdraw_challenge
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


def test_nothing_found_tells_what_stands_in_the_way(client, alice, town, other):
    for title in ("Near", "Nearer"):
        make_practice(alice, town, title=title)
    make_practice(alice, other, title="Dear", yearly_cost_band=CostBand.FROM_5_TO_20)
    response = get(client, "/en/practices/?economy=AL&cost=5_20")
    html = response.content.decode()
    assert response.context["count"] == 0
    assert '<a href="/en/practices/?economy=AL">2 practices without “5,000 to 20,000 euros a year”</a>' in html
    assert '<a href="/en/practices/?cost=5_20">1 practice without “Albania”</a>' in html
    assert "Nearest, without “5,000 to 20,000 euros a year”" in html
    assert "Near</a>" in html
    assert "Dear</a>" not in html
    html = get(client, "/en/practices/map/?economy=AL&cost=5_20&start=3_6").content.decode()
    assert "2 practices without “5,000 to 20,000 euros a year”, “3 to 6 months”" in html
    assert "What stands in the way" not in get(client, "/en/practices/?cost=20_100&start=3_6").content.decode()


def test_each_word_is_a_choice_that_may_stand_in_the_way(client, alice, town):
    make_practice(alice, town, title="Near")
    html = get(client, "/en/practices/?q=day+centre+%3Cb%3Esnow&economy=AL").content.decode()
    assert '<a href="/en/practices/?q=day+centre&amp;economy=AL">1 practice without “&lt;b&gt;snow”</a>' in html


def test_nothing_found_leads_to_a_challenge_with_what_was_looked_for(client, alice, town):
    make_practice(alice, town)
    key = Approach.objects.order_by("position").first().key
    html = get(client, f"/en/practices/?q=snow&approach={key}&target=roma&economy=AL").content.decode()
    asked = f"q=snow&amp;approach={key}&amp;target=roma"
    assert f'href="/en/practices/challenges/new/?{asked}"' in html
    asked_to_sign_in = client.get(f"/en/practices/challenges/new/?q=snow&approach={key}")
    assert asked_to_sign_in.url.endswith(f"next=/en/practices/challenges/new/%3Fq%3Dsnow%26approach%3D{key}")


def test_a_card_answers_the_first_two_questions_size_and_cost(client, alice, town):
    make_practice(alice, town, yearly_cost_band=CostBand.FROM_5_TO_20)
    html = get(client, "/en/practices/").content.decode()
    facts = "<span>30,000 to 100,000 people</span><span>5,000 to 20,000 euros a year</span>"
    assert f'<p class="practice-card__place">Sample Town, Albania{facts}</p>' in html


def test_nothing_found_shows_open_challenges_with_the_same_words(client, alice, town):
    make_practice(alice, town)
    post_challenge(alice, title="Snow in the villages", problem="Nobody ploughs.", language="en")
    closed = post_challenge(alice, title="Snow on roofs", problem="Nobody climbs.", language="en")
    withdrawn = post_challenge(alice, title="Snow on roads", problem="Nobody drives.", language="en")
    close_challenge(closed, ChallengeState.CLOSED, by=alice)
    withdraw_challenge(withdrawn, by=alice)
    html = get(client, "/en/practices/?q=snow").content.decode()
    assert "Perhaps somebody asked this already" in html
    assert "Snow in the villages" in html
    assert "Snow on roofs" not in html
    assert "Snow on roads" not in html
    assert "Snow in the villages" not in client.get("/en/practices/?economy=RS").content.decode()


@pytest.mark.parametrize("name", ["practices", "practice_map"])
def test_a_choice_that_no_facet_has_is_left_aside_and_said(client, alice, town, name):
    make_practice(alice, town, title="Here")
    response = get(client, f"{reverse(name)}?economy=<b>x&economy=AL&cost=gold&year=10&unheard-of=1")
    html = response.content.decode()
    assert response.status_code == 200
    assert response.context["count"] == 1
    assert response.context["query"] == "economy=AL"
    assert "it was left aside: &lt;b&gt;x, gold, 10<" in html
    assert "left aside" not in client.get(f"{reverse(name)}?economy=RS&year=1999&state=exemplary").content.decode()


def test_a_known_choice_that_no_practice_carries_stays_chosen(client, alice, town):
    make_practice(alice, town)
    response = get(client, "/en/practices/?cost=over_100")
    assert response.context["count"] == 0
    assert options(response)["cost", "over_100"] | {"label": ""} == {
        "facet": "cost", "value": "over_100", "label": "", "number": 0, "is_chosen": True, "id": "cost-over_100",
    }  # fmt: skip


def test_the_choice_goes_into_the_address_without_empty_fields_and_into_the_feed(client, alice, town):
    make_practice(alice, town)
    for path in ("/en/practices/", "/en/practices/map/"):
        sent = f"{path}?q=&economy=AL&sort=newest"
        assert client.get(sent, headers={"HX-Request": "true"})["HX-Push-Url"] == f"{path}?economy=AL"
        assert get(client, sent).url == f"{path}?economy=AL"
        assert client.get(f"{path}?q=").url == path
        assert client.get(f"{path}?q=&economy=nowhere").status_code == 200
    page = get(client, "/en/practices/?economy=AL").content.decode()
    assert page.count('href="/en/practices/data/practices.atom?economy=AL"') == 2
    assert client.get("/en/practices/data/practices.atom?economy=AL").status_code == 200


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


def test_the_list_beside_the_map_carries_counts_and_adoptions(client, alice, town, other):
    practice = make_practice(alice, town, title="Travelling")
    make_practice(alice, town, title="Second")
    make_practice(alice, other, title="Third")
    Adoption.objects.create(practice=practice, organisation=other, stage=AdoptionStage.PILOTING, language="en")
    response = get(client, "/en/practices/map/")
    assert [(group["economy"], group["number"]) for group in response.context["groups"]] == [
        ("Albania", 2), ("Kosovo*", 1),
    ]  # fmt: skip
    assert sum(marker["number"] for marker in response.context["markers"]) == response.context["count"] == 3
    assert "Adopted by others: Other Town, Kosovo*" in response.content.decode()


def test_the_map_names_every_economy_that_is_seen_and_places_where_there_is_room(client, alice, town):
    make_practice(alice, town)
    make_practice(alice, make_municipality("far-town", economy="MD", latitude="47.0", longitude="28.8"))
    names = [" ".join(line for _y, line in row["name"].lines) for row in
             get(client, "/en/practices/map/?at=0.0.2000").context["names"]]  # fmt: skip
    assert names == [*(str(Economy(code).label) for code in NAMES_AT), "Far Town", "Sample Town"]


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
    assert "Not in the library any more: GP-1999-0001" in alone
    assert "Three at most" not in alone
    assert f'href="/en/practices/{practices[0].slug}/contact/"' in html
    assert "any more" not in get(client, f"/en/practices/compare/?code=<b>&code={practices[0].code}").content.decode()


def test_however_many_codes_an_address_holds_only_what_is_shown_is_read(client, alice, town):
    practices = [make_practice(alice, town, title=f"Number {number}") for number in range(5)]
    address = "/en/practices/compare/?" + "&".join(f"code={practice.code}" for practice in practices)
    get(client, address)
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    asked = " ".join(query["sql"] for query in caught)
    assert [practice.code in asked for practice in practices] == [True, True, True, False, False]


def test_home_navigation_and_search_know_practices(client, alice, town):
    assert "home-practices" not in get(client, "/en/").content.decode()
    make_practice(alice, town, title="Дневни центар", language="sr")
    home = get(client, "/en/").content.decode()
    assert "home-practices" in home
    assert '<a href="/en/practices/"' in home
    found = client.get("/en/search/?q=dnevni").content.decode()
    assert "Дневни центар" in found


def test_the_search_of_the_site_finds_challenges(client, alice):
    challenge = post_challenge(alice, title="Снег у селу", problem="Нико не чисти.", language="sr")
    found = get(client, "/en/search/?q=sneg").content.decode()
    assert "Снег у селу" in found
    assert f'href="/en/practices/challenges/{challenge.slug}/"' in found
    withdraw_challenge(challenge, by=alice)
    assert "Снег у селу" not in client.get("/en/search/?q=sneg").content.decode()
