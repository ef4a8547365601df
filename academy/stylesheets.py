"""Joins a style sheet and what it imports into one, for production: one request instead of one per component.

Pure text work: reads through a function it is given, knows neither Django nor the file system.
"""

import posixpath
import re
from collections.abc import Callable

IMPORT = re.compile(
    r"""^@import url\(["']?(?P<url>[^"')]+)["']?\)(?:\s+layer\((?P<layer>[\w.-]+)\))?;[ \t]*\n?""", re.MULTILINE
)
URL = re.compile(r"""url\((?P<quote>["']?)(?P<url>[^"')]+)(?P=quote)\)""")
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def rebase(css: str, *, source: str, target: str) -> str:
    """`css` of the file `source`, its relative addresses seen from `target`; both are paths from one root."""

    def move(match: re.Match[str]) -> str:
        url = match["url"]
        if url.startswith(("data:", "/", "#", "http:", "https:")):
            return match[0]
        absolute = posixpath.normpath(posixpath.join(posixpath.dirname(source), url))
        return f'url("{posixpath.relpath(absolute, posixpath.dirname(target) or ".")}")'

    return URL.sub(move, css)


def bundle(name: str, read: Callable[[str], str]) -> str:
    """The sheet `name` with every `@import url(…) layer(…);` replaced by what it imports, comments left out.

    `read(path)` gives the text of a path. Raises ValueError when an imported sheet imports again.
    """

    def inline(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), match["url"]))
        css = read(path)
        if IMPORT.search(css):
            raise ValueError(f"{path} imports another sheet; import it from {name}.")
        css = COMMENT.sub("", rebase(css, source=path, target=name)).strip()
        return f"@layer {match['layer']} {{\n{css}\n}}\n" if match["layer"] else f"{css}\n"

    return IMPORT.sub(inline, COMMENT.sub("", read(name)))
