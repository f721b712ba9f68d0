"""Every reader gives back the same twelve sites."""

import pandas as pd
import pytest
import shapely

from analytics.intake.read import open_file
from tests.intake import samples


@pytest.fixture(params=samples.EVERY, name="raw")
def _raw(request):
    return open_file(samples.EVERY[request.param](), name=request.param)


def test_every_record_and_column_comes_through(raw):
    assert list(raw.frame.index) == list(range(1, samples.ROWS + 1))
    assert set(samples.COLUMNS) == set(raw.frame.columns) - {"geometry"}


def test_shapes_are_the_same(raw):
    assert shapely.equals(raw.frame.geometry.to_numpy(), samples.shapes()).all()


def test_text_keeps_accents_zeros_and_gaps(raw):
    for column in ("code", "name", "found", "note"):
        given = [record[column] for record in samples.records()]
        assert [None if pd.isna(value) else value for value in raw.frame[column]] == given


def test_numbers_are_the_same(raw):
    for column in ("area", "year"):
        assert raw.frame[column].astype(float).tolist() == [r[column] for r in samples.records()]


def test_the_frame_promises_nothing_about_its_crs(raw):
    assert raw.frame.crs is None
    assert len(raw.sha256) == 64


def test_nothing_worse_than_a_note_is_told(raw):
    assert {issue.severity for issue in raw.issues} <= {"note"}
