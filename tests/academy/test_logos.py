"""A logo is judged by its content and drawn anew."""

from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from academy.logos import LARGEST, MAX_BYTES, LogoRefused, read_logo

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(size=(300, 120), form="PNG", mode="RGBA", colour=(10, 80, 70, 128), **options) -> bytes:
    output = BytesIO()
    Image.new(mode, size, colour).save(output, form, **options)
    return output.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        SVG,
        b"GIF89a" + b"\0" * 90,
        b"%PDF-1.7 nothing",
        b"<html><script>alert(1)</script></html>",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
        picture()[:90],
        picture(form="GIF", mode="RGB", colour="red"),
        b"\0" * (MAX_BYTES + 1),
        picture(size=(20, 20)),
        picture(size=(9000, 9000), mode="1", colour=0),
    ],
    ids=["empty", "svg", "gif header", "pdf", "html", "broken", "cut", "gif", "huge", "tiny", "many pixels"],
)
def test_refused(data):
    with pytest.raises(LogoRefused) as refusal:
        read_logo(data)
    assert str(refusal.value.message)


@pytest.mark.parametrize(
    ("form", "mode", "colour"),
    [
        ("PNG", "RGBA", (1, 2, 3, 0)),
        ("JPEG", "RGB", "red"),
        ("WEBP", "RGB", "red"),
        ("PNG", "P", 3),
        ("JPEG", "CMYK", 0),
    ],
)
def test_taken(form, mode, colour):
    with Image.open(BytesIO(read_logo(picture(form=form, mode=mode, colour=colour)))) as found:
        assert (found.format, found.mode, found.size) == ("PNG", "RGB", (300, 120))


def test_what_was_transparent_is_white():
    with Image.open(BytesIO(read_logo(picture(colour=(0, 0, 0, 0))))) as found:
        assert found.getpixel((5, 5)) == (255, 255, 255)


def test_it_is_made_small_and_nothing_hides_in_it():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    data = picture(size=(3000, 900), pnginfo=info) + SVG
    made = read_logo(data)
    assert b"script" not in made
    with Image.open(BytesIO(made)) as found:
        assert found.size == (900, 270)
        assert found.width <= LARGEST[0]
    assert read_logo(made) == made
