"""Rows of a table on a page."""

from io import BytesIO

import pandas as pd

from analytics.core.section import Table
from analytics.core.words import Kind, Words
from reports import sheets
from reports.imprint import HERE
from reports.rows import LONGEST, rows_of


def test_a_cell_without_end_is_cut_on_the_page():
    frame = pd.DataFrame({"name": ["A" * 200_000, "short"]})
    table = Table(frame=frame, labels={"name": "Name"}, kinds={"name": Kind.TEXT}, caption="")
    (cut,), (whole,) = rows_of(table, Words(HERE, "en"), 12).rows
    assert len(cut) == LONGEST
    assert cut.endswith("A …")
    assert whole == "short"


def test_no_text_of_a_file_begins_a_row_of_its_own():
    names = ["x\r=cmd|'/C calc'!A0", "\r=1", "y\r\n+2", "z\n-3"]
    content = sheets.csv_bytes(pd.DataFrame({"na\rme": names, "n": [1, 2, 3, 4]}))
    read = pd.read_csv(BytesIO(content), encoding="utf-8-sig")
    assert b"\r" not in content
    assert read["n"].tolist() == [1, 2, 3, 4]
    assert read["na\nme"].tolist() == ["x\n=cmd|'/C calc'!A0", "'\n=1", "y\n+2", "z\n-3"]
