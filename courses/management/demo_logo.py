"""The logo of an association that does not exist: a woven emblem that says of itself that it is a sample."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from academy.weave.motifs import MOTIFS
from academy.weave.palettes import colours

STITCHES, STITCH = 21, 17  # of the side of the emblem; pixels
GAP, LINE = 40, 92
SIDE = STITCHES * STITCH


def draw_logo(name: str, sign: str, *, motif: str = "diamonds", palette: str = "spruce") -> bytes:
    """A PNG on white: the emblem, beside it `name` and below that `sign`. The same words, the same bytes."""
    large, small = ImageFont.load_default(150), ImageFont.load_default(64)
    width = max(large.getlength(name), small.getlength(sign))
    paper = Image.new("RGB", (SIDE + GAP + round(width) + STITCH, SIDE), "white")
    pen = ImageDraw.Draw(paper)
    threads, stitch, middle = colours(palette), MOTIFS[motif], STITCHES // 2
    for y in range(STITCHES):
        for x in range(STITCHES):
            if abs(x - middle) + abs(y - middle) <= middle:
                left, top = x * STITCH, y * STITCH
                thread = threads[stitch(x - middle, y - middle)]
                pen.rectangle((left, top, left + STITCH - 1, top + STITCH - 1), fill=thread)
    left, top = SIDE + GAP, SIDE // 2
    pen.text((left, top), name, font=large, fill=threads[1], anchor="ls")
    pen.text((left, top + LINE), sign, font=small, fill=threads[4], anchor="ls")
    output = BytesIO()
    paper.save(output, "PNG", optimize=True)
    return output.getvalue()
