"""The map: its outlines, what of it is shown, markers that never touch, and names that hide nothing."""

from itertools import combinations
from math import dist

from hypothesis import given
from hypothesis import strategies as st

from academy.enums import Economy
from peer_exchange.maps import NAMES_AT, region
from peer_exchange.maps.lettering import around, name_of_land, name_of_place, points_of_land
from peer_exchange.maps.markers import gathered
from peer_exchange.maps.windows import Window, window_around, window_asked

POINTS = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 1125)), unique=True, max_size=60)
WHOLE = Window(0, 0, 2000, 1125)


def test_the_region_holds_every_economy_and_its_name():
    ground = region()
    assert set(ground.economies) == set(NAMES_AT) == set(Economy.values)
    assert all(ground.place(*point) for point in NAMES_AT.values())
    assert ground.place(52.5, 13.4) is None
    assert "public domain" in ground.source


def test_points_inside_an_economy_lie_in_no_other():
    found = {code: set(region().inner_points(code)) for code in NAMES_AT}
    assert all(found.values())
    for one, other in combinations(NAMES_AT, 2):
        assert not found[one] & found[other], (one, other)
    for code, place in NAMES_AT.items():
        assert min(dist(region().place(*place), point) for point in found[code]) < 10, code


def test_a_window_stays_inside_the_region():
    ground = region()
    for window in (
        window_around([], ground), window_around([(0, 0)], ground), window_around([(0, 0), (2000, 1125)], ground),
        window_asked("1990.1120.300", ground), window_asked("0.0.9999", ground),
    ):  # fmt: skip
        assert 0 <= window.x <= window.x + window.width <= ground.width
        assert 0 <= window.y <= window.y + window.height <= ground.height
    assert window_asked("1.2", ground) is None


@given(POINTS, st.integers(1, 300))
def test_places_are_gathered_so_that_markers_never_touch(points, apart):
    groups = gathered(points, apart)
    assert sorted(point for group in groups for point in group) == sorted(points)
    assert all(dist(group[0], point) < apart for group in groups for point in group)
    assert all(dist(one[0], other[0]) >= apart for one, other in combinations(groups, 2))


def test_a_marker_stands_at_the_first_place_of_its_group():
    assert gathered([(0, 0), (11, 0), (9, 0), (100, 100)], 10) == [[(0, 0)], [(11, 0), (9, 0)], [(100, 100)]]


@given(POINTS)
def test_names_of_places_hide_neither_markers_nor_one_another(points):
    taken = [around(point, 30) for point in points]
    markers = len(taken)
    for point in points:
        if name := name_of_place("Prishtina / Priština", point, 30, 34, taken, WHOLE):
            taken.append(name.box)
    for box in taken[markers:]:
        assert 0 <= box.left <= box.right <= 2000
        assert 0 <= box.top <= box.bottom <= 1125
        assert not any(box.hides(other) for other in taken if other is not box)


def test_names_of_economies_hide_nothing_where_there_is_room_and_always_stand():
    ground = region()
    taken = [around(ground.place(*NAMES_AT[code]), 30) for code in NAMES_AT]  # a marker on every middle
    for code, place in NAMES_AT.items():
        name = name_of_land(str(Economy(code).label), points_of_land(code, ground.place(*place), WHOLE, ground), 34,
                            taken, WHOLE)  # fmt: skip
        assert name is not None, code
        middle = (name.box.left + name.box.right) / 2, (name.box.top + name.box.bottom) / 2
        assert min(dist(middle, point) for point in ground.inner_points(code)) < 1, code
        if code in {"TR", "RO", "BG"}:
            assert not any(name.box.hides(box) for box in taken), code
        taken.append(name.box)


def test_an_economy_of_which_only_a_part_is_seen_has_its_name_in_that_part():
    ground = region()
    window = window_around([ground.place(47.1, 23.5)], ground)  # the north-west of Romania
    points = points_of_land("RO", ground.place(*NAMES_AT["RO"]), window, ground)
    assert points
    assert all(window.shows(point) for point in points)
    assert points_of_land("TR", ground.place(*NAMES_AT["TR"]), window, ground) == []


def test_a_long_name_stands_in_two_lines():
    name = name_of_land("Bosnia and Herzegovina", [(300, 300)], 20, [], WHOLE)
    assert [line for _y, line in name.lines] == ["Bosnia and", "Herzegovina"]
    assert name_of_land("Bosnia and Herzegovina", [(5, 5)], 20, [], WHOLE) is None
