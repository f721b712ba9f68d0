"""Vector tiles as bytes: the example of the specification, and each kind read back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.viz.mvt import Features, Kind, encoded
from tests.viz import decoded

RING = [(3, 6), (8, 12), (20, 34)]


def features(*rows, tags=None):
    """Each row a kind and its paths."""
    paths = [path for _, shape in rows for path in shape]
    return Features(
        ids=np.arange(1, len(rows) + 1),
        kinds=np.array([kind for kind, _ in rows], dtype=np.int64),
        places=np.array([place for path in paths for place in path], dtype=np.int64).reshape(-1, 2),
        paths=np.cumsum([0, *(len(path) for path in paths)]),
        starts=np.cumsum([0, *(len(shape) for _, shape in rows)]),
        tags=tags or {},
    )


@pytest.mark.parametrize(
    ("kind", "paths", "numbers"),
    [  # section 4.3.5 of the specification
        (Kind.POINT, [[(25, 17)]], [9, 50, 34]),
        (Kind.LINE, [[(2, 2), (2, 10), (10, 10)]], [9, 4, 4, 18, 0, 16, 16, 0]),
        (
            Kind.LINE,
            [[(2, 2), (2, 10), (10, 10)], [(1, 1), (3, 5)]],
            [9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8],
        ),
        (Kind.POLYGON, [RING], [9, 6, 12, 18, 10, 12, 24, 44, 15]),
    ],
)
def test_paths_are_written_as_the_specification_says(kind, paths, numbers):
    content = encoded(features((kind, paths)))
    ((_, layer),) = decoded.fields(content)
    (feature,) = (value for number, value in decoded.fields(layer) if number == 2)
    assert decoded.varints(dict(decoded.fields(feature))[4]) == numbers


def test_each_kind_is_read_back_with_its_tags():
    tags = {"name": ["Río", "", "x"], "count": [1, 300, 1], "radius": [2.0, 2.5, 2.0]}
    rows = [
        (Kind.POINT, [[(-5, 4100)]]),
        (Kind.POLYGON, [RING, [(5, 8), (7, 12), (6, 10)]]),
        (Kind.LINE, [[(0, 0), (4096, 1)]]),
    ]
    found = decoded.tile(encoded(features(*rows, tags=tags)))
    assert [feature[:2] for feature in found] == [(1, 1), (2, 3), (3, 2)]
    assert found[0][2] == [[(-5, 4100)]]
    assert found[1][2] == [[*RING, RING[0]], [(5, 8), (7, 12), (6, 10), (5, 8)]]
    assert found[2][2] == [[(0, 0), (4096, 1)]]
    assert [feature[3] for feature in found] == [
        {name: values[n] for name, values in tags.items()} for n in range(3)
    ]


def test_an_empty_tile_has_no_bytes():
    assert encoded(features()) == b""


STEP = st.integers(-(2**20), 2**20)
PATH = st.lists(st.tuples(STEP, STEP), min_size=3, max_size=8)


@given(
    st.lists(st.tuples(st.sampled_from(list(Kind)), st.lists(PATH, min_size=1, max_size=3))),
)
@settings(max_examples=25, deadline=None)
def test_whatever_is_written_is_read_back(rows):
    found = decoded.tile(encoded(features(*rows)))
    assert len(found) == len(rows)
    for (kind, paths), (_, told, places, _) in zip(rows, found, strict=True):
        closed = [[*path, path[0]] if kind is Kind.POLYGON else path for path in paths]
        assert (told, places) == (kind, closed)
