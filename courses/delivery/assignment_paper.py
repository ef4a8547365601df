"""What stands on the file of an assignment, whatever the format. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from anyascii import anyascii
from django.utils.text import slugify

from courses.rules.worksheets import Answer, Sheet


@dataclass(frozen=True)
class Paper:
    """`language` is that of the sheet; `name` of the learner, `saved_at` and `answers` are empty on a blank one."""

    sheet: Sheet
    answers: Mapping[str, Answer]
    language: str
    course: str
    name: str = ""
    saved_at: datetime | None = None
    helps: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return self.saved_at is None

    def file_name(self, form: str) -> str:
        """In plain letters, so that every program can save it."""
        words = slugify(anyascii(f"{self.sheet.title} {self.name}"))[:80].strip("-")
        return f"{words or 'assignment'}.{form}"
