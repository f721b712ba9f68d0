"""A notebook shows numbers, drawings and rows, and no script."""

import pytest

from analytics.core.words import LANGUAGES
from analytics.viz.notebook import as_html
from tests.reports.answers import HOSTILE, SAID, answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_shows_headline_drawings_and_rows(language):
    shown = as_html(answer(), language)
    assert SAID[language].replace("'", "&#x27;") in shown
    assert shown.count("<svg") == 2
    assert "<td>A</td>" in shown
    assert f'lang="{language}"' in shown


def test_sample_data_are_marked_and_real_data_are_not():
    assert "SAMPLE DATA" in answer()._repr_html_()
    assert "SAMPLE DATA" not in answer(is_sample=False)._repr_html_()


def test_hostile_names_are_written_out():
    assert "<script" not in as_html(answer([HOSTILE]))


def test_a_long_table_says_what_it_leaves_out():
    assert "3 more rows." in as_html(answer([f"n{n}" for n in range(23)]))
