"""Every result of every analysis survives being written down, to the last cell."""

from dataclasses import fields, is_dataclass

import numpy as np
import pandas as pd
import pytest

from analytics import catalogue, execute, sample
from analytics.core import codec


def same(found, given):
    """Equal in every value, type, index and name; raises where not."""
    assert type(found) is type(given)
    if is_dataclass(given):
        for f in fields(given):
            same(getattr(found, f.name), getattr(given, f.name))
    elif isinstance(given, dict):
        same(list(found), list(given))
        same(list(found.values()), list(given.values()))
    elif isinstance(given, list | tuple):
        assert len(found) == len(given)
        for one, other in zip(found, given, strict=True):
            same(one, other)
    elif isinstance(given, pd.DataFrame | pd.Series | pd.Index | np.ndarray):
        same_table(found, given)
    else:
        assert found == given or (found != found and given != given)  # noqa: PLR0124 - NaN


def same_table(found, given):
    if isinstance(given, pd.DataFrame):
        pd.testing.assert_frame_equal(found, given, check_exact=True)
        assert getattr(found, "crs", None) == getattr(given, "crs", None)
    elif isinstance(given, pd.Series):
        pd.testing.assert_series_equal(found, given, check_exact=True)
    elif isinstance(given, pd.Index):
        pd.testing.assert_index_equal(found, given, exact=True)
    else:
        assert found.dtype == given.dtype
        np.testing.assert_array_equal(found, given)


@pytest.mark.parametrize("analysis", catalogue().values(), ids=catalogue())
def test_every_result_survives(analysis):
    """With nothing chosen, and with one other choice of each parameter: all forms there are."""
    others = [(f.name, f.metadata["choices"], f.default) for f in fields(analysis.params)]
    asked = [{name: next(c for c in known if c != usual)} for name, known, usual in others if known]
    for chosen in [{}, *asked]:
        result = execute(analysis, sample(), analysis.params(**chosen)).result
        content = codec.to_bytes(result)
        found = codec.from_bytes(content)
        same(found, result)
        assert codec.to_bytes(found) == content
