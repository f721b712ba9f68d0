"""Rows of a table on a page."""

import pandas as pd

from analytics.core.section import Table
from analytics.core.words import Kind, Words
from reports.imprint import HERE
from reports.rows import LONGEST, rows_of


def test_a_cell_without_end_is_cut_on_the_page():
    frame = pd.DataFrame({"name": ["A" * 200_000, "short"]})
    table = Table(frame=frame, labels={"name": "Name"}, kinds={"name": Kind.TEXT}, caption="")
    (cut,), (whole,) = rows_of(table, Words(HERE, "en"), 12).rows
    assert len(cut) == LONGEST
    assert cut.endswith("A …")
    assert whole == "short"
