"""The words of a `:::diagram` → its parts, held to what each layout can draw. Knows nothing of how it is drawn."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from courses.course_files.parsed import Diagram, DiagramPart

LABEL, TEXT, LANE = 60, 160, 40  # characters, at most
NAMES = frozenset({"centre", "across", "upward"})  # the attributes that only some layouts take

Note = Callable[[str], None]


class Layout(NamedTuple):
    parts: range
    needs: frozenset[str] = frozenset()  # of NAMES
    may: frozenset[str] = frozenset()
    has_lanes: bool = False


LAYOUTS: dict[str, Layout] = {
    "flow": Layout(range(3, 8)),
    "cycle": Layout(range(3, 8), may=frozenset({"centre"})),
    "ladder": Layout(range(3, 8)),
    "hub": Layout(range(3, 9), needs=frozenset({"centre"})),
    "matrix": Layout(range(4, 5), needs=frozenset({"across", "upward"})),
    "timeline": Layout(range(3, 9)),
    "tree": Layout(range(3, 11), needs=frozenset({"centre"}), has_lanes=True),
    "overlap": Layout(range(2, 4), needs=frozenset({"centre"})),
    "funnel": Layout(range(3, 7)),
    "lanes": Layout(range(4, 13), has_lanes=True),
}


def diagram_of(given: Mapping[str, str], bullets: Iterable[str], *, line: int, note: Note) -> Diagram | None:
    """`bullets` are texts `Label | text | lane`. None when there is nothing to draw; each fault goes to `note`."""
    name = given.get("layout", "")
    parts = tuple(part for part in (_part(bullet, note) for bullet in bullets) if part)
    if name not in LAYOUTS:
        if name:
            note(f'layout="{name}" must be one of {", ".join(LAYOUTS)}.')
        return None
    _check_layout(name, given, parts, note)
    words = {attribute: given.get(attribute, "").strip() for attribute in ("title", "alt", *NAMES)}
    return Diagram(line=line, layout=name, parts=parts, **words)


def _part(bullet: str, note: Note) -> DiagramPart | None:
    label, *rest = (piece.strip() for piece in bullet.split("|"))
    if not label or len(rest) > 2:
        note(f"“{bullet}” is no part of a diagram; write `Label | text | lane`, text and lane as needed.")
        return None
    text, lane = (*rest, "", "")[:2]
    for noun, value, limit in (("label", label, LABEL), ("text", text, TEXT), ("lane", lane, LANE)):
        if len(value) > limit:
            note(f"the {noun} “{value}” has {len(value)} characters; shorten it to {limit}.")
    return DiagramPart(label=label, text=text, lane=lane)


def _check_layout(name: str, given: Mapping[str, str], parts: tuple[DiagramPart, ...], note: Note) -> None:
    layout = LAYOUTS[name]
    if len(parts) not in layout.parts:
        first, last = layout.parts.start, layout.parts.stop - 1
        wanted = f"exactly {first}" if first == last else f"{first} to {last}"
        note(f"a {name} diagram has {wanted} parts, not {len(parts)}; add, join or choose another layout.")
    for missing in sorted(layout.needs - {key for key, value in given.items() if value.strip()}):
        note(f'a {name} diagram needs {missing}="…".')
    for idle in sorted((NAMES & given.keys()) - layout.needs - layout.may):
        note(f"a {name} diagram draws no {idle}; remove it.")
    with_lane = [part for part in parts if part.lane]
    if name == "lanes" and len(with_lane) < len(parts):
        note("every part of a lanes diagram names its lane: `Label | text | lane`.")
    if with_lane and not layout.has_lanes:
        note(f"a {name} diagram has no lanes; remove “{with_lane[0].lane}” or its second bar.")
    if len({part.label for part in parts}) < len(parts) and name != "lanes":
        note("two parts of the diagram have the same label; say what differs.")
