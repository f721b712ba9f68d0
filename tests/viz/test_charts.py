"""Charts show every row, under its own name, in the reader's numbers."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analytics.core.section import Chart
from analytics.core.words import LANGUAGES, Words
from analytics.viz import charts, theme
from analytics.viz.drawing import chart_svg

VIZ = Path(charts.__file__).parent
TEXT = ("}text", "}tspan")
SI = re.compile(r"\d\s?[kMG]$")


def words(language="en"):
    return Words(VIZ, language)


def texts(spec, language="en"):
    """Every text of the drawing, in the order drawn."""
    svg = chart_svg(Chart(draw=lambda: spec, caption="c"), words(language))
    return [e.text for e in ET.fromstring(svg).iter() if e.tag.endswith(TEXT) and e.text]  # noqa: S314 - our own drawing


def bars(rows, **more):
    frame = pd.DataFrame(rows, columns=["name", "ha", "text"])
    return charts.ranked_bars(
        frame, label="name", value="ha", value_title="Hectares", words=words(), **more
    )


def small(frame, language="en", **more):
    return charts.small_multiples(
        frame,
        label="name",
        period="year",
        value="ha",
        value_title="Hectares",
        words=words(language),
        **more,
    )


def in_time(language="en", values=(1_000_000.0, 2_500_000.0)):
    frame = pd.DataFrame({"year": [str(2020 + n) for n in range(len(values))], "ha": values})
    return charts.periods(
        frame, period="year", value="ha", value_title="Hectares", words=words(language)
    )


def test_bars_stand_in_the_order_of_the_rows_with_their_texts():
    drawn = texts(bars([("Small", 1, "1 ha"), ("Large", 9, "9 ha"), ("None", 0, "0 ha")]))
    assert [t for t in drawn if t in ("Small", "Large", "None")] == ["Small", "Large", "None"]
    assert [t for t in drawn if t.endswith(" ha")] == ["1 ha", "9 ha", "0 ha"]


def test_two_rows_of_one_name_stay_two_bars():
    drawn = texts(bars([("Amazonas", 5, "5 ha"), ("Amazonas", 3, "3 ha")]))
    assert drawn.count("Amazonas") == 2


def test_an_unknown_value_keeps_its_name_and_text():
    assert {"Lost", "–"} <= set(texts(bars([("Found", 2, "2 ha"), ("Lost", float("nan"), "–")])))


def test_a_long_name_takes_two_lines_and_then_an_ellipsis():
    name = "Provincia de la Nueva Esperanza del Alto Tambopata y de Madre de Dios"
    drawn = texts(bars([(name, 1, "1 ha")]))
    assert "Provincia de la Nueva" in drawn
    assert any(t.endswith("…") for t in drawn)


def test_a_hostile_name_is_only_a_name():
    name = '<b onload="x">"];alert(1)//'
    assert name in texts(bars([(name, 1, "1 ha")]))


@pytest.mark.parametrize("count", [0, 1, 200])
def test_any_number_of_bars_can_be_drawn(count):
    drawn = texts(bars([(f"n{n}", n, f"{n} ha") for n in range(count)]))
    assert sum(t.startswith("n") for t in drawn) == count


def test_only_the_highlighted_bar_has_the_accent():
    spec = bars([("A", 2, "2"), ("B", 1, "1")], highlight="B")
    svg = chart_svg(Chart(draw=lambda: spec, caption="c"), words())
    assert svg.count(f'fill="{theme.ACCENT}"') == 1


def test_bars_without_texts_have_an_axis_of_numbers():
    frame = pd.DataFrame({"name": ["A"], "ha": [12_000.0]})
    spec = charts.ranked_bars(frame, label="name", value="ha", value_title="ha", words=words())
    assert "10,000" in texts(spec)


@pytest.mark.parametrize(
    ("language", "million"),
    [("en", "1,000,000"), ("es", "1.000.000"), ("pt", "1.000.000"), ("id", "1.000.000")],
)
def test_axes_write_numbers_out_as_the_language_does(language, million):
    drawn = texts(in_time(language), language)
    assert million in drawn
    assert not any(SI.search(t) for t in drawn)


def test_periods_stay_in_the_order_given():
    drawn = [t for t in texts(in_time(values=(3.0, 1.0, 2.0))) if t.startswith("20")]
    assert drawn == ["2020", "2021", "2022"]


def test_many_periods_are_named_in_part_and_drawn_in_full():
    spec = in_time(values=tuple(float(n) for n in range(1, 61)))
    svg = chart_svg(Chart(draw=lambda: spec, caption="c"), words())
    assert svg.count(f'fill="{theme.PLAIN}"') == 60
    assert 5 < len([t for t in texts(spec) if re.fullmatch(r"20\d\d", t)]) < 30


def test_nothing_at_all_is_still_an_axis():
    assert texts(in_time(values=(0.0, 0.0)))
    assert texts(in_time(values=()))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shared", [True, False])
def test_panels_say_whether_their_scale_is_one(language, shared):
    frame = pd.DataFrame({"name": ["A", "B"], "year": ["2020", "2020"], "ha": [1.0, 100.0]})
    said = words(language)("chart.one-scale" if shared else "chart.own-scale")
    assert said in texts(small(frame, language, shared=shared), language)


def test_a_panel_that_lacks_the_first_period_does_not_disorder_time():
    frame = pd.DataFrame(
        {"name": ["A", "B", "B"], "year": ["2021", "2020", "2021"], "ha": [1.0, 2.0, 3.0]}
    )
    drawn = texts(small(frame, period_order=["2020", "2021"], label_order=["B", "A"]))
    assert [t for t in drawn if t.startswith("20")] == ["2020", "2021"] * 2
    assert [t for t in drawn if t in "AB"] == ["B", "A"]


def test_curve_ends_where_everything_is_counted():
    frame = pd.DataFrame({"share_units": [0, 0.5, 1], "share_area": [0, 0.1, 1]})
    spec = charts.lorenz(
        frame, x_title="units", y_title="area", line_of_equality_label="equal", words=words("fr")
    )
    drawn = texts(spec, "fr")
    assert {"equal", "units", "area", "50\N{NO-BREAK SPACE}%"} <= set(drawn)


def test_a_donut_keeps_the_order_and_colours_given():
    frame = pd.DataFrame({"name": ["low", "high"], "ha": [1.0, 3.0]})
    colours = {"high": theme.CATEGORIES[0], "low": theme.CATEGORIES[1]}
    spec = charts.donut(frame, label="name", value="ha", colours=colours)
    assert [t for t in texts(spec) if t in colours] == ["high", "low"]


@given(
    some.lists(
        some.tuples(some.text(max_size=50), some.one_of(some.none(), some.floats(0, 1e9))),
        max_size=12,
    )
)
@settings(max_examples=20, deadline=None)
def test_whatever_the_names_no_row_is_lost(rows):
    spec = bars([(name, value, "x") for name, value in rows]).to_dict()
    data = max(spec["datasets"].values(), key=len) if rows else []
    assert [row["label"] for row in data] == [name for name, _ in rows]


def test_a_chart_is_drawn_the_same_twice():
    one, two = (
        chart_svg(Chart(draw=lambda: bars([("A", 1, "1")]), caption="c"), words()) for _ in range(2)
    )
    assert one == two
