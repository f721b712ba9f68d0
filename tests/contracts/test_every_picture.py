"""Every chart and map of every analysis stands alone, is told in words and has its numbers."""

import re
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree as ET

import pandas as pd
from PIL import Image

from analytics.core.section import Chart
from reports import pictures
from tests.contracts.test_every_analysis import answered, every_analysis

CREATED = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


@every_analysis
def test_every_picture_stands_alone(analysis):
    run = answered(analysis)
    told, words = run.section("es"), run.analysis.words("es")
    found = pictures.pictures(told)
    assert found
    kinds = set()
    for one in found:
        drawn = pictures.svg(run, one, language="es", created=CREATED)
        if isinstance(one.item, Chart):
            assert one.item.spec.to_dict(validate=True)  # a form that Vega-Lite knows
        check_drawing(ET.fromstring(drawn), told, one)  # noqa: S314 - our own drawing
        table = pictures.table(one, words)
        check_table(table, words)
        if type(one.item) not in kinds:  # one of each sort: files take as long as all the rest
            kinds.add(type(one.item))
            png = Image.open(BytesIO(pictures.png_of(drawn, pictures.DENSER)))
            assert png.size == tuple(2 * round(side) for side in pictures.size_px(drawn))
            rows = pd.read_csv(BytesIO(pictures.csv_of(run, one, language="es")))
            assert len(rows) == len(table.frame)
            assert rows["sample_data"].all()


def check_drawing(root, told, one):
    """Titled, described, dated, and asking nobody for anything."""
    title, desc = root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text
    assert told.headline in title
    assert one.caption in title
    assert one.caption in desc
    assert len(desc) > len(one.caption)
    texts = " ".join(e.text or "" for e in root.iter(f"{SVG}text"))
    assert re.sub(r"\s", "", told.headline) in re.sub(r"\s", "", texts)
    assert "DATOS DE MUESTRA" in texts
    assert "21 nov 2026" in re.sub(r"\s+", " ", texts)
    for element in root.iter():
        assert not element.tag.endswith(("script", "foreignObject", "image"))
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            assert not name.endswith("href") or value.startswith("#")
            assert "url(" not in value or "url(#" in value
    loads = re.findall(r"url\(([^)]{0,20})", root.find(f"{SVG}style").text)
    assert all(load.startswith("data:font/woff2") for load in loads)


def check_table(table, words):
    """A heading of its own for each column, and something in each."""
    assert len(table.frame)
    assert set(table.labels) == set(table.kinds) <= set(table.frame.columns)
    headings = list(table.labels.values())
    assert len(headings) == len(set(headings)) > 1
    assert all(headings)
    assert (table.worded(words, 50) != "–").any().any()
