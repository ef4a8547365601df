"""Cloth and colours: every motif in every palette, the band of progress, and the contrast of the design tokens."""

import gzip
import itertools
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy import weave

ROOT = Path(__file__).resolve().parents[2]
motifs = st.sampled_from(sorted(weave.MOTIFS))
palettes = st.sampled_from(sorted(weave.PALETTES))
hex_colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def stitches(svg: str) -> dict[str, set[tuple[int, int]]]:
    """The stitches that an SVG draws, by colour or class; paths that are no rows of stitches are left out."""
    drawn: dict[str, set[tuple[int, int]]] = {}
    for path in ET.fromstring(svg).iter():
        data = path.get("d", "")
        if not data.startswith("M0 .5m"):
            continue
        x = y = 0
        cells = drawn.setdefault(path.get("stroke") or path.get("class") or "", set())
        for dx, dy, run in re.findall(r"m(-?\d+) ?(-?\d+)h(\d+)", data):
            x, y = x + int(dx), y + int(dy)
            cells |= {(x + i, y) for i in range(int(run))}
            x += int(run)
    return drawn


def test_there_are_ten_motifs_and_palettes_with_keys_that_fit_an_address():
    assert len(weave.MOTIFS) == len(weave.PALETTES) == 10
    assert weave.DARK_PALETTES.keys() == weave.PALETTES.keys()
    assert all(re.fullmatch("[a-z]+", key) for key in [*weave.MOTIFS, *weave.PALETTES])


@given(motifs, st.integers(-500, 500), st.integers(-500, 500))
def test_a_motif_names_one_of_five_threads_everywhere(motif, x, y):
    assert weave.MOTIFS[motif](x, y) in range(5)
    assert weave.BANDS[motif](x, y % 9 - 4 if motif not in {"houses", "trees"} else y) in range(5)


@pytest.mark.parametrize("motif", sorted(weave.MOTIFS))
def test_a_motif_uses_at_least_three_threads(motif):
    seen = {weave.MOTIFS[motif](x, y) for x in range(60) for y in range(60)}
    assert len(seen - {0}) >= 3


@pytest.mark.parametrize("motif", sorted(weave.MOTIFS))
@pytest.mark.parametrize("suffix", ["", weave.DARK])
def test_a_cover_is_light_and_has_one_path_per_colour(motif, suffix):
    for palette in weave.PALETTES:
        svg = weave.cover_svg(motif, palette + suffix)
        colours = re.findall(r'stroke="(#\w+)"', svg)
        assert len(gzip.compress(svg.encode())) <= 6_000
        assert len(colours) == len(set(colours)) <= 4
        assert "style" not in svg
        assert "<script" not in svg


@given(motifs, palettes, st.integers(1, 90), st.integers(1, 60))
def test_a_cover_draws_each_stitch_once_and_inside_the_cloth(motif, palette, cols, rows):
    drawn = stitches(weave.cover_svg.__wrapped__(motif, palette, cols, rows))
    cells = [cell for part in drawn.values() for cell in part]
    assert len(cells) == len(set(cells))
    assert all(0 <= x < cols and 0 <= y < rows for x, y in cells)


@pytest.mark.parametrize(("motif", "palette"), [("none", "spruce"), ("routes", "none"), ("routes", "none_dark")])
def test_unknown_cloth_is_refused(motif, palette):
    with pytest.raises(KeyError):
        weave.cover_svg(motif, palette)
    with pytest.raises(KeyError):
        weave.band_svg(motif, palette, 3, 1)


def test_cloth_without_stitches_is_refused():
    with pytest.raises(ValueError, match="one stitch"):
        weave.cover_svg("routes", "spruce", 0, 5)
    with pytest.raises(ValueError, match="one piece"):
        weave.band_svg("routes", "spruce", 0, 0)


@given(st.integers(1, 300))
def test_every_piece_of_a_band_has_room(total):
    bounds = weave.piece_bounds(total, weave.band_cols(total))
    assert bounds[0] == 0
    assert bounds[-1] == weave.band_cols(total)
    assert all(b - a >= 1 for a, b in itertools.pairwise(bounds))


