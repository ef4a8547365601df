"""A logo that somebody uploaded, made safe: judged by its content, drawn anew, small, on white. Pure.

Nothing of the uploaded file itself is kept: no metadata, no second picture, no text behind it.
"""

import warnings
from io import BytesIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 16_000_000
SMALLEST = 80  # pixels of the longer side
LARGEST = (900, 450)


class LogoRefused(Exception):
    """`message` is a translatable sentence that says what to upload instead."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


def read_logo(data: bytes) -> bytes:
    """The picture as a PNG of at most 900 × 450 pixels without transparency. Raises LogoRefused."""
    if len(data) > MAX_BYTES:
        raise LogoRefused(_("The file is larger than 2 MB. Save the logo smaller and upload it again."))
    unreadable = LogoRefused(_("This is not a picture that we can read. Upload the logo as PNG, JPEG or WebP."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > MAX_PIXELS:
                raise LogoRefused(_("The picture has too many pixels. 900 × 450 are enough; make it smaller."))
            picture.load()
    except LogoRefused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise unreadable from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:  # what Pillow says of broken files
        raise unreadable from error
    if max(picture.size) < SMALLEST:
        raise LogoRefused(_("The picture is too small to print. Its longer side needs 80 pixels at least."))
    return _on_white(ImageOps.exif_transpose(picture))


def _on_white(picture: Image.Image) -> bytes:
    picture = picture.convert("RGBA")
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    output = BytesIO()
    paper.save(output, "PNG", optimize=True)
    return output.getvalue()
