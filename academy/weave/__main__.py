"""Writes the files of the weave: `python -m academy.weave`."""

from pathlib import Path

from academy.weave.files import static_files

root = Path(__file__).resolve().parent.parent.parent / "static"
for path, contents in static_files().items():
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(contents, encoding="utf-8")