@given(motifs, palettes, st.integers(1, 80), st.integers(-3, 90))
def test_a_band_is_woven_exactly_as_far_as_lessons_are_done(motif, palette, total, done):
    svg = weave.band_svg.__wrapped__(motif, palette, total, done)
    edge = weave.piece_bounds(total, weave.band_cols(total))[max(0, min(done, total))]
    columns = {x for part in stitches(svg).values() for x, _ in part}
    assert columns == set(range(edge))
    assert ('class="warp"' in svg) == (done < total)
    assert ("weave__new" in svg) == (done > 0)


def test_more_lessons_never_unpick_what_is_woven():
    done = [
        {cell: c for c, cells in stitches(weave.band_svg("trees", "clay", 15, n)).items() for cell in cells}
        for n in range(16)
    ]
    for before, after in itertools.pairwise(done):
        assert before.items() <= after.items()


def test_a_band_is_hidden_from_assistive_technology_unless_labelled():
    assert 'aria-hidden="true"' in weave.band_svg("routes", "spruce", 15, 7)
    labelled = weave.band_svg("routes", "spruce", 15, 7, label='7 of 15 "lessons" & more <b>')
    assert ET.fromstring(labelled).get("aria-label") == '7 of 15 "lessons" & more <b>'


def test_an_ornament_is_symmetric_above_the_loose_part():
    for cells in stitches(weave.ornament_svg(size=21)).values():
        assert {(20 - x, y) for x, y in cells if y <= 10} == {(x, y) for x, y in cells if y <= 10}


@given(hex_colours, hex_colours)
def test_contrast_is_symmetric_and_between_1_and_21(a, b):
    assert weave.contrast(a, b) == weave.contrast(b, a)
    assert 1 <= weave.contrast(a, b) <= 21


def test_contrast_of_known_pairs():
    assert weave.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert weave.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    with pytest.raises(ValueError, match="#rrggbb"):
        weave.contrast("#fff", "#000000")


def test_written_files_are_what_the_module_draws():
    for path, contents in weave.static_files().items():
        assert (ROOT / "static" / path).read_text(encoding="utf-8") == contents, "run `python -m academy.weave`"


# The design tokens -----------------------------------------------------------------------------------------------

TEXT = 4.5  # WCAG 2.2, 1.4.3
SIGN = 3.0  # WCAG 2.2, 1.4.11: edges of controls, focus, large figures
PAIRS = [
    *[
        (ink, ground, TEXT)
        for ink in ["ink", "soft", "action", "attention"]
        for ground in ["paper", "card", "sunk", "wash"]
    ],
    *[("ink", f"{tone}-wash", TEXT) for tone in ["attention", "gold", "success", "info"]],
    *[("soft", f"{tone}-wash", TEXT) for tone in ["attention", "gold", "success", "info"]],
    *[(tone, f"{tone}-wash", TEXT) for tone in ["attention", "success", "info"]],
    *[("action", f"{tone}-wash", TEXT) for tone in ["attention", "gold", "success", "info"]],
    *[("success", ground, TEXT) for ground in ["paper", "card"]],
    *[("info", ground, TEXT) for ground in ["paper", "card"]],
    *[("gold-ink", ground, TEXT) for ground in ["gold-wash", "paper", "card"]],
    *[("on-action", ground, TEXT) for ground in ["action", "action-strong", "attention"]],
    *[("on-deep", "deep", TEXT), ("on-deep-soft", "deep", TEXT)],
    *[(edge, ground, SIGN) for edge in ["line-control", "focus"] for ground in ["paper", "card", "sunk", "wash"]],
]


def tokens(scheme: int) -> dict[str, str]:
    """The colours of tokens.css; `scheme` 0 is light, 1 is dark."""
    css = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
    raw = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))
    pairs = re.findall(r"--([\w-]+): light-dark\(var\(--([\w-]+)\), var\(--([\w-]+)\)\);", css)
    assert len(pairs) > 20
    return {name: raw[(light, dark)[scheme]] for name, light, dark in pairs}


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS, ids=lambda value: str(value))
def test_tokens_have_enough_contrast(scheme, ink, ground, least):
    colours = tokens(scheme)
    assert weave.contrast(colours[ink], colours[ground]) >= least
