"""Numbers written while a text is made are kept with what they stand for."""

import numpy as np

from analytics.core.ledger import Written, written
from analytics.core.words import Kind, Words
from reports.imprint import HERE

WORDS = Words(HERE, "en")


def test_what_is_written_outside_is_not_kept():
    WORDS.number(3)
    with written() as kept:
        pass
    WORDS.number(4)
    assert kept == []


def test_a_number_stands_unrounded_beside_its_text():
    with written() as kept:
        WORDS.hectares(4458.21)
    assert kept == [Written("4,460\N{NO-BREAK SPACE}ha", 4458.21, "hectares")]


def test_cells_facts_periods_and_numpy_numbers_are_kept():
    with written() as kept:
        WORDS.cell(0.345, Kind.SHARE)
        WORDS.period("2025-Q3")
        WORDS.number(np.int64(7))
        WORDS("table.more", count=12, shown=40)
    assert [(one.text, one.value, one.form) for one in kept] == [
        ("34\N{NO-BREAK SPACE}%", 0.345, "percent"),
        ("Q3 2025", "2025-Q3", "period"),
        ("7", 7.0, "number"),
        ("12", 12.0, "number"),
        ("40", 40.0, "number"),
    ]


def test_a_ledger_within_another_fills_both():
    with written() as outer:
        WORDS.number(1)
        with written() as inner:
            WORDS.number(2)
        WORDS.number(3)
    assert [one.text for one in inner] == ["2"]
    assert [one.text for one in outer] == ["1", "2", "3"]
