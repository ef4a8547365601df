"""The files under static/ that the weave writes: `python -m academy.weave` after a change of motifs or colours."""

from academy.weave.cloth import cover_svg, mark_svg, ribbon_svg
from academy.weave.palettes import DARK, DARK_PALETTES, PALETTES


def palettes_css() -> str:
    """The style sheet that gives inline weaves their threads, light and dark: static/css/palettes.css."""
    lines = ["/* Written by `python -m academy.weave`; the colours live in academy/weave/palettes.py. */"]
    for name, light in PALETTES.items():
        dark = DARK_PALETTES[name]
        pairs = "; ".join(f"--w{i}: light-dark({a}, {b})" for i, (a, b) in enumerate(zip(light, dark, strict=True)))
        lines.append(f".palette-{name} {{ {pairs} }}")
    return "\n".join(lines) + "\n"


def static_files() -> dict[str, str]:
    """Path below static/ → contents of every file that the weave writes."""
    files = {
        "css/palettes.css": palettes_css(),
        "img/mark.svg": mark_svg(),
    }
    for suffix in ("", DARK):
        files[f"img/ribbon{suffix}.svg"] = ribbon_svg("spruce" + suffix)
        files[f"img/hero{suffix}.svg"] = cover_svg("routes", "spruce" + suffix, 88, 56, selvedge=False, open_edge=True)
    return files
