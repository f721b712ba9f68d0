"""A data set knows its content, its gaps and its parts."""

import pandas as pd
import pytest

from analytics.core.dataset import Has, Need
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
