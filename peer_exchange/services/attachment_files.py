"""A file that somebody uploads, judged by its content: pictures are drawn anew, documents are what they say they are.

Nothing of an uploaded picture but its pixels is kept: no place where it was taken, no second picture, no hidden text.
"""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image

from peer_exchange.errors import PeerError
from peer_exchange.services.pictures import PictureTooLarge, PictureUnreadable, open_picture

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LARGEST = (1800, 1800)  # pixels of a picture as it is kept
PICTURES = {"PNG": ("image/png", "png"), "JPEG": ("image/jpeg", "jpg"), "WEBP": ("image/webp", "webp")}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
# part of a zip that only such a document has → content type, ending
_OPEN_XML = {
    "word/document.xml": (f"{_OFFICE}wordprocessingml.document", "docx"),
    "xl/workbook.xml": (f"{_OFFICE}spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": (f"{_OFFICE}presentationml.presentation", "pptx"),
}
_OPEN_DOCUMENT = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_TEXTS = {"txt": "text/plain", "csv": "text/csv"}
ACCEPTED = ".jpg,.jpeg,.png,.webp,.gif,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv"  # for the field


class FileRefused(PeerError):
    message = _("This file cannot be attached.")


@dataclass(frozen=True)
class Checked:
    """What is kept: `data` is the file as it will be stored, `width` and `height` are those of a picture."""

    data: bytes
    content_type: str
    ending: str
    width: int | None = None
    height: int | None = None


def check_file(data: bytes, name: str) -> Checked:
    """Raises FileRefused, whose message says what to do instead."""
    if not data:
        raise FileRefused(_("This file is empty. Choose another one."))
    if len(data) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 10 MB. Make it smaller, or share a link to it."))
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) or data[8:12] == b"WEBP":
        return _picture(data)
    if data.startswith(b"%PDF-"):
        return Checked(data, "application/pdf", "pdf")
    if data.startswith(b"PK\x03\x04"):
        return _document(data)
    ending = name.rpartition(".")[2].lower()
    if ending in _TEXTS and _is_text(data):
        return Checked(data, _TEXTS[ending], ending)
    raise FileRefused(
        _("This kind of file cannot be attached. Use a picture, PDF, Word, Excel, PowerPoint, OpenDocument or text.")
    )


def safe_name(name: str) -> str:
    """The name of an uploaded file without what could mislead: folders, control characters, several endings."""
    name = re.sub(
        r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", name.replace("\\", "/").rpartition("/")[2]
    )
    return re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "", name)).strip(" .")[:150]


def _picture(data: bytes) -> Checked:
    try:
        upright = open_picture(data, formats=[*PICTURES, "GIF"], most_pixels=MOST_PIXELS)
    except PictureTooLarge as error:
        raise FileRefused(_("The picture has too many pixels. Make it smaller and try again.")) from error
    except PictureUnreadable as error:
        raise FileRefused(_("This is not a picture that we can read. Save it as PNG or JPEG and try again.")) from error
    kind = upright.format if upright.format in PICTURES else "PNG"
    picture = upright.convert("RGB" if kind == "JPEG" else "RGBA")
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    output = BytesIO()
    picture.save(output, kind, **({"quality": 85} if kind != "PNG" else {"optimize": True}))
    content_type, ending = PICTURES[kind]
    return Checked(output.getvalue(), content_type, ending, picture.width, picture.height)


def _document(data: bytes) -> Checked:
    """A document of an office program without macros; any other archive is refused."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise FileRefused(_("This file is damaged. Save it again and try once more.")) from error
    if any("vbaProject" in name or name.startswith("Basic/") for name in names):
        raise FileRefused(_("This document holds macros. Save it without them, as .docx for example, and try again."))
    for part, (content_type, ending) in _OPEN_XML.items():
        if part in names and "[Content_Types].xml" in names:
            return Checked(data, content_type, ending)
    ending = _OPEN_DOCUMENT.get(kind.removeprefix(_ODF), "")
    if kind.startswith(_ODF) and ending:
        return Checked(data, kind, ending)
    raise FileRefused(_("Archives cannot be attached. Attach the documents one by one."))


def _is_text(data: bytes) -> bool:
    if b"\x00" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
