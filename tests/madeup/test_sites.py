"""Sites keep to the plan, to their province and off each other."""

import numpy as np
import pytest
import shapely

from analytics.madeup import region, sites
from analytics.madeup.region import planar_ha
from analytics.madeup.sites import YEARS


@pytest.fixture(scope="module", params=[7, 3])
def placed(request):
    drawn, planned = region.draw(request.param), sites.plan(request.param)
    return drawn, planned, sites.place(request.param, drawn, planned)


def test_controls_move_what_they_say():
    planned = sites.plan(7)
    free, real = planned.without_controls, planned.with_controls
    at = YEARS.index(2022)
    assert (real[:at] == free[:at]).all()
    assert real[at, 1] == pytest.approx(0.4 * free[at, 1])
    assert real[at, 0] - free[at, 0] == pytest.approx(0.25 * 0.6 * free[at, 1])
    assert real[YEARS.index(2024), 1] == pytest.approx(0.85 * free[YEARS.index(2024), 1])
    assert (real[:, 2:] == free[:, 2:]).all()


def test_sites_add_up_to_the_plan(placed):
    _, planned, records = placed
    found = np.zeros_like(planned.with_controls)
    for record in records:
        for province, ring in record.parts:
            found[record.year - YEARS[0], province] += planar_ha(ring)
    assert found == pytest.approx(planned.with_controls, rel=1e-3)


def test_sizes_are_those_of_mines(placed):
    sizes = np.array([record.size_ha for record in placed[2]])
    assert 0.5 <= sizes.min() < 1.5
    assert 25 < sizes.max() <= 80
    assert 2.5 < np.median(sizes) < 6
    assert 380 <= len(sizes) <= 500


def test_no_two_records_overlap(placed):
    shapes = np.array([shapely.Polygon(record.outline) for record in placed[2]])
    assert shapely.is_valid(shapes).all()
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    assert (pairs[0] == pairs[1]).all()


def test_every_record_lies_in_its_provinces(placed):
    drawn, _, records = placed
    ground = [shapely.Polygon(province.ring) for province in drawn.provinces]
    for record in records:
        if len(record.parts) == 1:
            assert ground[record.parts[0][0]].contains(shapely.Polygon(record.outline))


def test_eight_records_are_cut_by_a_border_into_their_parts(placed):
    drawn, _, records = placed
    cut = [record for record in records if len(record.parts) > 1]
    assert len(cut) == 8
    for record in cut:
        whole = shapely.Polygon(record.outline)
        assert sum(planar_ha(ring) for _, ring in record.parts) == pytest.approx(record.size_ha)
        for province, ring in record.parts:
            ground = shapely.Polygon(drawn.provinces[province].ring)
            inside = shapely.intersection(whole, ground).area / 10_000
            assert inside == pytest.approx(planar_ha(ring), rel=1e-6)


def test_sites_return_in_later_years_only(placed):
    seen = [(record.site, record.year) for record in placed[2]]
    assert len(seen) == len(set(seen))
    returning = len(seen) - len({site for site, _ in seen})
    assert 0.15 < returning / len(seen) < 0.35
