"""A table of two columns says in text what it says in colour."""

import pandas as pd

from analytics.viz import heat, theme
from tests.viz.test_charts import texts

COLOURS = {"fewer": theme.DEPARTURES[0], "more": theme.DEPARTURES[4]}
CELLS = pd.DataFrame(
    [
        ("Dredge", "Gold", "more", "9 +", "9 of 5"),
        ("Dredge", "Tin", "fewer", "1 −", "1 of 5"),
        ("Pit", "Tin", "more", "8 +", "8 of 5"),
    ],
    columns=["row", "column", "class", "text", "tip"],
)


def drawn():
    return heat.heat_map(
        CELLS,
        colours=COLOURS,
        row_order=["Pit", "Dredge"],
        column_order=["Tin", "Gold"],
        row_title="Method",
        column_title="Substance",
    )


def test_rows_and_columns_stand_in_the_order_given_and_cells_have_their_sign():
    found = texts(drawn())
    assert {"9 +", "1 −", "8 +", "Method", "Substance", "fewer", "more"} <= set(found)
    assert [t for t in found if t in ("Pit", "Dredge")] == ["Pit", "Dredge"]
    assert [t for t in found if t in ("Tin", "Gold")] == ["Tin", "Gold"]


def test_a_name_on_two_lines_ends_above_the_cells_and_not_in_them():
    one = drawn().to_dict()["layer"][0]["encoding"]["x"]["axis"]
    long = "Not to be determined from afar by anybody"
    told = heat.heat_map(
        CELLS.replace("Gold", long),
        colours=COLOURS,
        row_order=["Pit", "Dredge"],
        column_order=["Tin", long],
        row_title="Method",
        column_title="Substance",
    )
    axis = told.to_dict()["layer"][0]["encoding"]["x"]["axis"]
    tin, gold = heat.json.loads(axis["labelExpr"].split("[toNumber")[0])
    assert len(tin) == len(gold) > 1
    assert tin[-1] == "Tin"
    assert axis["labelPadding"] == one["labelPadding"] + (len(gold) - 1) * heat.LINE_PX


def test_dark_ink_is_read_on_every_colour():
    for ground in theme.DEPARTURES:
        assert contrast(theme.LIGHT["ink"], ground) > 4.5


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
