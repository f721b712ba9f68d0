"""One look for screen and paper: colours safe for colour-blind readers, fonts, chart dress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    import altair as alt

    from analytics.core.words import Words

    Spec = TypeVar("Spec", bound=alt.TopLevelMixin)

FONT: Final = "Orewatch Sans"  # Source Sans under a name of our own (viz/fonts)

#: Okabe and Ito's set, in an order whose neighbours differ in lightness too.
CATEGORIES: Final = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#8C6D1F",
    "#5F5F5F",
)
#: Light to dark, for amounts; readable in black and white.
AMOUNTS: Final = ("#FDE9C9", "#F6C17A", "#E2913A", "#AD5B17", "#6E3A12")
#: Early to late, for periods on a map; lighter to darker, all of them darker than land.
TIMES: Final = ("#F0B35E", "#DD8F3A", "#C06F22", "#994F15", "#6E3A12", "#42210A")
#: Few to many, for the people who live on the ground under a map, by day and by night: one hue
#: whose lightness alone tells, each class 1.3 to 1 from the next, the first 1.4 to 1 from land.
PEOPLE: Final = {
    "light": ("#C4BAE3", "#A79AD3", "#8677BE", "#6452A0", "#382C6C"),
    "dark": ("#514A80", "#6C63A3", "#8D83C6", "#B3ABE3", "#E1DCF8"),
}
#: Far fewer than expected, fewer, about as many, more, far more; dark ink is read on all five.
DEPARTURES: Final = ("#6FA9CF", "#C3DCEB", "#F1EFEA", "#F5CF9B", "#DE9243")
ACCENT: Final = "#AD5B17"
OTHER: Final = "#7D93A6"  # the classes that have no colour of their own, together
MISSING: Final = "#BDBDBD"
PLAIN: Final = "#6B7A88"  # bars that stand for no class of a map

#: The colour of what can be pressed. White is written on it, and it is written on the ground and
#: on its own tint; on a dark ground no colour does both at 4.5 to 1, so there the text comes first.
PRESS: Final = {"light": "#9F5214", "dark": "#C87523"}
LINK: Final = {"light": "#9F5214", "dark": "#E2913A"}

LIGHT: Final = {"ink": "#14181D", "soft": "#57606A", "grid": "#D8DEE4", "ground": "#FFFFFF"}
DARK: Final = {"ink": "#E6EDF3", "soft": "#9DA7B3", "grid": "#3A424C", "ground": "#14181D"}
LAND: Final = {"light": "#EFEBE4", "dark": "#262C33"}
WATER: Final = {"light": "#F7FAFC", "dark": "#14181D"}
BORDER: Final = {"light": "#B9B2A6", "dark": "#4A535E"}


def dress(spec: Spec, words: Words, *, dark: bool = False, font: str = FONT) -> Spec:
    """`spec` with the house's fonts and colours and the language's numbers and dates."""
    tone = DARK if dark else LIGHT
    label = {
        "labelColor": tone["soft"],
        "titleColor": tone["ink"],
        "labelFont": font,
        "titleFont": font,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }
    config: dict[str, Any] = {
        "font": font,
        "background": "transparent",
        "locale": locale(words),
        "view": {"stroke": None},
        "range": {"category": list(CATEGORIES), "ramp": list(AMOUNTS)},
        "axis": {
            **label,
            "gridColor": tone["grid"],
            "domainColor": tone["grid"],
            "tickColor": tone["grid"],
            "labelLimit": 260,
        },
        "legend": {**label, "labelLimit": 260},
        "header": label,
        "title": {"color": tone["ink"], "font": font, "fontSize": 14, "anchor": "start"},
        "text": {"color": tone["ink"], "font": font, "fontSize": 12},
        "bar": {"color": PLAIN},
        "line": {"color": CATEGORIES[0], "strokeWidth": 2},
        "rule": {"color": tone["ink"]},
    }
    return spec.configure(**config)


def locale(words: Words) -> dict[str, Any]:
    """The d3 number and time locale that Vega wants, built from the language's CLDR data."""
    home = words.locale
    months, days = home.months["format"], home.days["format"]
    week = [(day - 1) % 7 for day in range(7)]  # Babel starts on Monday, d3 on Sunday
    return {
        "number": {
            "decimal": home.number_symbols["latn"]["decimal"],
            "thousands": home.number_symbols["latn"]["group"],
            "grouping": [3],
            "currency": ["", ""],
        },
        "time": {
            "dateTime": "%x, %X",
            "date": "%d/%m/%Y",
            "time": "%H:%M:%S",
            "periods": ["AM", "PM"],
            "days": [days["wide"][day] for day in week],
            "shortDays": [days["abbreviated"][day] for day in week],
            "months": [months["wide"][month] for month in range(1, 13)],
            "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
        },
    }
