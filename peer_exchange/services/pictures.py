"""Uploaded pictures are opened in one way: by what they hold, not by their name, and no larger than allowed."""

import warnings
from collections.abc import Collection
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError


class PictureUnreadable(Exception):
    """It is none of the formats, or broken."""


class PictureTooLarge(Exception):
    """It has more pixels than allowed."""


def open_picture(data: bytes, *, formats: Collection[str], most_pixels: int) -> Image.Image:
    """The picture in `data`, wholly read and turned upright. Raises PictureUnreadable, PictureTooLarge."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(data), formats=list(formats))
            if picture.width * picture.height > most_pixels:
                raise PictureTooLarge
            picture.load()
        upright = ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureUnreadable from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:  # what Pillow says of broken files
        raise PictureUnreadable from error
    upright.format = picture.format  # turning drops it
    return upright
