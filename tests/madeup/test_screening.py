"""Every class a screening knows occurs in the sample, and the rule's order holds."""

from collections import Counter

import pytest

from analytics import madeup
from analytics.madeup.land import land
from analytics.madeup.zones import RIGHTS


@pytest.fixture(scope="module")
def reasons():
    return madeup.truth().screening


def test_every_class_occurs(reasons):
    counts = Counter(reasons.values())
    assert set(counts) == {"1", "1P", "R:forest_use", "C", "P", "PC", "P?", "U"}
    assert min(counts.values()) >= 5


def test_sites_cut_by_a_zone_are_left_out(reasons):
    records = len(land(7).records)
    assert 0 < records - len(reasons) < 0.1 * records


@pytest.mark.parametrize(
    ("kind", "year", "allowed"),
    [
        ("valid", 2016, True),
        ("expired", 2016, False),
        ("later", 2020, False),
        ("later", 2021, True),
        ("exploration", 2020, False),
        ("suspended", 2020, False),
        ("unauthorised", 2020, True),  # whether a title alone is enough depends on the country
    ],
)
def test_rights_hold_on_their_days(kind, year, allowed):
    assert RIGHTS[kind].covers(year) is allowed


def test_nothing_is_known_where_no_cadastre_is_published(reasons):
    made = madeup.build()
    provinces = made.sites.assign(key=made.sites["site_id"] + " " + made.sites["period"])
    province = provinces.set_index("key")["admin1"]
    for key, reason in reasons.items():
        assert (province[key] == "Lagorin") == (reason in ("U", "P?")), key
