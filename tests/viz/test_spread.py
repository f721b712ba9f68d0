"""How numbers are spread within classes."""

import pandas as pd
import pytest

from analytics import viz
from analytics.viz.spread import spread, spreads

ROWS = pd.DataFrame(
    {
        "label": ["a"] * 11 + ["b", "c"],
        "value": [*range(11), 7.0, None],
        "colour": ["#0072B2"] * 13,
        "text": ["eleven"] * 11 + ["one", "none"],
    }
)


def test_quarters_by_hand():
    told = spread(ROWS).set_index("label")
    assert list(told.index) == ["a", "b"]  # nothing is known of c
    assert told.loc["a", ["low", "quarter", "middle", "three", "high"]].tolist() == pytest.approx(
        [1.0, 2.5, 5.0, 7.5, 9.0]
    )
    assert told.loc["b", ["low", "high"]].tolist() == [7.0, 7.0]
    assert told.loc["a", "text"] == "eleven"


@pytest.mark.parametrize("is_wide", [False, True])
def test_every_class_has_a_line_in_the_order_given(is_wide):
    drawn = spreads(ROWS, value_title="m", label_order=["b", "a"], is_wide=is_wide).to_dict()
    assert '["b"], ["a"]' in drawn["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
    scale = drawn["layer"][1]["encoding"]["x"]["scale"]
    assert scale.get("type") == ("symlog" if is_wide else None)
    assert viz.spread.spreads is spreads
