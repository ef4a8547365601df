"""Pictures and documents of a practice: judged by their content, renamed, kept; shown when a version shows them.

A picture is drawn anew, so that nothing of the file but what one sees remains: no place, no camera, no second picture.
A document is taken as it is when it is what it says, without macros.
"""

import zipfile
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image

from academy.models import User
from academy.policies import require
from peer_exchange.errors import UploadRefused
from peer_exchange.models import Practice, PracticeUpload
from peer_exchange.policies import may_write_practice
from peer_exchange.services.pictures import PictureTooLarge, PictureUnreadable, open_picture

MOST_UPLOADS = 60  # of a practice
PICTURE_BYTES = 12 * 1024 * 1024
PICTURE_PIXELS = 40_000_000
PICTURE_SIDE = 2000  # pixels of the longer side as it is kept
PICTURE_LEAST = 300
DOCUMENT_BYTES = 15 * 1024 * 1024
UNPACKED_BYTES = 200 * 1024 * 1024

_OFFICE = {
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/presentation.xml": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
_OPEN = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}


@transaction.atomic
def add_picture(practice: Practice, name: str, data: bytes, *, by: User) -> PracticeUpload:
    """Raises PermissionDenied, UploadRefused."""
    _require_room(practice, by)
    picture = _read_picture(data)
    output = BytesIO()
    picture.save(output, "JPEG", quality=86, optimize=True, progressive=True)
    return _keep(practice, name, output.getvalue(), "jpg", "image/jpeg", by, width=picture.width, height=picture.height)


@transaction.atomic
def add_document(practice: Practice, name: str, data: bytes, *, by: User) -> PracticeUpload:
    """Raises PermissionDenied, UploadRefused."""
    _require_room(practice, by)
    if len(data) > DOCUMENT_BYTES:
        raise UploadRefused(_("The file is larger than 15 MB. Make it smaller, for example by smaller pictures in it."))
    kind = _kind_of(data)
    if kind is None:
        raise UploadRefused(
            _("This is not a document that we take. Upload a PDF, or a Word, Excel, PowerPoint or ODF file, no macros.")
        )
    return _keep(practice, name, data, *kind, by)


def _require_room(practice: Practice, by: User) -> None:
    require(may_write_practice(by, practice))
    if practice.uploads.count() >= MOST_UPLOADS:
        raise UploadRefused(_("A practice has at most 60 files."))


def _keep(
    practice: Practice, name: str, data: bytes, suffix: str, content_type: str, by: User, **size: int
) -> PracticeUpload:
    upload = PracticeUpload(
        practice=practice, name=name[-200:], content_type=content_type, size=len(data), uploader=by, **size
    )
    upload.file.save(f"{upload.uuid}.{suffix}", ContentFile(data), save=False)
    upload.save()
    return upload


def _read_picture(data: bytes) -> Image.Image:
    if len(data) > PICTURE_BYTES:
        raise UploadRefused(_("The picture is larger than 12 MB. Save it smaller and upload it again."))
    try:
        picture = open_picture(data, formats=("JPEG", "PNG", "WEBP"), most_pixels=PICTURE_PIXELS)
    except PictureTooLarge as error:
        raise UploadRefused(_("The picture has too many pixels. 2,000 on the longer side are enough.")) from error
    except PictureUnreadable as error:
        raise UploadRefused(_("This is not a picture that we can read. Upload a JPEG, PNG or WebP.")) from error
    if max(picture.size) < PICTURE_LEAST:
        raise UploadRefused(_("The picture is too small. Its longer side needs 300 pixels at least."))
    upright = picture.convert("RGBA")
    upright.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    return paper


def _kind_of(data: bytes) -> tuple[str, str] | None:
    """(suffix, media type) by content; None for what is not taken."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return "pdf", "application/pdf"
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return _kind_of_zip(packed)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None


def _kind_of_zip(packed: zipfile.ZipFile) -> tuple[str, str] | None:
    names = set(packed.namelist())
    if sum(entry.file_size for entry in packed.infolist()) > UNPACKED_BYTES:
        return None
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        return None
    if "[Content_Types].xml" in names:
        return next((kind for name, kind in _OFFICE.items() if name in names), None)
    if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
        media = packed.read("mimetype").decode("ascii", "replace").strip()
        return (_OPEN[media], media) if media in _OPEN else None
    return None
