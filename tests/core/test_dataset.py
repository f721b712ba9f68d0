"""A data set knows its content, its gaps and its parts."""

from dataclasses import FrozenInstanceError, replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from analytics.core.dataset import Dataset, Has, Need
from analytics.core.errors import MissingInput, NotKnown
from analytics.core.provenance import Provenance
from analytics.core.schema import AreaBasis, Measure
from tests.shapes import dataset, square

ROWS = [
    {"country": "PER", "period": "2020", "area_ha": 1.0, "geometry": square(0, 0)},
    {"country": "BRA", "area_ha": 2.0},
]


def test_the_fingerprint_follows_the_content():
    same = dataset(ROWS).fingerprint
    assert dataset(ROWS).fingerprint == same
    changed = [
        dataset([{**ROWS[0], "area_ha": 1.0000001}, ROWS[1]]),
        dataset([{**ROWS[0], "geometry": square(0, 1e-6)}, ROWS[1]]),
        dataset(ROWS[::-1]),
        dataset(ROWS, basis=AreaBasis.GEOMETRY),
        dataset(ROWS, measure=Measure.STOCK),
    ]
    assert len({same, *(data.fingerprint for data in changed)}) == 6


def test_one_changed_cell_in_a_large_table_changes_the_fingerprint():
    """T3: a cache keyed on a sample of the rows would not notice."""
    rows = [{"country": "PER", "area_ha": float(n), "site_id": f"S{n}"} for n in range(60_000)]
    before = dataset(rows)
    rows[31_415]["area_ha"] = -1.0
    assert dataset(rows).fingerprint != before.fingerprint


def test_filtering_keeps_the_places_of_what_is_left():
    places = pd.DataFrame(
        {"row": [0, 1, 1], "country": ["PER", "BRA", "PER"], "share": [1, 0.5, 0.5]}
    )
    kept = dataset(ROWS, places=places).where({"country": ["BRA"]})
    assert list(kept.sites.index) == [0]
    assert kept.places.to_dict("list") == {
        "row": [0, 0],
        "country": ["BRA", "PER"],
        "share": [0.5, 0.5],
    }


def test_records_and_shapes_are_counted_whatever_is_filtered():
    layers = {"one": dataset(ROWS).sites, "two": dataset(ROWS[:1]).sites}
    data = replace(dataset(ROWS), layers=layers)
    assert (data.records, data.shapes) == (2, 3)
    assert data.where({"country": ["BRA"]}).records == 1


def test_filters_of_one_column_widen_and_of_two_narrow():
    data = dataset(ROWS)
    assert len(data.where({"country": ["BRA", "PER"]}).sites) == 2
    assert len(data.where({"country": ["BRA"], "period": ["2020"]}).sites) == 0


def test_an_unknown_column_is_refused_with_the_list():
    with pytest.raises(NotKnown, match="no column called colour"):
        dataset(ROWS).where({"colour": ["red"]})


@pytest.mark.parametrize(
    ("need", "is_met"),
    [
        (Need(Has.POLYGONS), True),
        (Need(Has.LOCATION), True),
        (Need(Has.PERIOD), True),
        (Need(Has.COLUMN, "substance"), False),
        (Need(Has.LAYER, "concessions"), False),
        (Need(Has.RASTER, "population"), False),
        (Need(Has.PIXELS, "mine"), False),
    ],
)
def test_needs_are_met_or_named(need, is_met):
    assert (not dataset(ROWS).lacks([need])) is is_met
    assert need.error().text("en")


def test_a_missing_layer_says_how_to_add_it():
    with pytest.raises(MissingInput, match="needs the layer concessions"):
        dataset(ROWS).layer("concessions")


def test_any_made_up_part_marks_the_whole():
    part = Provenance(part="sites", name="x", is_sample=True)
    assert dataset(ROWS, provenance=(part,)).is_sample
    assert not dataset(ROWS).is_sample


def test_numbers_compare_as_numbers_and_nothing_asks_for_what_is_missing():
    data = dataset(ROWS)
    assert len(data.where({"area_ha": ["2"]}).sites) == 1
    assert len(data.where({"area_ha": ["two"]}).sites) == 0
    assert list(data.where({"period": [""]}).sites["country"]) == ["BRA"]


WHOLE = [
    {**ROWS[0], "mined": True, "kind": "a", "count": 1, "geometry": Point(1, 2)},
    {**ROWS[0], "mined": False, "kind": "b", "count": 2, "geometry": Point(3, 4)},
]


def whole():
    """Every kind of column, a layer and a series of pixels."""
    data = dataset(WHOLE)
    frame = data.sites.assign(
        mined=pd.array([True, None], dtype="boolean"),
        kind=pd.Categorical(["a", "b"]),
        count=pd.array([1, None], dtype="Int64"),
    )
    zones = gpd.GeoDataFrame({"zone": ["x"]}, geometry=[Point(0, 0)], crs=4326)
    return Dataset(
        sites=frame,
        places=data.places,
        name="whole",
        area_basis=AreaBasis.ATTRIBUTE,
        layers={"zones": zones},
        pixels={"mine": pd.DataFrame({"ndvi": [0.5]})},
    )


def again(data):
    """The fingerprint of what the data set holds now."""
    return replace(data).fingerprint


@pytest.mark.filterwarnings("ignore::pandas.errors.ChainedAssignmentError")
@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.sites.__setitem__("area_ha", 0.0),
        lambda data: data.sites.loc.__setitem__((0, "area_ha"), 0.0),
        lambda data: data.sites.loc.__setitem__((0, "name"), "another"),
        lambda data: data.sites.loc.__setitem__((0, "geometry"), Point(9, 9)),
        lambda data: data.sites.geometry.to_numpy().__setitem__(0, Point(9, 9)),
        lambda data: data.sites["mined"].array.__setitem__(0, pd.NA),
        lambda data: data.sites["kind"].array.__setitem__(0, "b"),
        lambda data: data.sites["count"].array.__setitem__(0, 9),
        lambda data: data.sites.pop("area_ha"),
        lambda data: data.sites.insert(0, "new", 1),
        lambda data: data.places.loc.__setitem__((0, "share"), 0.1),
        lambda data: data.layers["zones"].loc.__setitem__((0, "zone"), "y"),
        lambda data: data.layer("zones").geometry.to_numpy().__setitem__(0, Point(9, 9)),
        lambda data: data.pixels["mine"].loc.__setitem__((0, "ndvi"), 0.1),
    ],
)
def test_what_a_caller_changes_is_the_callers(change):
    data = whole()
    before = data.fingerprint
    change(data)
    assert again(data) == before == data.fingerprint


def test_no_part_can_be_added_or_taken_away():
    data = whole()
    for parts in (data.layers, data.rasters, data.pixels):
        with pytest.raises(TypeError):
            parts["new"] = None
    with pytest.raises(FrozenInstanceError):
        data.sites = None


def test_the_frame_a_data_set_was_made_from_is_left_to_its_owner():
    frame = whole().sites
    data = replace(whole(), sites=frame)
    before = data.fingerprint
    frame.loc[0, "area_ha"] = 7.0
    frame.loc[0, "geometry"] = Point(9, 9)
    frame["count"].array[0] = 5
    assert again(data) == before
    assert data.sites["area_ha"].tolist() == [1.0, 1.0]


def test_a_frame_outlives_its_data_set_and_can_be_written_to():
    sites = whole().sites
    sites.loc[0, ["area_ha", "geometry"]] = [5.0, Point(9, 9)]
    assert sites["area_ha"].tolist() == [5.0, 1.0]
    assert sites.geometry.iloc[0] == Point(9, 9)
