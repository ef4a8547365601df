"""Reads named values out of a YAML mapping and notes every one that is missing, of the wrong kind or unknown.

It knows nothing of what the values are for.
"""

import re
from collections.abc import Collection
from typing import Any

from courses.course_files.findings import Findings

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Fields:
    """Each reader returns a usable value even when it noted a finding, so that reading goes on to the next mistake."""

    def __init__(self, values: Any, *, file: str, place: str, findings: Findings) -> None:
        self.file, self.place, self.findings = file, place, findings
        if not isinstance(values, dict):
            self.note("write names with values here, such as `title: …`.")
            values = {}
        self.values: dict[str, Any] = values
        self.asked: set[str] = set()

    def note(self, message: str) -> None:
        self.findings.add(self.file, self.place, message)

    def get(self, name: str) -> Any:
        self.asked.add(name)
        return self.values.get(name)

    def text(self, name: str, *, limit: int, required: bool = True) -> str:
        value = self.get(name)
        if value is None or value == "":
            if required:
                self.note(f"`{name}` is missing; write it.")
            return ""
        if isinstance(value, bool | dict | list):
            self.note(f"`{name}` must be text; put it in quotation marks.")
            return ""
        text = " ".join(str(value).split())
        if len(text) > limit:
            self.note(f"`{name}` has {len(text)} characters; shorten it to {limit}.")
        return text

    def lines(self, name: str, *, limit: int) -> str:
        """Text that keeps its line breaks; missing, it reads as empty."""
        value = self.get(name)
        if isinstance(value, bool | dict | list):
            self.note(f"`{name}` must be text; put it in quotation marks.")
            return ""
        text = "\n".join(" ".join(line.split()) for line in str(value or "").strip().splitlines())
        if len(text) > limit:
            self.note(f"`{name}` has {len(text)} characters; shorten it to {limit}.")
        return text

    def key(self, name: str = "key") -> str:
        text = self.text(name, limit=80)
        if text and not KEY.fullmatch(text):
            self.note(f"`{name}: {text}` may hold only small letters, digits and single hyphens.")
        return text

    def one_of(self, name: str, allowed: Collection[str], *, default: str | None = None) -> str:
        value = self.get(name)
        if value is None and default is not None:
            return default
        if value not in allowed:
            self.note(f"`{name}` must be one of {', '.join(allowed)}.")
            return next(iter(allowed))
        return value

    def number(self, name: str, *, default: int | None = None, low: int = 1, high: int = 1000) -> int:
        value = self.get(name)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.note(f"`{name}` must be a whole number from {low} to {high}.")
            return low
        return value

    def number_or_none(self, name: str, *, high: int = 1000) -> int | None:
        return None if self.get(name) is None else self.number(name, high=high)

    def boolean(self, name: str, *, default: bool | None = None) -> bool:
        value = self.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, bool):
            self.note(f"`{name}` must be true or false.")
            return False
        return value

    def entries(self, name: str, *, required: bool = True) -> list[Any]:
        value = self.get(name)
        if value is None and not required:
            return []
        if not isinstance(value, list) or (required and not value):
            self.note(f"`{name}` must be a list with at least one entry.")
            return []
        return value

    def within(self, name: str) -> "Fields":
        """The mapping that stands under `name`; missing, it reads as empty."""
        place = f"{self.place}, {name}" if self.place else name
        return Fields(self.get(name) or {}, file=self.file, place=place, findings=self.findings)

    def finish(self) -> None:
        """Note what nobody asked for: most often a misspelt name."""
        for name in self.values.keys() - self.asked:
            self.note(f"`{name}` is not known here; correct the spelling or remove it.")
