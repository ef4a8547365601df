"""When a course is complete, and how far a learner is. Pure: steps and results in, a verdict out.

It must not know of enrollments, pages or the database. A rule names conditions that must all hold; a new kind of
condition is one more line in `CONDITIONS`.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class StepFact:
    """What completion has to know of a step: `kind` as in `courses.enums.StepKind`, `minutes` its weight."""

    key: Hashable
    kind: str
    minutes: int = 1
    is_required: bool = True


@dataclass(frozen=True)
class Completion:
    """`percent` is 0 … 100, and 100 only when complete; `missing` holds the keys still to do, in the course's order."""

    percent: int
    missing: tuple[Hashable, ...]
    is_complete: bool


Condition = Callable[[StepFact], bool]

# name in the rule → does the condition ask for this step?
CONDITIONS: Mapping[str, Condition] = {
    "lessons": lambda step: step.kind == "lesson",
    "quizzes": lambda step: step.kind == "quiz",
    "final_test": lambda step: step.kind == "final_test",
    "assignment": lambda step: step.kind == "assignment",
}


def asked_steps(rule: Mapping[str, bool], steps: Sequence[StepFact]) -> list[StepFact]:
    """The required steps that a condition of the rule asks for. Raises ValueError for a condition nobody knows."""
    if unknown := set(rule) - set(CONDITIONS):
        raise ValueError(f"Unknown conditions of completion: {', '.join(sorted(unknown))}")
    conditions = [CONDITIONS[name] for name, is_on in rule.items() if is_on]
    return [step for step in steps if step.is_required and any(asks(step) for asks in conditions)]


def completion(
    rule: Mapping[str, bool], steps: Sequence[StepFact], results: Mapping[Hashable, Decimal | None]
) -> Completion:
    """How far `results` (key of a step that is done or passed → its score) go towards `rule`.

    Weighted by minutes, rounded down. A course of which nothing is asked is never complete: it has no content yet, or
    its authors want no completion. More results never lower the percentage.
    """
    asked = asked_steps(rule, steps)
    missing = tuple(step.key for step in asked if step.key not in results)
    if asked and not missing:
        return Completion(100, (), True)
    total = sum(max(step.minutes, 1) for step in asked)
    done = sum(max(step.minutes, 1) for step in asked if step.key in results)
    return Completion(100 * done // total if total else 0, missing, False)
