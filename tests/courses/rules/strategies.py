"""Questions and answers of every kind, as hypothesis makes them."""

from hypothesis import strategies as st

from academy.folding import fold
from courses.rules.kinds import freeze
from courses.rules.paper import Source, SourceChoice

TEXTS = st.text(alphabet=st.characters(categories=("L", "N", "Zs")), min_size=1, max_size=20).filter(fold)


@st.composite
def sources(draw, kinds=("single_choice", "multiple_choice", "true_false", "short_text")):
    kind = draw(st.sampled_from(kinds))
    number = draw(st.integers(0, 10_000))
    choices: tuple[SourceChoice, ...] = ()
    if kind in ("single_choice", "multiple_choice"):
        count = draw(st.integers(2, 6))
        right = {draw(st.integers(0, count - 1))}
        if kind == "multiple_choice":
            right |= draw(st.sets(st.integers(0, count - 1)))
        choices = tuple(SourceChoice(f"{number}-{i}", f"Choice {i}", f"Why {i}", i in right) for i in range(count))
    return Source(
        question=f"question-{number}",
        kind=kind,
        language="en",
        text=draw(TEXTS),
        feedback="Because.",
        choices=choices,
        is_true=draw(st.booleans()) if kind == "true_false" else None,
        accepted=tuple(draw(st.lists(TEXTS, min_size=1, max_size=3))) if kind == "short_text" else (),
    )


def items(**kwargs):
    return st.builds(lambda source, points: freeze(source, points=points), sources(**kwargs), st.integers(1, 5))


def right_answer(item):
    if item.kind == "short_text":
        return {"text": item.key["accepted"][0]}
    return {"choices": list(item.key["right"])}


@st.composite
def answers_to(draw, item):
    """Any answer a browser could give, blank included."""
    if item.kind == "short_text":
        return draw(st.just({}) | st.builds(lambda text: {"text": text}, TEXTS) | st.just(right_answer(item)))
    keys = [choice.key for choice in item.choices]
    most = len(keys) if item.kind == "multiple_choice" else 1
    chosen = draw(st.lists(st.sampled_from(keys), unique=True, max_size=most))
    return {"choices": chosen} if chosen else {}
