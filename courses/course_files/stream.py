"""Blocks of a parsed lesson → the JSON of its stream field, with ids that stay the same from load to load.

Pure: what stands in the database comes in as `References`.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

from courses.course_files import parsed
from courses.course_files.parsed import Block, ParsedCourse, ParsedLesson
from courses.keys import key_for

LESSON_LINK = re.compile(r'href="lesson:([^"]*)"')


@dataclass(frozen=True)
class References:
    """Primary keys of what lessons point to: questions and lesson pages by their keys, images by their files."""

    questions: Mapping[str, int]
    lessons: Mapping[str, int]
    images: Mapping[Path, int]


def stream_of(course: ParsedCourse, lesson: ParsedLesson, references: References) -> list[dict[str, Any]]:
    return _Stream(course, lesson, references).blocks()


def sources_of(course: ParsedCourse, lesson: ParsedLesson) -> list[dict[str, Any]]:
    """The stream of sources that the front matter of the lesson names."""
    return [
        {
            "type": "source",
            "id": str(key_for(course.key, "lesson", lesson.key, "source", key)),
            "value": source_value(course, key),
        }
        for key in lesson.sources
    ]


def source_value(course: ParsedCourse, key: str) -> dict[str, str]:
    source = course.sources[key]
    return {"title": source.title, "publisher": source.publisher, "year": source.year, "url": source.url}


def linked(html: str, lessons: Mapping[str, int]) -> str:
    """Links to lessons become links to their pages (keys → ids), which follow when a page is moved."""
    return LESSON_LINK.sub(lambda found: f'linktype="page" id="{lessons[unescape(found.group(1))]}"', html)


class _Stream:
    def __init__(self, course: ParsedCourse, lesson: ParsedLesson, references: References) -> None:
        self.course, self.lesson, self.references = course, lesson, references
        self.counts: Counter[str] = Counter()

    def blocks(self) -> list[dict[str, Any]]:
        return [self._child(block) for block in self.lesson.blocks]

    def _child(self, block: Block) -> dict[str, Any]:
        """What learners answer is known by its own key; the rest by its place among its kind."""
        match block:
            case parsed.SelfCheck(question=question):
                block_id = self._key("check", question)
                return {"type": "self_check", "id": str(block_id), "value": {"question": self._question(question)}}
            case parsed.Checklist(key=key, title=title, items=items):
                block_id = key_for(self.course.key, "checklist", key)
                # by their words: an item added above must not move the ticks of those below
                listed = [_item(item, key_for(str(block_id), item)) for item in items]
                return {"type": "checklist", "id": str(block_id), "value": {"title": title, "items": listed}}
        kind = type(block).__name__.lower()
        self.counts[kind] += 1
        block_id = self._key(kind, str(self.counts[kind]))
        return {"type": kind, "id": str(block_id), "value": self._value(block, block_id)}

    def _value(self, block: Block, block_id: UUID) -> Any:
        def listed(name: str, values: Any) -> list[dict[str, Any]]:
            return [_item(value, key_for(str(block_id), name, str(place))) for place, value in enumerate(values)]

        match block:
            case parsed.Text(html=html):
                return self._linked(html)
            case parsed.Heading(text=text, level=level):
                return {"text": text, "level": str(level)}
            case parsed.Steps(title=title, steps=steps):
                return {"title": title, "steps": listed("steps", map(self._linked, steps))}
            case parsed.Callout(kind=kind, title=title, html=html):
                return {"kind": kind, "title": title, "text": self._linked(html)}
            case parsed.Case(title=title, place=place, html=html, sources=sources):
                return {
                    "title": title,
                    "place": place,
                    "text": self._linked(html),
                    "sources": listed("sources", map(self._source, sources)),
                }
            case parsed.Quote(text=text, by=by, sources=sources):
                return {"text": text, "by": by, "sources": listed("sources", map(self._source, sources))}
            case parsed.Comparison(title=title, columns=columns):
                values = [{"heading": heading, "text": self._linked(html)} for heading, html in columns]
                return {"title": title, "columns": listed("columns", values)}
            case parsed.Definitions(title=title, terms=terms):
                values = [{"term": term, "meaning": self._linked(html)} for term, html in terms]
                return {"title": title, "terms": listed("terms", values)}
            case parsed.Table(caption=caption, header=header, rows=rows):
                table = {
                    "columns": [{"type": "text", "heading": heading} for heading in header],
                    "rows": [{"values": [self._linked(cell) for cell in row]} for row in rows],
                    "caption": caption,
                }
                return {"table": table, "has_row_headings": True}
            case parsed.Diagram(parts=parts):
                nodes = [{"label": part.label, "text": part.text, "lane": part.lane} for part in parts]
                words = {
                    name: getattr(block, name) for name in ("layout", "title", "alt", "centre", "across", "upward")
                }
                return {**words, "nodes": listed("nodes", nodes)}
            case parsed.Image(path=path, alt=alt, caption=caption, credit=credit):
                return {"image": self.references.images[path], "alt": alt, "caption": caption, "credit": credit}
        raise TypeError(f"no stream block for {type(block).__name__}")

    def _key(self, *parts: str) -> UUID:
        return key_for(self.course.key, "lesson", self.lesson.key, *parts)

    def _question(self, key: str) -> int:
        return self.references.questions[key]

    def _source(self, key: str) -> dict[str, str]:
        return source_value(self.course, key)

    def _linked(self, html: str) -> str:
        return linked(html, self.references.lessons)


def _item(value: Any, item_id: UUID) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": str(item_id)}
