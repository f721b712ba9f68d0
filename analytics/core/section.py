"""How a result is told: plain data that page, PDF, terminal and API render."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt
    import geopandas as gpd
    import pandas as pd

    from analytics.core.cells import Cells
    from analytics.core.words import Kind, Words

    Spec = alt.Chart | alt.LayerChart | alt.HConcatChart | alt.VConcatChart | alt.FacetChart


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """How a key number moved, worded; where there is no change to tell, `change` says why."""

    change: str  # "+12.0 ha (+8 %)", or "Not available: one period only"
    than: str = ""  # the two periods compared; "" where there is no change
    line: tuple[float, ...] = ()  # one value for each period, NaN where unknown
    told: str = ""  # what the line shows, for those who do not see it


@dataclass(frozen=True, slots=True)
class Figure:
    """One key number, worded: `Figure("Mined area", "4,460 ha", "measured on the polygons")`."""

    label: str
    value: str
    note: str = ""
    number: float | None = None  # the value unrounded, for whoever computes with it
    unit: str = ""
    trend: Trend | None = None  # None where the number has no course over time
    key: str = ""  # of a key number: "area", "low", "people"; the same in every answer
    span: str = ""  # its range, worded; "" where none was estimated


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows for people: raw values, and for each column its label and how to write it."""

    frame: pd.DataFrame
    labels: Mapping[str, str]  # column -> heading; columns left out are not shown
    kinds: Mapping[str, Kind]  # column -> how its cells are written
    caption: str

    def worded(self, words: Words, most: int | None = None) -> pd.DataFrame:
        """The first `most` rows with every cell as text and worded headings."""
        import pandas as pd

        rows = self.frame if most is None else self.frame.head(most)
        return pd.DataFrame(
            {
                label: [words.cell(value, self.kinds[column]) for value in rows[column]]
                for column, label in self.labels.items()
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart, the sentence that says what it shows, and the words that explain how to read it.

    Drawn only by the doors that show it: the library for charts takes a second to load, and
    text, JSON and tables need none of it.
    """

    draw: Callable[[], Spec]
    caption: str
    explain: str = ""
    is_square: bool = False  # both axes have one scale: a door may not stretch it
    kind: Kind | None = None  # how its amounts are written, where they are no hectares or counts

    @property
    def spec(self) -> Spec:
        """A new drawing; it names no colours or fonts, each door dresses it (`viz.theme.dress`)."""
        return self.draw()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """A second thing a map tells, by the form of a mark at each shape.

    Class then shows in the size of the mark as well as in its colour.
    """

    by: str  # column of the shapes: the kind, worded
    marks: Mapping[str, str]  # kind -> a path round its middle (viz.legend), in legend order
    sizes: Mapping[str, float]  # class -> how large beside the others; 1 where it is not named
    legend: str = ""  # heading of the legend


class Pattern(StrEnum):
    """What lies over a colour, so that classes are told apart without colours."""

    PLAIN = "plain"
    STRIPED = "striped"
    CROSSED = "crossed"
    DOTTED = "dotted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a class is drawn wherever it is drawn: a colour, a letter and a pattern."""

    colour: str  # #rrggbb
    letter: str  # of the reader's language, another for each class
    pattern: Pattern = Pattern.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Pies:
    """The hectares of each shape by class: a pie in its place, as large as the whole of it.

    A shape stands for its place only; the pies are moved apart, and those moved keep a line to
    their place. `Map.colours` names the same classes.
    """

    amounts: Mapping[str, str]  # class -> column of the shapes with its hectares
    looks: Mapping[str, Look]  # class -> how it is drawn, in legend order
    name: str  # column of the shapes that names each


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Shapes coloured by class; pydeck on screen, SVG on paper.

    `shapes` holds the column `colour_by` (worded classes, text) and the columns in `tips`.
    """

    shapes: gpd.GeoDataFrame
    colour_by: str
    colours: Mapping[str, str]  # class -> #rrggbb, in legend order
    caption: str
    tips: Mapping[str, str] = field(default_factory=dict)  # column -> label, shown on hover
    kinds: Mapping[str, Kind] = field(default_factory=dict)  # column -> how it is written
    legend: str = ""  # heading of the legend
    signs: Signs | None = None
    pies: Pies | None = None
    letters: Mapping[str, str] = field(default_factory=dict)  # class -> its letter; else A, B, C
    key: str = ""  # column that names each shape, where a click may choose one
    #: west, south, east and north that two maps have in common; None: what the shapes take
    frame: tuple[float, float, float, float] | None = None
    is_fixed: bool = False  # the legend keeps a class without a shape, to compare with other maps
    faint: frozenset[str] = frozenset()  # classes drawn so that what lies under them is seen
    uncounted: frozenset[str] = frozenset()  # classes without number and letter: their place tells
    beneath: str = ""  # the raster of people, by its name in the data set, that lies under all
    people: Cells | None = None  # people per km² of it, once a door has read them
    #: what an area is -> where it is: hatched on paper, two kinds at most
    zones: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    has_insets: bool = False  # on paper the places where most lies close are drawn again, larger


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One answer: the headline first, then numbers, pictures, rows and caveats."""

    title: str
    headline: str
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    maps: tuple[Map, ...] = ()
    tables: tuple[Table, ...] = ()
    caveats: tuple[str, ...] = ()
    facts: tuple[Figure, ...] = ()  # key numbers for page 1 of a brief, each with its `key`
