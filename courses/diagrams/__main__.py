"""Writes `widths.py` from the house's fonts: `python -m courses.diagrams node_modules/@expo-google-fonts`."""

import sys
import textwrap
from pathlib import Path

from courses.diagrams.faces import FACES

RUNS = [(0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x3FF), (0x400, 0x4FF), (0x2010, 0x203A), (0x20A0, 0x20BF),
        (0x2116, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x2248, 0x2265)]  # fmt: skip
HEAD = '''"""Widths of letters in thousandths of the size; written by `python -m courses.diagrams`, see there."""

# face → first letter of a run (hexadecimal), then the widths of its letters; 0 for those the font does not have
WIDTHS = {
'''


def widths_module(fonts: Path) -> str:
    """The text of `widths.py`; `fonts` is the folder of the font packages."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    out = [HEAD]
    for face, file in FACES.items():
        font = TTFontFile(str(fonts / file))
        out.append(f'    "{face}": """\n')
        for first, last in RUNS:
            widths = [
                round(font.charWidths[code]) if code in font.charToGlyph else 0 for code in range(first, last + 1)
            ]
            row = f"{first:04x}: " + " ".join(map(str, widths))
            out += [f"{line}\n" for line in textwrap.wrap(row, 118, break_on_hyphens=False)]
        out.append('""",\n')
    return "".join([*out, "}\n"])


if __name__ == "__main__":
    Path(__file__).with_name("widths.py").write_text(widths_module(Path(sys.argv[1])), "utf-8")
