"""Numbers of figures: under keys, from the same values as the texts and the slides."""

from functools import cache

import pytest

from analytics.core.section import Chart
from analytics.core.words import LANGUAGES, Words
from reports import imprint, pictures
from reports.brief import manifest, numbers
from reports.brief.figured import figured
from reports.brief.office import native, still
from reports.brief.order import Level
from tests.reports.brief.briefs import brief

#: Numbers in the names of rows and columns, none of them a finding.
NAMED = {"1", "5", "10", "80", "95"}


@cache
def made(language="en", level=Level.INTERNAL):
    return figured(brief(language=language, level=level))


def charts(told):
    return [one for one in told.exhibits if isinstance(one.item, Chart)]


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_number_a_figure_tells_has_a_key(language):
    told = made(language)
    known = set(numbers.all_tokens(told.numbers.values())) | NAMED
    for one in charts(told):
        words = still.of(told, one)[1]
        aloud = pictures.alternative(pictures.Picture(name=one.name, item=one.item), words)
        said = aloud.removeprefix(one.caption)
        assert set(numbers.tokens(said)) <= known, said
        plot = native.plot(one.item, words)
        texts = [text for series in plot.series for text in series.texts] if plot else []
        assert {token for text in texts for token in numbers.tokens(text)} <= known, one.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_its_value_as_its_form_writes_it(language):
    told = made(language) if language in ("en", "id") else brief(language=language)
    words = Words(imprint.HERE, language)
    for one in told.numbers.values():
        if not isinstance(one.value, float):
            continue
        write = getattr(words, one.form)
        ways = [()] if one.form not in ("number", "significant") else [(n,) for n in range(7)]
        assert one.text in {
            write(one.value, *way) for way in ways if way != (0,) or one.form == "number"
        }


def test_figures_draw_the_values_of_the_texts():
    told = made()
    drawn = {key: one.value for key, one in told.numbers.items() if "-chart-" in key}
    said = {one.value for key, one in told.numbers.items() if key.startswith("exposure.")}
    people = {value for key, value in drawn.items() if key.startswith("exposure-chart-1.")}
    assert {value for value in people if value > 1} <= said


def test_the_record_holds_what_figures_draw_and_the_rest_as_it_was():
    whole, before = made(), brief()
    assert set(before.numbers) < set(whole.numbers)
    assert whole.manifest["sentences"] == before.manifest["sentences"]
    assert whole.id == manifest.short(whole.manifest) != before.id


def test_figures_of_a_public_brief_are_as_rounded_as_its_tables():
    values = [
        one.value
        for key, one in made(level=Level.PUBLIC).numbers.items()
        if "-chart-" in key and isinstance(one.value, float)
    ]
    assert values
    assert all(value == float(f"{value:.3g}") for value in values)
