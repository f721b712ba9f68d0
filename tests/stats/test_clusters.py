"""Groups of spots, on the reference case at the equator."""

import numpy as np

from analytics.stats import clusters

LON = np.array([0, 0.005, 0.010, 0.05, 0.1, 0.1005])


def test_the_reference_case():
    found = clusters.by_distance(LON, np.zeros(6), eps_km=0.6, least=2)
    assert found.tolist() == [0, 0, 0, -1, 1, 1]  # 0.005 degrees are 0.55598 km


def test_distance_is_over_the_ground():
    """A hundredth of a degree of longitude is 1.1 km at the equator, half of that at 60 north."""
    lon = np.array([0, 0.01])
    assert clusters.by_distance(lon, np.zeros(2), eps_km=0.6, least=2).tolist() == [-1, -1]
    assert clusters.by_distance(lon, np.full(2, 60.0), eps_km=0.6, least=2).tolist() == [0, 0]


def test_density_finds_groups_of_different_density():
    random = np.random.default_rng(4)
    tight, loose = random.normal(0, 0.002, (12, 2)), random.normal(3, 0.2, (12, 2))
    spots = np.vstack([tight, loose])
    found = clusters.by_density(spots[:, 0], spots[:, 1], least=5)
    assert set(found[:12]) == {found[0]}
    assert len(set(found[12:]) - {found[0], -1}) >= 1


def test_too_few_spots_stand_alone():
    assert clusters.by_density(LON[:3], np.zeros(3), least=5).tolist() == [-1, -1, -1]
    assert clusters.by_distance(LON[:0], LON[:0], eps_km=1, least=2).tolist() == []


def test_hectares_make_a_group_where_sites_do_not():
    """Three sites of a hectare hold three together; a large one is a group by itself."""
    hectares = np.array([1.0, 1.0, 1.0, 10.0, 1.0, 1.0])
    found = clusters.by_amount(LON, np.zeros(6), hectares, eps_km=0.6, least=3.0)
    assert found.tolist() == [0, 0, 0, 1, -1, -1]
    assert clusters.by_amount(LON, np.zeros(6), hectares, eps_km=0.6, least=11).max() == -1
    assert set(clusters.by_amount(LON, np.zeros(6), np.zeros(6), eps_km=0.6, least=3.0)) == {-1}
    tenths = np.full(6, 0.1)  # three of them are a little less than 0.3
    assert clusters.by_amount(LON, np.zeros(6), tenths, eps_km=0.6, least=0.3).max() == 0


def test_as_many_hectares_as_sites_give_the_same_groups():
    random = np.random.default_rng(3)
    lon, lat = random.uniform(0, 0.1, (2, 80))
    plain = clusters.by_distance(lon, lat, eps_km=0.8, least=3)
    weighed = clusters.by_amount(lon, lat, np.ones(80), eps_km=0.8, least=3)
    assert plain.tolist() == weighed.tolist()
