"""Markdown of course files → blocks of a lesson, or rich text in the few tags that the editor offers.

Every construct that a lesson has no place for is a finding with its line; nothing is dropped silently. It knows
neither other files of the course nor the CMS.
"""

import re
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin

from courses.course_files import parsed
from courses.course_files.diagrams import NAMES, diagram_of
from courses.course_files.fields import KEY
from courses.course_files.findings import Findings

ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
LINK = re.compile(r"https?://|mailto:|tel:")
LESSON_LINK = re.compile(r"lesson:(.*)")
ECONOMY = re.compile(r"[A-Z]{2}")
TABLE_CAPTION = re.compile(r"Table:\s*(.+)")
CALLOUT_KINDS = ("note", "tip", "warning")
FLOW = frozenset({"paragraph", "bullet_list", "ordered_list"})
INLINE_TAGS = {"strong": "b", "em": "i"}
PICTURES = frozenset({".avif", ".gif", ".jpg", ".jpeg", ".png", ".webp"})

Attributes = dict[str, str]


class MarkdownReader:
    """Reads the Markdown of one file; `first_line` is the line of the file on which it begins."""

    # name of the block → (attributes it needs, attributes it may have)
    ATTRIBUTES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
        "steps": (frozenset(), frozenset({"title"})),
        "checklist": (frozenset({"key"}), frozenset({"title"})),
        "case": (frozenset({"source"}), frozenset({"title", "place", "economy"})),
        "callout": (frozenset(), frozenset({"kind", "title"})),
        "quote": (frozenset(), frozenset({"by", "source"})),
        "comparison": (frozenset(), frozenset({"title"})),
        "definitions": (frozenset(), frozenset({"title"})),
        "diagram": (frozenset({"layout", "title", "alt"}), NAMES),
        "check": (frozenset({"question"}), frozenset()),
        "image": (frozenset({"file", "alt"}), frozenset({"credit", "caption"})),
    }

    def __init__(self, text: str, *, file: str, folder: Path, first_line: int, findings: Findings) -> None:
        self.file, self.folder, self.first_line, self.findings = file, folder, first_line, findings
        self.lines = text.splitlines()
        self.links: list[tuple[str, int]] = []
        markdown = MarkdownIt("commonmark", {"html": False}).enable("table").use(deflist_plugin)
        for name in self.ATTRIBUTES:
            markdown.use(container_plugin, name)
        self.root = SyntaxTreeNode(markdown.parse(text))
        self.makers: dict[str, Callable[[SyntaxTreeNode, Attributes, int], parsed.Block | None]] = {
            name: getattr(self, f"_{name}") for name in self.ATTRIBUTES
        }
        self._line = first_line  # of the construct being read: inline nodes carry none

    # Whole files --------------------------------------------------------------------------------------------------

    def blocks(self) -> tuple[parsed.Block, ...]:
        """The blocks of a lesson; neighbouring paragraphs and lists make one block of text."""
        blocks: list[parsed.Block] = []
        run: list[SyntaxTreeNode] = []
        caption, caption_line = "", 0
        for node in self.root.children:
            line = self._enter(node)
            if caption and node.type != "table":
                self._note_lone_caption(caption_line)
                caption = ""
            found = TABLE_CAPTION.fullmatch(self._plain(node)) if node.type == "paragraph" else None
            if node.type in FLOW and not found and not self._is_stray_fence(node):
                run.append(node)
                continue
            blocks += self._text_of(run)
            run = []
            if found:
                caption, caption_line = found.group(1).strip(), line
                continue
            self._enter(node)
            if block := self._block(node, caption, line):
                blocks.append(block)
            caption = ""
        if caption:
            self._note_lone_caption(caption_line)
        return (*blocks, *self._text_of(run))

    def rich_text(self, *, headings: bool) -> str:
        """The whole as HTML: paragraphs, lists and, where allowed, headings."""
        return self._flow(self.root.children, headings=headings)

    def words(self) -> int:
        """How many words a learner reads here, attributes and questions not counted."""
        texts = [self._plain(node) for node in self.root.walk() if node.type == "inline"]
        return sum(word != "|" for text in texts for word in text.split())

    # Blocks -------------------------------------------------------------------------------------------------------

    def _text_of(self, run: list[SyntaxTreeNode]) -> list[parsed.Block]:
        return [parsed.Text(line=self._line_of(run[0]), html=self._flow(run))] if run else []

    def _block(self, node: SyntaxTreeNode, caption: str, line: int) -> parsed.Block | None:
        if node.type == "heading":
            if node.tag not in ("h2", "h3"):
                self._note("use only ## and ### for headings; the title of the lesson is its first level.")
            return parsed.Heading(line=line, text=self._plain(node), level=3 if node.tag == "h3" else 2)
        if node.type == "table":
            return self._table(node, caption, line)
        name = node.type.removeprefix("container_")
        if name in self.makers:
            return self._container(node, name, line)
        self._refuse(node)
        return None

    def _container(self, node: SyntaxTreeNode, name: str, line: int) -> parsed.Block | None:
        _start, end = node.map or (0, 0)
        if end >= len(self.lines) or self.lines[end].strip().strip(":"):
            self._note(f":::{name} is not closed; end it with a line of three colons.")
        return self.makers[name](node, self._attributes(node, name), line)

    def _attributes(self, node: SyntaxTreeNode, name: str) -> Attributes:
        written = node.info.strip()[len(name) :]
        values = dict(ATTRIBUTE.findall(written))
        needed, possible = self.ATTRIBUTES[name]
        if ATTRIBUTE.sub("", written).strip():
            self._note(f'write the attributes of :::{name} as name="value", with straight quotation marks.')
        for missing in sorted(needed - {key for key, value in values.items() if value.strip()}):
            self._note(f':::{name} needs {missing}="…".')
        for unknown in sorted(values.keys() - needed - possible):
            self._note(f":::{name} has no attribute {unknown}; it takes {', '.join(sorted(needed | possible))}.")
        return values

    def _steps(self, node: SyntaxTreeNode, given: Attributes, line: int) -> parsed.Block | None:
        items = self._list_items(node, "ordered_list", "a numbered list (1. …)")
        steps = tuple(self._flow(item.children) for item in items)
        return parsed.Steps(line=line, title=given.get("title", ""), steps=steps) if steps else None

    def _checklist(self, node: SyntaxTreeNode, given: Attributes, line: int) -> parsed.Block | None:
        key = given.get("key", "")
        if key and not KEY.fullmatch(key):
            self._note(f'key="{key}" may hold only small letters, digits and single hyphens.')
        texts = tuple(self._plain(item) for item in self._list_items(node, "bullet_list", "a bulleted list (- …)"))
        if len(set(texts)) < len(texts):
            self._note("two items of this checklist read the same; say what differs.")
        if any(len(text) > 500 for text in texts):
            self._note("an item of this checklist is longer than 500 characters; shorten it.")
        return parsed.Checklist(line=line, key=key, title=given.get("title", ""), items=texts) if texts else None

    def _case(self, node: SyntaxTreeNode, given: Attributes, line: int) -> parsed.Block:
        economy = given.get("economy", "")
        if economy and not ECONOMY.fullmatch(economy):
            self._note(f'economy="{economy}" must be the two-letter code of the place, such as BA or XK.')
        return parsed.Case(
            line=line,
            title=given.get("title", ""),
            place=given.get("place", ""),
            economy=economy,
            html=self._needed_flow(node),
            sources=tuple(given.get("source", "").split()),
        )

    def _callout(self, node: SyntaxTreeNode, given: Attributes, line: int) -> parsed.Block:
        kind = given.get("kind", "note")
        if kind not in CALLOUT_KINDS:
            self._note(f'kind="{kind}" must be one of {", ".join(CALLOUT_KINDS)}.')
        return parsed.Callout(line=line, kind=kind, title=given.get("title", ""), html=self._needed_flow(node))

    def _quote(self, node: SyntaxTreeNode, given: Attributes, line: int) -> parsed.Block:
        if [child.type for child in node.children] != ["paragraph"]:
            self._note("a quotation is one paragraph.")
        return parsed.Quote(
            line=line,
            text=" ".join(self._plain(child) for child in node.children),
            by=given.get("by", ""),
            sources=tuple(given.get("source", "").split()),
        )

    def _comparison(self, node: SyntaxTreeNode, given: Attributes, line: int) -> parsed.Block:
        parts: list[tuple[str, list[SyntaxTreeNode]]] = []
        for child in node.children:
            if child.type == "heading" and child.tag == "h3":
                parts.append((self._plain(child), []))
            elif parts:
                parts[-1][1].append(child)
            else:
                self._note("a comparison begins with a ### heading.")
        columns = tuple((heading, self._flow(content)) for heading, content in parts)
        self._enter(node)
        if len(columns) not in (2, 3) or not all(html for _heading, html in columns):
            self._note("a comparison has two or three ### headings, each with a list or a paragraph.")
        return parsed.Comparison(line=line, title=given.get("title", ""), columns=columns)

    def _definitions(self, node: SyntaxTreeNode, given: Attributes, line: int) -> parsed.Block:
        terms: list[tuple[str, str]] = []
        waiting = ""
        for child in node.children:
            if child.type != "dl":
                self._refuse(child)
                continue
            for entry in child.children:
                if entry.type == "dt":
                    waiting = self._plain(entry)
                else:
                    terms.append((waiting, self._flow(entry.children)))
        self._enter(node)
        if len({term for term, _meaning in terms}) < len(terms):
            self._note("a term has two meanings: leave an empty line before the next term.")
        if not terms:
            self._note("write each definition as the term on a line and `: meaning` on the next.")
        return parsed.Definitions(line=line, title=given.get("title", ""), terms=tuple(terms))

    def _diagram(self, node: SyntaxTreeNode, given: Attributes, line: int) -> parsed.Block | None:
        items = self._list_items(node, "bullet_list", "a bulleted list (- Label | text)")
        for child in (child for item in items for child in item.children if child.type != "paragraph"):
            self._refuse(child)
        return diagram_of(given, [self._plain(item) for item in items], line=line, note=self._note)

    def _check(self, node: SyntaxTreeNode, given: Attributes, line: int) -> parsed.Block:
        self._expect_empty(node, "check")
        return parsed.SelfCheck(line=line, question=given.get("question", ""))

    def _image(self, node: SyntaxTreeNode, given: Attributes, line: int) -> parsed.Block | None:
        self._expect_empty(node, "image")
        name = given.get("file", "")
        path = self.folder / name
        if not name:
            return None
        if path.parent != self.folder or path.suffix.lower() not in PICTURES or not path.is_file():
            self._note(f'file="{name}" is not a picture in the folder of the lesson; put it there.')
            return None
        return parsed.Image(
            line=line,
            path=path,
            alt=given.get("alt", ""),
            caption=given.get("caption", ""),
            credit=given.get("credit", ""),
        )

    def _table(self, node: SyntaxTreeNode, caption: str, line: int) -> parsed.Block:
        if not caption:
            self._note("give the table a caption: a paragraph `Table: …` directly before it.")
        head, *bodies = node.children
        header = tuple(self._plain(cell) for cell in head.children[0].children)
        rows = tuple(tuple(self._cell(cell) for cell in row.children) for body in bodies for row in body.children)
        if not rows:
            self._note("the table has no rows; add one below its heading.")
        return parsed.Table(line=line, caption=caption, header=header, rows=rows)

    def _cell(self, cell: SyntaxTreeNode) -> str:
        html = "".join(self._inline(child) for child in cell.children)
        return f"<p>{html}</p>" if html else ""

    def _list_items(self, node: SyntaxTreeNode, kind: str, meant: str) -> list[SyntaxTreeNode]:
        if [child.type for child in node.children] != [kind]:
            self._note(f"write {meant} here and nothing else.")
        return [item for child in node.children if child.type == kind for item in child.children]

    def _expect_empty(self, node: SyntaxTreeNode, name: str) -> None:
        if node.children:
            self._note(f":::{name} takes no text; move the text below it.")

    # Rich text ----------------------------------------------------------------------------------------------------

    def _needed_flow(self, node: SyntaxTreeNode) -> str:
        html = self._flow(node.children)
        if not html:
            self._note("this block is empty; write its text.")
        return html

    def _flow(self, nodes: Iterable[SyntaxTreeNode], *, headings: bool = False) -> str:
        return "".join(self._flow_node(node, headings=headings) for node in nodes)

    def _flow_node(self, node: SyntaxTreeNode, *, headings: bool) -> str:
        self._enter(node)
        if node.type == "paragraph" and not self._is_stray_fence(node):
            return f"<p>{self._inline_of(node)}</p>"
        if node.type in ("bullet_list", "ordered_list"):
            return f"<{node.tag}>{''.join(self._list_item(item) for item in node.children)}</{node.tag}>"
        if node.type == "heading" and headings and node.tag in ("h2", "h3"):
            return f"<{node.tag}>{self._inline_of(node)}</{node.tag}>"
        self._refuse(node)
        return ""

    def _list_item(self, item: SyntaxTreeNode) -> str:
        """The editor keeps no paragraphs inside an item: a line break stands between them."""
        paragraphs: list[str] = []
        lists = ""
        for child in item.children:
            if child.type == "paragraph":
                self._enter(child)
                paragraphs.append(self._inline_of(child))
            else:
                lists += self._flow_node(child, headings=False)
        return f"<li>{'<br/>'.join(paragraphs)}{lists}</li>"

    def _inline_of(self, node: SyntaxTreeNode) -> str:
        return "".join(self._inline(child) for child in node.children)

    def _inline(self, node: SyntaxTreeNode) -> str:
        if node.type == "inline":
            return self._inline_of(node)
        if node.type == "text":
            return escape(node.content, quote=False)
        if node.type == "softbreak":
            return " "
        if node.type == "hardbreak":
            return "<br/>"
        if node.type in INLINE_TAGS:
            tag = INLINE_TAGS[node.type]
            return f"<{tag}>{self._inline_of(node)}</{tag}>"
        if node.type == "link":
            return f'<a href="{escape(self._address(str(node.attrs["href"])))}">{self._inline_of(node)}</a>'
        self._refuse(node)
        return ""

    def _address(self, href: str) -> str:
        if found := LESSON_LINK.fullmatch(href):
            self.links.append((found.group(1), self._line))
        elif not LINK.match(href):
            self._note(f"the link to {href} leads nowhere; begin it with https:// or lesson: and the key of a lesson.")
        return href

    def _plain(self, node: SyntaxTreeNode) -> str:
        """The words alone."""
        if node.type in ("softbreak", "hardbreak"):
            return " "
        if node.type in ("text", "code_inline"):
            return node.content
        return "".join(self._plain(child) for child in node.children)

    # Findings -----------------------------------------------------------------------------------------------------

    def _line_of(self, node: SyntaxTreeNode) -> int:
        return self.first_line + node.map[0] if node.map else self._line

    def _enter(self, node: SyntaxTreeNode) -> int:
        self._line = self._line_of(node)
        return self._line

    def _note(self, message: str) -> None:
        self.findings.add(self.file, self._line, message)

    def _note_lone_caption(self, line: int) -> None:
        self.findings.add(
            self.file, line, "this caption stands alone; put the table directly below it, after an empty line."
        )

    def _is_stray_fence(self, node: SyntaxTreeNode) -> bool:
        return node.type == "paragraph" and self._plain(node).startswith(":::")

    def _refuse(self, node: SyntaxTreeNode) -> None:
        if self._is_stray_fence(node):
            name = self._plain(node).removeprefix(":::").split(" ")[0]
            known = ", ".join(self.ATTRIBUTES)
            self._note(
                f":::{name} is not known; the blocks are {known}." if name else "these three colons close nothing."
            )
            return
        names = {
            "blockquote": "a quotation with >; use :::quote",
            "hr": "a line (---); use a heading",
            "code_block": "text indented by four spaces; remove the spaces",
            "fence": "code in ```; write it as text",
            "code_inline": "code in backticks; use **bold**",
            "image": "a picture with ![…]; use :::image",
            "dl": "a definition outside :::definitions; put it inside",
            "table": "a table inside another block; put it outside",
            "heading": "a heading inside another block; put it outside",
        }
        name = node.type.removeprefix("container_")
        meant = names.get(node.type, f":::{name} inside another block; put it outside")
        self._note(f"lessons have no place for {meant}.")
