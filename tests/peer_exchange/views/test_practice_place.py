"""The small map of a practice: itself, its economy, who took it over; and what it says where little is known."""

import re

import pytest

from academy import site_version
from peer_exchange.maps import region
from peer_exchange.models import Adoption, Practice
from peer_exchange.views.practice_place import map_of
from tests.peer_exchange.practices import make_municipality, make_practice

pytestmark = pytest.mark.django_db


def window(place):
    x, y, width, height = map(int, place["view_box"].split())
    return x, y, x + width, y + height


def shows(place, point):
    left, top, right, bottom = window(place)
    return left <= point[0] <= right and top <= point[1] <= bottom


@pytest.mark.parametrize(
    ("economy", "latitude", "longitude"),
    [("AL", 41.33, 19.82), ("TR", 39.9, 41.3), ("MD", 47.7, 27.9), ("SI", 46.6, 15.6), ("XK", 42.66, 21.16)],
)
def test_it_shows_the_place_and_the_whole_window_lies_on_the_map(economy, latitude, longitude):
    ground = region()
    place = map_of(Practice(economy=economy, latitude=latitude, longitude=longitude))
    point = ground.place(latitude, longitude)
    assert (place["marker"]["x"], place["marker"]["y"]) == tuple(map(str, point))
    assert shows(place, point)
    left, top, right, bottom = window(place)
    assert left >= 0
    assert top >= 0
    assert right <= ground.width + 1
    assert bottom <= ground.height + 1
    assert place["own"].replace("M", "", 1)[:7] in ground.economies[economy]
    assert ground.economies[economy] not in place["lands"]


def test_with_an_economy_alone_it_shows_that_and_without_it_nothing():
    place = map_of(Practice(economy="RS"))
    assert place["marker"] is None
    assert place["own"]
    assert place["url"].endswith("?economy=RS")
    assert map_of(Practice()) is None


def test_it_reaches_to_those_who_took_it_over(site):
    far = make_municipality("far-town", economy="BG", latitude="42.70", longitude="27.46")
    nowhere = make_municipality("nowhere-town")
    practice = Practice(economy="AL", latitude="41.33", longitude="19.82")
    place = map_of(practice, [far, nowhere])
    assert [(row["x"], row["y"]) for row in place["adopters"]] == [tuple(map(str, region().place(42.70, 27.46)))]
    assert shows(place, region().place(42.70, 27.46))
    assert shows(place, region().place(41.33, 19.82))
    assert float(place["radius"]) > float(map_of(practice)["radius"])


def test_the_page_draws_it_and_says_the_same_in_words(client, site, alice):
    town = make_municipality(latitude="41.33", longitude="19.82", population=42_000)
    practice = make_practice(alice, town)
    for stage, key in (("implemented", "one-town"), ("interested", "other-town")):
        other = make_municipality(key, economy="MK", latitude="41.99", longitude="21.43")
        Adoption.objects.create(practice=practice, organisation=other, stage=stage, language="en")
    site_version.bump()
    page = client.get(f"/en/practices/{practice.slug}/").content.decode()
    cell = re.search(r'<div class="six__where">.*?</dd>', page, re.DOTALL)[0]
    assert cell.count("place-map__marker") == 1
    assert cell.count("place-map__adopter") == 1  # interest is no adoption
    assert 'aria-hidden="true"' in cell
    for words in ("Sample Town", "Albania", "42,000 people live there", "Adopted by 1 municipality in 1 economy"):
        assert words in cell
    assert re.search(r'href="/en/practices/map/\?economy=AL"', cell)
