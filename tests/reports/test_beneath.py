"""The people under the maps of a report."""

from dataclasses import replace

import analytics
from analytics.raster import density as module
from reports import beneath, pictures


def told(**params):
    run = analytics.run("sitemap", analytics.sample(), **params)
    return run, run.section("en")


def test_the_map_on_paper_has_the_people_and_their_legend():
    run, section = told(people=True)
    drawn = beneath.with_people(section, run.dataset, "en").maps[0]
    assert drawn.people is not None
    svg = pictures.svg(run, pictures.find(section, "map-1"), language="en")
    assert "People per km²" in svg
    assert "nobody, or no number" in svg
    assert "People per km²: under 1" in svg.partition("<desc>")[2].partition("</desc>")[0]


def test_without_being_asked_none_are_drawn():
    run, section = told()
    assert beneath.with_people(section, run.dataset, "en") is section


def test_data_without_a_grid_of_people_say_so():
    bare = replace(analytics.sample(), rasters={})
    section = analytics.run("sitemap", bare, people=True).section("en")
    assert section.maps[0].beneath == ""
    assert any("no grid of people" in caveat for caveat in section.caveats)


def test_a_grid_that_cannot_be_drawn_says_why_under_the_map(monkeypatch):
    monkeypatch.setattr(module, "MOST_CELLS", 3)
    run, section = told(people=True)
    drawn = beneath.drawn(section.maps[0], run.dataset, "en")
    assert drawn.people is None
    assert "too many to draw" in drawn.caption
