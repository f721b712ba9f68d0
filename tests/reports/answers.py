"""A tiny analysis and runs of it, nice and nasty."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd

from analytics.core.analysis import Analysis, execute
from analytics.core.params import Params, param
from analytics.core.provenance import Provenance
from analytics.core.section import Chart, Figure, Map, Section, Table
from analytics.core.words import Kind
from analytics.viz import charts, theme
from tests.shapes import dataset, square

CREATED = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
SAID = {
    "en": "Mining near Santo António reached 1,234 ha",
    "es": "La minería creció en la región del Marañón",
    "pt": "A mineração avançou na região de São João",
    "fr": "Le cœur de l'exploitation est en Guyane française",
    "id": "Luas tambang bertambah di Kalimantan",
}
HOSTILE = '<script>alert("x")</script>'
FORMULA = '=HYPERLINK("http://evil.invalid")'


@dataclass(frozen=True, kw_only=True, slots=True)
class CountParams(Params):
    """What may change."""

    depth: float = param(2.5, low=0, high=10, step=0.5, unit="m")


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A main table, a frame of shapes and a number."""

    table: pd.DataFrame
    shapes: gpd.GeoDataFrame
    total: int


def counting(rows):
    """The analysis over `rows` of (name, area_ha) in place of its data."""

    def run(data, _params):
        table = pd.DataFrame(rows, columns=["name", "area_ha"])
        shapes = data.sites[["site_id", "name", "geometry"]]
        return Counted(table=table, shapes=shapes, total=len(table))

    return Analysis(
        slug="counting",
        version="1.2",
        folder=Path(__file__).parent / "tiny",
        params=CountParams,
        needs=(),
        run=run,
        tell=tell,
    )


def tell(result, words):
    """Every part a section can have."""
    shown = result.table.assign(text=[words.hectares(a) for a in result.table["area_ha"]])
    classes = result.shapes["name"].fillna("–").astype(str)
    colours = dict(zip(dict.fromkeys(classes), theme.CATEGORIES, strict=False))
    return Section(
        title="Counting",
        headline=SAID[words.language],
        figures=(Figure("Sites", words.number(result.total), "all", number=result.total),),
        charts=(
            Chart(
                draw=lambda: charts.ranked_bars(
                    shown, label="name", value="area_ha", value_title="ha", words=words
                ),
                caption="Ranked sites",
                explain="Longer is larger",
            ),
        ),
        maps=(
            Map(
                shapes=result.shapes.assign(group=classes),
                colour_by="group",
                colours=colours,
                caption="Where the sites lie",
                legend="Name",
            ),
        ),
        tables=(
            Table(
                frame=result.table,
                labels={"name": "Name", "area_ha": "Area (ha)"},
                kinds={"name": Kind.TEXT, "area_ha": Kind.HECTARES},
                caption="Sites by area",
            ),
        ),
        caveats=("Counted once.",),
    )


def data(names=("A", "B"), *, is_sample=True, name="by hand.geojson"):
    """A data set with one small square per name."""
    from dataclasses import replace

    source = Provenance(
        part="sites",
        name=name,
        source="Ministry",
        as_of=date(2025, 12, 31),
        licence="CC BY 4.0",
        sha256="0123456789abcdef" * 4,
        is_sample=is_sample,
    )
    rows = [
        {
            "name": name,
            "country": "PER",
            "period": "2024",
            "area_ha": 10.5 * (place + 1),
            "geometry": square(-70 + place * 0.05, -12),
        }
        for place, name in enumerate(names)
    ]
    made = dataset(rows or [{"name": "A", "country": "PER"}], provenance=(source,))
    made = replace(made, name=name)
    return made if rows else made.where({"country": ["nowhere"]})


def answer(names=("A", "B"), *, is_sample=True, name="by hand.geojson"):
    """A run over those names, each with its own area."""
    rows = [(label, 10.5 * (place + 1)) for place, label in enumerate(names)]
    return execute(counting(rows), data(names, is_sample=is_sample, name=name), CountParams())
