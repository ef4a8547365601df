"""The blocks of a lesson as the handbook prints them: plain values, whatever stands in the CMS.

Each is a dict with `kind` and what `templates/pdf/handbook/block.html` names for that kind; rich text is safe HTML.
It knows neither pages nor PDFs.
"""

from collections.abc import Callable, Iterator
from typing import Any

from wagtail.blocks.stream_block import StreamValue

from academy.rich_text import render_rich_text
from courses.blocks import PROVIDERS
from courses.models import Question

Block = dict[str, Any]
Exercise = Callable[[Question], Block | None]  # a numbered exercise, or None when the question is not published


def blocks_of(body: StreamValue, exercise: Exercise) -> Iterator[Block]:
    for child in body:
        reader = READERS.get(child.block_type)
        if child.block_type == "self_check":
            block = exercise(child.value["question"]) if child.value["question"] else None
        else:
            block = reader(child.value) if reader else None
        if block is not None:
            yield {"kind": child.block_type, **block}


def rich(text: Any) -> str:
    return str(render_rich_text(text))


def _sources(listed: Any) -> list[dict[str, str]]:
    return [{name: source.get(name) or "" for name in ("title", "publisher", "year", "url")} for source in listed]


def _image(value: Any) -> Block | None:
    image = value["image"]
    if image is None:
        return None
    words = {name: value.get(name) or "" for name in ("alt", "caption", "credit")}
    return {"image": image.pk, "digest": image.file_hash, **words}


def _media(value: Any) -> Block:
    url = value["file"].full_url if value["file"] else ""
    return {"title": value["title"], "url": url, "transcript": rich(value["transcript"])}


def _external_video(value: Any) -> Block:
    url = PROVIDERS[value["provider"]].url.format(value["video_id"])
    return {"title": value["title"], "url": url, "transcript": rich(value["transcript"])}


def _document(value: Any) -> Block | None:
    document = value["document"]
    if document is None:
        return None
    return {"title": document.title, "url": document.full_url, "text": value["description"] or ""}


def _table(value: Any) -> Block:
    table = value["table"]
    return {
        "caption": table.caption or "",
        "head": [column["heading"] for column in table.columns],
        "rows": [[rich(cell.value) for cell in row] for row in table.rows],
        "has_row_headings": bool(value["has_row_headings"]),
    }


def _diagram(value: Any) -> Block:
    words = {name: value.get(name) or "" for name in ("layout", "title", "alt", "centre", "across", "upward")}
    nodes = [{name: node.get(name) or "" for name in ("label", "text", "lane")} for node in value["nodes"]]
    return {**words, "nodes": nodes}


READERS: dict[str, Callable[[Any], Block | None]] = {
    "text": lambda value: {"html": rich(value)},
    "heading": lambda value: {"text": value["text"], "level": value["level"]},
    "image": _image,
    "media": _media,
    "external_video": _external_video,
    "document": _document,
    "callout": lambda value: {"tone": value["kind"], "title": value["title"] or "", "html": rich(value["text"])},
    "steps": lambda value: {"title": value["title"] or "", "steps": [rich(step) for step in value["steps"]]},
    "checklist": lambda value: {"title": value["title"] or "", "ticks": list(value["items"])},
    "case": lambda value: {
        "title": value["title"],
        "place": value["place"] or "",
        "html": rich(value["text"]),
        "sources": _sources(value["sources"]),
    },
    "quote": lambda value: {"text": value["text"], "by": value["by"] or "", "sources": _sources(value["sources"])},
    "table": _table,
    "comparison": lambda value: {
        "title": value["title"] or "",
        "columns": [{"heading": column["heading"], "html": rich(column["text"])} for column in value["columns"]],
    },
    "diagram": _diagram,
    "definitions": lambda value: {
        "title": value["title"] or "",
        "terms": [{"term": term["term"], "html": rich(term["meaning"])} for term in value["terms"]],
    },
}
