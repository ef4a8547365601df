"""What is wrong with course files: where, what, and what to do. Knows nothing of how files are read."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """`place` is a line ("line 12") or a thing in the file ("question core-idea"); empty: the whole file."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: {self.message}" if self.place else f"{self.file}: {self.message}"


class Findings(list[Finding]):
    def add(self, file: str, place: str | int, message: str) -> None:
        """A number as `place` is a line."""
        self.append(Finding(file, f"line {place}" if isinstance(place, int) else place, message))
