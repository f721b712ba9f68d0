"""Series of zones of a layer: every hectare in one of them, outside, or nobody knows where."""

import geopandas as gpd
import numpy as np
import pytest

from analytics.core.errors import MissingInput, OrewatchError
from analytics.core.provenance import Provenance
from analytics.core.words import Words
from analytics.stats.series.counted import OUTSIDE, UNNAMED, UNPLACED, counted
from analytics.stats.series.models import Step
from analytics.stats.series.source import source
from analytics.stats.series.zones import ALL, HERE, called, layers, zones
from tests.shapes import dataset
from tests.shapes import square as corner


def square(lon, lat, size=1):
    """Whole degrees."""
    return corner(lon, lat, size)


RECORDS = [
    {"period": "2020", "area_ha": 8.0, "geometry": square(0, 0, 2)},  # half of it in each of A, B
    {"period": "2021", "area_ha": 3.0, "geometry": square(10, 10)},
    {"period": "2023", "area_ha": 1.0, "geometry": square(0, 0)},
    {"period": "2023", "area_ha": 5.0, "geometry": square(20, 20)},
    {"period": "2023", "area_ha": 2.0, "geometry": None},
]
AREAS = [("A", square(0, 0)), ("A", square(1, 0)), ("B", square(0, 1)), ("", square(20, 20))]


def with_layer(name="conservation", areas=AREAS, heading="Nombre", records=RECORDS):
    frame = gpd.GeoDataFrame(
        {heading: [one for one, _ in areas], "area_id": np.arange(len(areas)) + 1.0},
        geometry=[shape for _, shape in areas],
        crs="EPSG:4326",
    )
    return dataset(records).with_layer(name, frame, Provenance(part=name, name="zones.gpkg"))


def test_every_hectare_once_and_a_year_nobody_looked_at_is_unknown():
    data = with_layer()
    found = counted(data, "zone", Step.YEAR, zones(data, "auto", "auto"))
    assert found.periods == ("2020", "2021", "2022", "2023")
    flows = dict(zip(found.units, found.flows.tolist(), strict=True))
    nan = np.nan
    assert flows["A"] == pytest.approx([4, 0, nan, 1], nan_ok=True, rel=1e-3)
    assert flows["B"] == pytest.approx([2, 0, nan, 0], nan_ok=True, rel=1e-3)
    assert flows[OUTSIDE] == pytest.approx([2, 3, nan, 0], nan_ok=True, rel=1e-3)
    assert flows[UNNAMED] == pytest.approx([0, 0, nan, 5], nan_ok=True)
    assert flows[UNPLACED] == pytest.approx([0, 0, nan, 2], nan_ok=True)
    whole = counted(data, "whole", Step.YEAR)
    assert found.flows.sum(axis=0) == pytest.approx(whole.flows[0], nan_ok=True)


def test_overlapping_zones_take_each_hectare_once():
    data = with_layer(areas=[("A", square(0, 0, 2)), ("B", square(0, 0, 2))])
    found = counted(data, "zone", Step.YEAR, zones(data, "conservation", "Nombre"))
    assert "B" not in found.units
    assert found.flows[found.units.index("A"), 0] == pytest.approx(8)


def test_the_layer_as_one_zone_and_a_number_as_name():
    data = with_layer()
    one = source(data, "zone", "year", layer="conservation", column=ALL)
    assert set(one.panel.units) == {"conservation", OUTSIDE, UNPLACED}
    by_number = source(data, "zone", "year", column="area_id").panel.units
    assert {"1", "2", "3", "4"} & set(by_number) == {"1", "2", "3", "4"}


def test_a_zone_called_as_we_call_the_rest_is_told_apart():
    data = with_layer(areas=[("outside", square(0, 0)), ("total", square(1, 0))])
    units = source(data, "zone", "year").panel.units
    assert {"“outside”", "“total”", OUTSIDE} <= set(units)


def test_which_layers_may_part():
    line = gpd.GeoSeries.from_wkt(["LINESTRING (0 0, 1 1)"], crs="EPSG:4326").to_frame("geometry")
    data = with_layer("my own").with_layer("rivers", line, Provenance(part="rivers", name="r"))
    assert layers(data) == ("my own",)
    assert called("indigenous", Words(HERE, "pt")) == "terras indígenas"
    assert called("my_own", Words(HERE, "pt")) == "my own"


@pytest.mark.parametrize(
    ("layer", "column", "code"),
    [("moon", "auto", "series-zones-layer"), ("auto", "moon", "series-zones-column")],
)
def test_a_sentence_for_what_is_not_there(layer, column, code):
    with pytest.raises(OrewatchError) as refused:
        source(with_layer(), "zone", "year", layer=layer, column=column)
    assert refused.value.code == code
    assert "moon" in refused.value.text("id")


def test_no_layer_no_zones():
    with pytest.raises(MissingInput, match="page Data"):
        source(dataset(RECORDS), "zone", "year")


@pytest.mark.parametrize("by", ["country", "province"])
def test_records_that_do_not_say_where_have_a_sentence_of_their_own(by):
    rows = [{**row, "country": None, "geometry": None} for row in RECORDS]
    with pytest.raises(MissingInput, match=by):
        source(dataset(rows), by, "year")
