"""Values as JSON and tables, and back: equal, by tags, running nothing."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from analytics.core import codec
from analytics.core.provenance import Provenance
from analytics.core.schema import Measure
from tests.contracts.test_codec import same

VALUES = [
    None,
    True,
    10**30,
    -0.0,
    float("inf"),
    float("nan"),
    "Ñ\0🌊",
    b"\x00\xff",
    date(2024, 2, 29),
    datetime(2024, 2, 29, 1, 2, 3, 4, tzinfo=UTC),
    timedelta(days=-3, microseconds=7),
    (1, (2.5, [None]), {"a": (1,)}),
    {1: "a", (2, "b"): {"#": "not a tag"}},
    {"x", "y"},
    frozenset({1}),
    Measure.STOCK,
    Provenance(part="sites", name="a", as_of=date(2020, 1, 1)),
    Path(codec.__file__).parent,
    np.float32(0.1),
    np.int64(-5),
    np.bool_(1),
    pd.NA,
    pd.NaT,
    pd.Timestamp("2024-01-01 10:00", tz="America/Lima"),
    pd.Timestamp("2024-01-01").as_unit("s"),
    pd.Timedelta("3 days"),
    pd.Period("2024Q3", freq="Q"),
    pd.Interval(0.5, 1.5, closed="left"),
    shapely.Point(1, 2, 3),
    np.arange(6, dtype="int16").reshape(2, 3),
    np.array(["a", None, 1.5], dtype=object),
    np.array([[True, False]]),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda v: type(v).__name__)
def test_a_value_survives(value):
    found = codec.from_bytes(codec.to_bytes(value))
    if value is pd.NA or value is pd.NaT:
        assert found is value
    else:
        same(found, value)


SERIES = {
    "numbers that know missing values": pd.array([1, None], dtype="Int16"),
    "truths that know missing values": pd.array([True, None], dtype="boolean"),
    "texts with NA": pd.array(["a", None], dtype="string"),
    "texts with NaN": pd.array(["a", None], dtype="str"),
    "texts of python": pd.array(["a", None], dtype="string[python]"),
    "categories in order": pd.Categorical(["b", None], categories=["c", "b"], ordered=True),
    "categories of intervals": pd.cut([1, 5], [0, 2, 9]),
    "no categories": pd.Categorical([None, None]),
    "seconds": np.array(["2020-01-01", "NaT"], dtype="datetime64[s]"),
    "nanoseconds": np.array([1, 2], dtype="datetime64[ns]"),
    "spans": np.array([1, "NaT"], dtype="timedelta64[s]"),
    "times with a zone": pd.to_datetime(["2020-01-01", None]).tz_localize("America/Lima"),
    "periods": pd.array(["2020-01", None], dtype="period[M]"),
    "small floats": np.array([0.1, np.nan], dtype="float32"),
    "objects of all kinds": np.array([("a", 1), None], dtype=object),
    "objects with dates": np.array([date(2020, 1, 1), float("nan")], dtype=object),
    "unsigned": np.array([2**64 - 1, 0], dtype="uint64"),
    "shapes": gpd.array.from_shapely([shapely.Point(), None], crs="EPSG:32718"),
}


@pytest.mark.parametrize("values", SERIES.values(), ids=SERIES)
def test_a_column_survives(values):
    series = pd.Series(values, name=("a", 1))
    found = codec.from_bytes(codec.to_bytes(series))
    pd.testing.assert_series_equal(found, series, check_exact=True)
    frame = pd.DataFrame({"x": [1, 2]}, index=pd.Index(values, name="i"))
    pd.testing.assert_frame_equal(codec.from_bytes(codec.to_bytes(frame)), frame, check_exact=True)


FRAMES = {
    "nothing": pd.DataFrame(),
    "no rows": pd.DataFrame({"a": pd.Series(dtype="str"), "b": pd.Series(dtype="float32")}),
    "rows only": pd.DataFrame(index=[3, 1]),
    "numbered columns": pd.DataFrame([[1, 2.5]]),
    "columns in levels": pd.DataFrame(
        [[1, 2]], columns=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["x", None])
    ),
    "the same name twice": pd.DataFrame([[1, "a"]], columns=["n", "n"]),
    "rows in levels": pd.DataFrame(
        {"v": [1, 2]},
        index=pd.MultiIndex.from_tuples([("PER", 2020), ("COL", 2021)], names=["c", "y"]),
    ),
    "every second row": pd.DataFrame({"v": range(10)})[::2],
    "dates on top": pd.DataFrame([[1]], columns=pd.to_datetime(["2020-01-01"])),
    "two shapes": gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(1, 2)], crs=3857).assign(
        b=gpd.GeoSeries([shapely.Point(0, 0)], crs=4326)
    ),
    "shapes under another name": gpd.GeoDataFrame(
        {"a": [1]}, geometry=[shapely.Point(1, 2)]
    ).rename_geometry("where"),
    "shapes named nowhere": gpd.GeoDataFrame({"a": [1]}),
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_a_frame_survives(frame):
    content = codec.to_bytes(frame)
    found = codec.from_bytes(content)
    same(found, frame)
    assert codec.to_bytes(found) == content
    if isinstance(frame, gpd.GeoDataFrame):
        assert found._geometry_column_name == frame._geometry_column_name


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.binary(),
    lambda inner: (
        st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text() | st.integers(), inner)
    ),
    max_leaves=12,
)


@given(value=plain)
def test_anything_plain_survives(value):
    same(codec.decode(json.loads(json.dumps(codec.encode(value)))), value)


@pytest.mark.parametrize(
    "tree",
    [
        {"#": "record", "of": "subprocess:Popen", "is": {"args": ["true"]}},
        {"#": "record", "of": "analytics.core.codec:to_bytes", "is": {}},
        {"#": "record", "of": "analytics.core.words:Words", "is": {}},
        {"#": "record", "of": "analytics.core.provenance:Provenance", "is": {"part": "a"}},
        {
            "#": "record",
            "of": "analytics.core.provenance:Provenance",
            "is": {"part": "a", "name": "b", "new": 1},
        },
        {"#": "record", "of": "analytics.no.such:Thing", "is": {}},
        {"#": "choice", "of": "analytics.core.schema:Measure", "is": "moon"},
        {"#": "path", "is": "../../etc/passwd"},
        {"#": "path", "is": "/etc/passwd"},
        {"#": "frame", "is": "missing"},
        {"#": "moon", "is": 1},
        {"#": "date"},
    ],
)
def test_what_is_not_ours_is_refused_in_a_sentence(tree):
    with pytest.raises(codec.CodecError) as caught:
        codec.decode(tree)
    assert caught.value.code == "stored-otherwise"


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 500])
def test_damage_is_said_in_a_sentence(content):
    with pytest.raises(codec.CodecError):
        codec.from_bytes(content)


def test_what_cannot_be_kept_is_refused():
    with pytest.raises(codec.CodecError) as caught:
        codec.pack(object())
    assert "object" in caught.value.text("fr")
