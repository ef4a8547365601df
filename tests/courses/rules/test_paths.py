from hypothesis import given
from hypothesis import strategies as st

from courses.rules.paths import OrderFault, faults_of_order


def test_each_fault_at_its_row():
    rows = [("a", "b"), ("b", None), ("b", "a"), ("c", "c"), ("d", "x"), ("e", "a")]
    assert faults_of_order(rows) == {
        0: OrderFault.ON_LATER,
        2: OrderFault.TWICE,
        3: OrderFault.ON_ITSELF,
        4: OrderFault.OUTSIDE,
    }


@given(st.lists(st.integers(0, 6), unique=True), st.data())
def test_building_on_earlier_courses_only_is_always_right(courses, data):
    rows = [
        (course, data.draw(st.sampled_from([None, *courses[:place]])) if place else None)
        for place, course in enumerate(courses)
    ]
    assert faults_of_order(rows) == {}


@given(st.lists(st.tuples(st.integers(0, 4), st.none() | st.integers(0, 5))))
def test_no_fault_means_that_every_row_can_be_walked(rows):
    seen = set()
    if faults_of_order(rows):
        return
    for course, on in rows:
        assert course not in seen
        assert on is None or on in seen
        seen.add(course)
