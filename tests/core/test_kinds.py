"""Which columns are offered to be counted: kinds, not amounts, not what names a site."""

import pandas as pd
import pytest

from analytics.core import kinds
from tests.shapes import sites

MANY = 300


def offered(values):
    """Whether a column of these values is offered."""
    rows = [{"geometry": None} for _ in values]
    return "own" in kinds.columns(sites(rows).assign(own=pd.Series(values, dtype=object)))


@pytest.mark.parametrize(
    ("values", "is_kind"),
    [
        (["a", "b", "a"], True),
        (["a", "a", "a"], True),
        (["a", "b", "c"], False),  # each its own: a name
        ([None, None, None], False),
        ([True, False, True], True),
        ([str(n) for n in range(MANY)] * 2, True),  # many, and most of them come again
        ([*map(str, range(MANY)), "0"], False),
    ],
)
def test_kinds_come_again(values, is_kind):
    assert offered(values) == is_kind


def test_numbers_are_kinds_only_where_they_are_few():
    few, many = pd.Series([1, 2, 3] * 40), pd.Series(range(120), dtype=float)
    frame = sites([{"geometry": None}] * 120)
    assert kinds.columns(frame.assign(grade=few, depth=many)) == ("grade",)


def test_the_fields_of_the_product_come_first_and_sites_are_no_kinds():
    rows = [
        {"site_id": "a", "name": "A", "country": "PER", "method": m} for m in ("dredge", "dredge")
    ]
    assert kinds.columns(sites(rows)) == ("method", "country")


def test_columns_are_called_by_their_names_in_the_language():
    assert kinds.label("method", "es") == "Método de extracción"
    assert kinds.label("Group Names", "es") == "Group Names"
