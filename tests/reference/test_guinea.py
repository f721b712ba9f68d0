"""Protected areas of eastern Guinea: areas stated to the hectare, and the mining inside of them."""

import pytest

import analytics
from analytics.core import geo, overlay
from analytics.intake.layers import read_layer

pytestmark = pytest.mark.reference

STATED = "GIS_ha"


@pytest.fixture(scope="module")
def protected(reference):
    return read_layer("conservation", reference / "guinea" / "guinea_east_protected_areas.geojson")


@pytest.fixture(scope="module")
def mining(reference):
    return analytics.read(reference / "guinea" / "guinea2024_mining_polys.geojson")


def test_heights_and_a_faulty_outline_are_found_and_mended(protected):
    found = {issue.code: len(issue.rows) for issue in protected.report.issues}
    assert (len(protected.frame), found["z-dropped"], found["shape-invalid"]) == (52, 52, 1)
    assert protected.frame.crs.to_epsg() == 4326
    assert protected.frame.geometry.is_valid.all()
    assert not protected.frame.geometry.has_z.any()


def test_areas_are_those_stated_within_five_in_a_hundred_thousand(protected):
    ours = geo.area_ha(protected.frame.geometry)
    assert ours.to_numpy() == pytest.approx(protected.frame[STATED].to_numpy(), rel=5e-5)


def test_so_much_mining_lies_inside(protected, mining):
    """236 of 116,108 ha: cut one by one, and as one outline for all protected areas."""
    sites = mining.sites
    assert (len(sites), round(sites["area_ha"].sum())) == (2411, 116_108)
    part = overlay.shares(sites.geometry, protected.frame.geometry)
    area = sites["area_ha"].to_numpy()[part[overlay.ROW]] * part[overlay.SHARE]
    assert area.sum() == pytest.approx(236.2, abs=0.05)
    together = overlay.dissolve(protected.frame.geometry)
    inside = geo.area_ha(overlay.inside(sites.geometry, together)).sum()
    assert inside == pytest.approx(area.sum(), rel=1e-9)
