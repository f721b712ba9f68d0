"""Numbers and dates as the reader's country writes them, in figures, tables and charts."""

import json
from datetime import date

import pytest

from analytics.core.words import Words
from pages.ui import session

#: What the browser says; decimal point, sign between thousands, 2,600 hectares, a day.
WRITTEN = {
    "en-US": (".", ",", "2,600", "Mar 5, 2024"),
    "es-PE": (".", ",", "2,600", "5 mar. 2024"),
    "es-ES": (",", ".", "2.600", "5 mar 2024"),
    "pt-BR": (",", ".", "2.600", "5 de mar. de 2024"),
    "fr-FR": (",", "\u202f", "2\u202f600", "5 mars 2024"),
    "id-ID": (",", ".", "2.600", "5 Mar 2024"),
}


@pytest.mark.parametrize("tag", WRITTEN)
def test_totals_are_written_as_the_reader_s_country_writes(app, tag):
    point, between, hectares, day = WRITTEN[tag]
    app.context["locale"] = tag
    page = app.run().switch_page("explore/totals.py").run()
    assert page.metric[0].value == f"{hectares}\N{NO-BREAK SPACE}ha"
    charts = [json.loads(chart.proto.spec) for chart in page.get("vega_lite_chart")]
    assert charts
    for chart in charts:
        number = chart["config"]["locale"]["number"]
        assert (number["decimal"], number["thousands"]) == (point, between)
    assert Words(session.TEXTS, tag).date(date(2024, 3, 5)) == day
