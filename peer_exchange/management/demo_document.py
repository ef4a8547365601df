"""A document that others may change and use: a page of text in the open format of office programs."""

from collections.abc import Iterable
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

MEDIA = "application/vnd.oasis.opendocument.text"
SPACES = "urn:oasis:names:tc:opendocument:xmlns"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MANIFEST = (
    f'{HEAD}<manifest:manifest xmlns:manifest="{SPACES}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MEDIA}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def draw_document(title: str, lines: Iterable[str]) -> bytes:
    """An OpenDocument text: `title` as its heading, below it a paragraph for each line."""
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    content = (
        f'{HEAD}<office:document-content xmlns:office="{SPACES}:office:1.0" xmlns:text="{SPACES}:text:1.0" '
        f'office:version="1.3"><office:body><office:text><text:h text:outline-level="1">{escape(title)}</text:h>'
        f"{paragraphs}</office:text></office:body></office:document-content>"
    )
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", MEDIA, ZIP_STORED)
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", MANIFEST)
    return output.getvalue()
