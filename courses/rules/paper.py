"""The paper of an attempt: the questions as they were asked, with their keys, in a form that JSON can hold.

Pure data: it knows neither how a kind is graded (`kinds`) nor where questions are stored.

    {"format": 1, "title": "Quiz: why outreach", "feedback": "after_submission", "items": [
      {"question": "<key>", "version": "<hash>", "kind": "single_choice", "language": "en", "points": 1,
       "text": "…", "feedback": "…", "choices": [{"key": "<key>", "text": "…", "feedback": "…"}],
       "key": {"right": ["<key>"]}}]}
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

FORMAT = 1


@dataclass(frozen=True)
class SourceChoice:
    key: str
    text: str
    feedback: str = ""
    is_correct: bool = False


@dataclass(frozen=True)
class Source:
    """A question of the bank as it stands in one language; `accepted_elsewhere` comes from its other languages."""

    question: str
    kind: str
    language: str
    text: str
    feedback: str = ""
    choices: tuple[SourceChoice, ...] = ()
    is_true: bool | None = None
    accepted: tuple[str, ...] = ()
    accepted_elsewhere: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """A hash of all that is asked, explained and right in this language; the order of choices does not matter."""
        choices = tuple(sorted(self.choices, key=lambda choice: choice.key))
        content = asdict(replace(self, choices=choices, accepted_elsewhere=()))
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Choice:
    key: str
    text: str
    feedback: str = ""


@dataclass(frozen=True)
class Item:
    """One question of a paper. `key` holds what is right, in the terms of its kind; it must not reach the browser."""

    question: str
    version: str
    kind: str
    language: str
    text: str
    feedback: str
    choices: tuple[Choice, ...]
    key: Mapping[str, Any]
    points: int = 1

    def has_choice(self, key: str) -> bool:
        return any(choice.key == key for choice in self.choices)


@dataclass(frozen=True)
class Paper:
    title: str
    feedback: str
    items: tuple[Item, ...]

    def to_json(self) -> dict[str, Any]:
        items = [{**asdict(item), "choices": [asdict(choice) for choice in item.choices]} for item in self.items]
        return {"format": FORMAT, "title": self.title, "feedback": self.feedback, "items": items}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Paper":
        if data["format"] != FORMAT:
            raise ValueError(f"A paper of format {data['format']} cannot be read.")
        items = tuple(
            Item(**{**item, "choices": tuple(Choice(**choice) for choice in item["choices"])}) for item in data["items"]
        )
        return cls(title=data["title"], feedback=data["feedback"], items=items)
