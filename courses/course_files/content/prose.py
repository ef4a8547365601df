"""The running text of a lesson: its passages, its sentences, its words. What is no sentence is left out on request.

Passages are paragraphs, list items and cells, as plain text with the line of their block.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from courses.course_files import parsed
from courses.course_files.parsed import Block, ParsedLesson

END_OF_PASSAGE = re.compile(r"</(?:p|li|h2|h3)>|<(?:ul|ol|br/)>")
TAG = re.compile(r"<[^>]+>")
# a full stop ends a sentence unless an abbreviation stands before it
END_OF_SENTENCE = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bNo)(?<!\bArt)(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bcf)(?<!\bc)(?<!\bp)"
    r"[.!?…][\"”’)*]*\s+(?=[\"“‘(]?[A-ZÀ-Ž0-9])"
)
SENTENCE = re.compile(r"[.!?…][\"”’)*]*$")
WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")


class Passage(NamedTuple):
    line: int
    text: str

    @property
    def is_prose(self) -> bool:
        """It ends as a sentence ends; fragments of lists and tables do not."""
        return bool(SENTENCE.search(self.text))


def passages_of(lesson: ParsedLesson) -> list[Passage]:
    """All that is read in the lesson except headings, captions and the words of diagrams."""
    passages = []
    for block in lesson.blocks:
        for html in _texts_of(block):
            pieces = (unescape(TAG.sub("", piece)).strip() for piece in END_OF_PASSAGE.split(html))
            passages += [Passage(block.line, " ".join(piece.split())) for piece in pieces if piece]
    return passages


def sentences_of(passage: Passage) -> list[str]:
    return [sentence for sentence in END_OF_SENTENCE.split(passage.text) if sentence]


def words_of(text: str) -> list[str]:
    return WORD.findall(text)


def _texts_of(block: Block) -> Iterator[str]:
    match block:
        case parsed.Text(html=html) | parsed.Callout(html=html) | parsed.Case(html=html):
            yield html
        case parsed.Steps(steps=texts) | parsed.Checklist(items=texts):
            yield from texts
        case parsed.Quote(text=text):
            yield text
        case parsed.Comparison(columns=pairs) | parsed.Definitions(terms=pairs):
            yield from (html for _heading, html in pairs)
        case parsed.Table(rows=rows):
            yield from (cell for row in rows for cell in row)
