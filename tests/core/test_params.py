"""Parameters refuse what the method does not allow, at every door alike."""

from dataclasses import dataclass

import pytest

from analytics.core.errors import ParameterError
from analytics.core.params import Params, from_text, param, renamed


@dataclass(frozen=True, kw_only=True, slots=True)
class Knobs(Params):
    by: str = param("a", choices=("a", "b"))
    reach_m: float = param(10.0, low=0.0, high=500.0, unit="m")
    top: int = param(3, low=1, high=9)
    strict: bool = param(default=False)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"by": "c"}, 'by cannot be "c". Choose one of: a, b.'),
        ({"reach_m": "900"}, "reach_m is 900 m. Choose a value from 0 to 500."),
        ({"reach_m": "far"}, "reach_m is far, which is not a number. Give a number."),
        ({"top": "2.5"}, "top is 2.5, which is not a number. Give a number."),
        ({"reach_m": "nan"}, "reach_m is nan m. Choose a value from 0 to 500."),
        ({"strict": "perhaps"}, 'strict cannot be "perhaps". Choose one of: true, false.'),
        ({"depth": "1"}, "There is no parameter called depth. Choose one of: by, reach_m"),
    ],
)
def test_a_bad_value_is_named_with_its_bound(given, said):
    with pytest.raises(ParameterError) as refused:
        from_text(Knobs, given)
    assert refused.value.text("en").startswith(said)


def test_text_becomes_the_declared_type():
    assert from_text(Knobs, {"top": "4", "reach_m": "2", "strict": "yes"}) == Knobs(
        top=4, reach_m=2.0, strict=True
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Renamed(Params):
    show: str = param("a", choices=("a", "b"), formerly="measure")


def test_a_name_of_old_is_understood_and_the_new_one_wins():
    assert from_text(Renamed, {"measure": "b"}) == Renamed(show="b")
    assert from_text(Renamed, {"measure": "b", "show": "a"}) == Renamed(show="a")
    assert renamed(Renamed, {"measure": "b", "other": "c"}) == {"show": "b", "other": "c"}
