"""The card of a site: what is stated, what is not, and every record of it."""

from dataclasses import replace

import pytest

from analytics import sample
from analytics.analyses.sitemap import ANALYSIS
from analytics.analyses.sitemap.card import card
from analytics.core.words import LANGUAGES
from tests.shapes import dataset, square

ROWS = [
    {"site_id": "a", "period": "2020", "area_ha": 2.0, "geometry": square(-70, -12)}
    | {"name": "Río", "method": "dredge", "country": "PER", "country_found": "PER"},
    {"site_id": "a", "period": "2021", "area_ha": 3.0, "geometry": square(-70, -12)}
    | {"confidence": 0.5, "country": "PER", "country_found": "PER"},
    {"site_id": "b", "country": "PER", "country_found": "BRA"},
]


def told(site, language="en"):
    return card(dataset(ROWS), site, ANALYSIS.words(language))


def facts(site):
    return {fact.label: fact.value for fact in told(site).facts}


def test_a_card_adds_up_hectares_and_tells_the_latest_of_the_rest():
    found = facts("a")
    assert told("a").title == "Río"
    assert found["Area (ha)"] == "5.00"
    assert found["Mining method"] == "Dredge"
    assert found["Confidence"] == "50\xa0%"
    assert found["Period"] == "2021"
    assert found["Country"] == "Peru"
    assert found["Latitude; longitude"].startswith("-11.99")
    assert found["Records"] == "2"


def test_what_no_record_states_is_empty_and_not_zero():
    found = facts("b")
    assert found["Area (ha)"] == found["Mining method"] == found["Latitude; longitude"] == ""
    assert told("b").title == "b"
    assert told("b").place is None
    assert told("b").records is None


def test_the_country_found_is_told_only_where_it_is_another():
    assert "Country by location" not in facts("a")
    assert facts("b")["Country by location"] == "Brazil"


def test_the_records_are_told_oldest_first_in_the_columns_they_fill():
    records = told("a").records
    assert records.frame["period"].tolist() == ["2020", "2021"]
    assert set(records.labels) == {"period", "area_ha", "method", "confidence"}


def test_a_site_that_is_not_there_has_no_card():
    assert told("c") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_site_of_the_sample_has_a_card_in_every_language(language):
    data, words = sample(), ANALYSIS.words(language)
    for site in data.sites["site_id"].unique()[::40]:
        found = card(data, site, words)
        assert found.title
        assert all("{" not in fact.label + fact.value for fact in found.facts)


def test_columns_of_the_file_follow():
    data = dataset(ROWS)
    sites = data.sites.assign(holder=["Ana", None, None])
    last = card(replace(data, sites=sites), "a", ANALYSIS.words("en")).facts[-1]
    assert (last.label, last.value) == ("holder", "Ana")
