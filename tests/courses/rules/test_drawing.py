from hypothesis import given
from hypothesis import strategies as st

from courses.rules.drawing import Slot, draw, shuffle_choices
from tests.courses.rules.strategies import items

QUESTIONS = st.sampled_from([f"q{number}" for number in range(12)])
DRAWS = st.builds(Slot, pool=st.lists(QUESTIONS, unique=True), count=st.integers(1, 6), points=st.integers(1, 3))
NAMED = st.builds(lambda question: Slot([question], is_fixed=True), QUESTIONS)
SLOTS = st.lists(DRAWS | NAMED, max_size=5)
SEEDS = st.integers(0, 2**62)


@given(SLOTS, SEEDS, st.booleans())
def test_a_draw_takes_from_its_pools_and_nothing_twice(slots, seed, shuffles):
    drawn = [pick.question for pick in draw(slots, seed=seed, shuffles=shuffles)]
    assert len(drawn) == len(set(drawn))
    assert set(drawn) <= {question for slot in slots for question in slot.pool}
    assert {slot.pool[0] for slot in slots if slot.is_fixed} <= set(drawn)


@given(SLOTS, SEEDS, st.booleans())
def test_the_same_seed_draws_the_same_whatever_the_order_of_pools(slots, seed, shuffles):
    turned = [Slot(tuple(reversed(slot.pool)), slot.count, slot.points, slot.is_fixed) for slot in slots]
    assert draw(slots, seed=seed, shuffles=shuffles) == draw(turned, seed=seed, shuffles=shuffles)


@given(SLOTS, SEEDS)
def test_shuffling_changes_only_the_order(slots, seed):
    straight, shuffled = (draw(slots, seed=seed, shuffles=shuffles) for shuffles in (False, True))
    assert sorted(straight, key=str) == sorted(shuffled, key=str)


@given(st.lists(QUESTIONS, unique=True), st.integers(1, 20), SEEDS)
def test_a_pool_that_is_too_small_gives_what_it_has(pool, count, seed):
    assert len(draw([Slot(pool, count)], seed=seed, shuffles=True)) == min(count, len(pool))


def test_a_named_question_is_not_drawn_before_its_place():
    slots = [Slot(["a", "b"], count=1), Slot(["a"], is_fixed=True, points=3)]
    for seed in range(20):
        assert [pick.question for pick in draw(slots, seed=seed, shuffles=False)] == ["b", "a"]


def test_different_seeds_draw_differently():
    slots = [Slot([f"q{number}" for number in range(20)], count=5)]
    assert len({tuple(draw(slots, seed=seed, shuffles=True)) for seed in range(20)}) > 10


@given(st.lists(items(), max_size=6), SEEDS)
def test_choices_are_permuted_but_never_of_true_or_false(paper, seed):
    shuffled = shuffle_choices(paper, seed=seed)
    assert shuffled == shuffle_choices(paper, seed=seed)
    for before, after in zip(paper, shuffled, strict=True):
        assert sorted(before.choices, key=str) == sorted(after.choices, key=str)
        if before.kind == "true_false":
            assert [choice.key for choice in after.choices] == ["true", "false"]
