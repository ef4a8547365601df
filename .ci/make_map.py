"""Draws `peer_exchange/maps/region.json` from Natural Earth's countries (public domain), as the npm package
`world-atlas` carries them: `python .ci/make_map.py path/to/countries-50m.json`. Run by hand; its result is committed.
"""

import json
import math
import sys
from itertools import pairwise
from pathlib import Path

WEST, SOUTH, EAST, NORTH = 12.2, 35.2, 45.2, 49.0  # degrees
MIDDLE = 42.0  # the latitude whose distances are true
WIDTH = 2000  # units
SCALE = WIDTH / ((EAST - WEST) * math.cos(math.radians(MIDDLE)))
SQUASH = math.cos(math.radians(MIDDLE))
TARGET = Path(__file__).parents[1] / "peer_exchange" / "maps" / "region.json"
# ISO 3166-1 numbers; Kosovo has none.
CODES = {
    "008": "AL", "070": "BA", "100": "BG", "191": "HR", "498": "MD", "499": "ME", "807": "MK", "642": "RO",
    "688": "RS", "705": "SI", "792": "TR", None: "XK",
}  # fmt: skip


def main(source):
    topology = json.loads(Path(source).read_text("utf-8"))
    arcs = [decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    economies, others = {}, []
    for country in topology["objects"]["countries"]["geometries"]:
        code = CODES.get(country.get("id"))
        if code == "XK" and country["properties"]["name"] != "Kosovo":
            continue
        path = "".join(filter(None, (ring_path(ring, arcs) for ring in rings_of(country))))
        if path and code:
            economies[code] = path
        elif path:
            others.append(path)
    missing = set(CODES.values()) - set(economies)
    if missing:
        sys.exit(f"Not in the source: {', '.join(sorted(missing))}")
    data = {
        "source": "Made with Natural Earth (naturalearthdata.com), 1:50m, version 4.1, public domain.",
        "west": WEST,
        "north": NORTH,
        "x_per_degree": round(SCALE * SQUASH, 4),
        "y_per_degree": round(SCALE, 4),
        "width": WIDTH,
        "height": round((NORTH - SOUTH) * SCALE),
        "economies": dict(sorted(economies.items())),
        "others": "".join(others),
    }
    TARGET.write_text(json.dumps(data, indent=1) + "\n", "utf-8")


def decoded(arc, transform):
    """Degrees of an arc that says each point as the way from the one before."""
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append(
            (
                x * transform["scale"][0] + transform["translate"][0],
                y * transform["scale"][1] + transform["translate"][1],
            )
        )
    return points


def rings_of(country):
    polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    return [ring for polygon in polygons for ring in polygon]


def ring_path(ring, arcs):
    """What of a ring lies in the region, as an SVG path of whole numbers; empty for nothing or a speck."""
    points = []
    for number in ring:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += line[1 if points else 0 :]
    for axis, limit, sign in ((0, WEST, 1), (0, EAST, -1), (1, SOUTH, 1), (1, NORTH, -1)):
        points = clipped(points, axis, limit, sign)
    drawn = []
    for longitude, latitude in points:
        point = (round((longitude - WEST) * SCALE * SQUASH), round((NORTH - latitude) * SCALE))
        if not drawn or point != drawn[-1]:
            drawn.append(point)
    if len(drawn) < 4:
        return ""
    moves = [f"{x - px},{y - py}" for (px, py), (x, y) in pairwise(drawn)]
    return f"M{drawn[0][0]},{drawn[0][1]}l{' '.join(moves)}z"


def clipped(points, axis, limit, sign):
    """Sutherland and Hodgman's clipping of a polygon at one line."""
    kept = []
    for before, point in zip([points[-1], *points[:-1]] if points else [], points, strict=True):
        is_in, was_in = sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
        if is_in != was_in:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            kept.append(tuple(b + share * (p - b) for b, p in zip(before, point, strict=True)))
        if is_in:
            kept.append(point)
    return kept


if __name__ == "__main__":
    main(sys.argv[1])
