"""The ground under a map by people per km²: pixels on screen, rectangles on paper."""

import re
from base64 import b64decode
from io import BytesIO
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from analytics.core.cells import Cells
from analytics.core.words import Words
from analytics.viz import people, theme
from analytics.viz.ink import ink_for
from analytics.viz.sheet import fit

CELLS = Cells(
    values=np.array([[0.0, 0.5, 1.0], [99.0, 1_000.0, np.nan]]),
    crs="EPSG:4326",
    x0=10.0,
    dx=1.0,
    y0=2.0,
    dy=-1.0,
)
FRAME = (10.0, 0.0, 13.0, 2.0)
WORDS = Words(people.Path(people.__file__).parent, "en")


def pixels(frame):
    address = people.of_screen(CELLS, frame, theme.PEOPLE["light"])
    kind, _, content = address.partition(",")
    assert kind == "data:image/png;base64"
    return np.asarray(Image.open(BytesIO(b64decode(content))).convert("RGBA"))


def code(pixel):
    return "#{:02X}{:02X}{:02X}".format(*pixel[:3]) if pixel[3] else ""


def test_each_cell_has_the_colour_of_its_class_and_nobody_has_none():
    drawn = pixels(FRAME)
    high, wide, _ = drawn.shape
    middles = [[drawn[high * r // 4, wide * c // 6] for c in (1, 3, 5)] for r in (1, 3)]
    a, b, c, _, e = theme.PEOPLE["light"]
    assert [[code(pixel) for pixel in row] for row in middles] == [["", a, b], [c, e, ""]]


@pytest.mark.parametrize("tone", ["light", "dark"])
def test_every_class_is_told_from_land_and_from_the_next_one(tone):
    land = theme.LAND[tone]
    seen = [land, *(_over(colour, land) for colour in theme.PEOPLE[tone])]
    steps = [_contrast(*pair) for pair in pairwise(seen)]
    assert steps[0] > 1.4
    assert min(steps) > 1.3
    light = [_luminance(colour) for colour in seen]
    assert light == sorted(light, reverse=tone == "light")  # so that grey tells as much


def _over(colour, ground, strength=0.85):
    both = zip(_parts(colour), _parts(ground), strict=True)
    return "#{:02X}{:02X}{:02X}".format(
        *(round(a * strength + b * (1 - strength)) for a, b in both)
    )


def _parts(colour):
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour):
    """As WCAG defines it."""
    straight = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in
                (part / 255 for part in _parts(colour))]  # fmt: skip
    return sum(
        weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), straight, strict=True)
    )


def _contrast(one, other):
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_rows_are_spaced_as_a_mercator_map_spaces_them():
    north = Cells(
        values=np.array([[5.0], [500.0]]), crs="EPSG:4326", x0=0.0, dx=10.0, y0=80.0, dy=-40.0
    )
    address = people.of_screen(north, (0.0, 0.0, 10.0, 80.0), theme.PEOPLE["light"])
    drawn = np.asarray(Image.open(BytesIO(b64decode(address.partition(",")[2]))).convert("RGBA"))
    upper = sum(code(pixel) == theme.PEOPLE["light"][1] for pixel in drawn[:, 5])
    assert round(upper / len(drawn), 2) == 0.69  # 40° to 80° north of the 0° to 80° of the map


def test_a_picture_of_a_wide_grid_stays_small():
    rng = np.random.default_rng(3)
    wide = Cells(
        values=10 ** rng.uniform(-1, 4, (512, 512)), crs="EPSG:4326", x0=0, dx=0.01, y0=5, dy=-0.01
    )
    assert len(people.of_screen(wide, (0, 0, 5.12, 5), theme.PEOPLE["light"])) < 700_000


def test_paper_has_a_rectangle_for_each_run_of_cells_of_a_class():
    ink, sheet = ink_for(dark=False), fit(FRAME, (0.0, 0.0, 300.0, 200.0))
    drawn = people.on_sheet(CELLS, sheet, ink)
    assert drawn.count("M") == 4
    assert re.findall(r'fill="(#\w+)"', drawn) == [theme.PEOPLE["light"][at] for at in (0, 1, 2, 4)]
    assert "data:" not in drawn  # the page maker loads no address from within a page


def test_the_legend_has_a_line_for_each_class_and_says_per_what():
    told = people.lines(WORDS, ink_for(dark=False))
    assert [line.text for line in told[1:]] == [
        "People per km²",
        "under 1",
        "1 to 10",
        "10 to 100",
        "100 to 1,000",
        "1,000 and more",
    ]
