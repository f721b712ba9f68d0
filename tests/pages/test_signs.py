"""Marks on the page's map: small, made here, and said to be left out where there are too many."""

import base64
import json
from dataclasses import replace

import numpy as np
import pytest

from analytics.core import schema
from analytics.core.section import Map, Signs
from analytics.core.words import Words
from analytics.viz import legend
from pages.ui import map as maps
from pages.ui import payload, session, signs
from tests.pages.made import many

WORDS = Words(session.TEXTS, "en")


def signed(count):
    data = many(count)
    kinds = np.where(np.arange(count) % 3, "Dredge", "Pit")
    groups = np.where(data.sites[schema.AREA_HA] > 40, "large", "small")
    return Map(
        shapes=data.sites.assign(group=groups, kind=kinds),
        colour_by="group",
        colours={"small": "#F0B35E", "large": "#6E3A12"},
        caption="Sites",
        tips={schema.NAME: "Name"},
        signs=Signs(
            by="kind",
            marks={"Dredge": legend.MARKS[0], "Pit": legend.MARKS[1]},
            sizes={"small": 0.5, "large": 1.5},
        ),
    )


def layers(item, *, dark=False):
    packed = payload.pack(item, WORDS)
    text = maps.deck(item, packed, "[]", dark=dark).to_json()
    return {layer["id"]: layer for layer in json.loads(text)["layers"]}


def test_every_site_has_a_mark_and_small_ones_lie_on_top():
    drawn = layers(signed(50))["signs"]
    assert len(drawn["data"]) == 50
    sizes = [mark["s"] for mark in drawn["data"]]
    assert sizes == sorted(sizes, reverse=True)
    assert {mark["k"] for mark in drawn["data"]} <= drawn["iconMapping"].keys()
    assert drawn["data"][0]["t"].startswith("Name: Mine number")


def test_letters_give_way_to_marks():
    assert layers(signed(50))["letters"]["data"] == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_pictures_come_with_the_map(dark):
    atlas = layers(signed(5), dark=dark)["signs"]["iconAtlas"]
    kind, _, content = atlas.partition(",")
    assert kind == "data:image/svg+xml;base64"
    picture = base64.b64decode(content).decode()
    assert picture.count("<path") == 4
    assert {"#F0B35E", "#6E3A12"} <= set(picture.split('"'))


def test_too_many_sites_have_none_and_it_is_said():
    item = signed(signs.MOST + 1)
    packed = payload.pack(item, WORDS)
    assert packed.signs == "[]"
    assert (
        maps._unsigned(item, packed) == "Marks are drawn for up to 3,000 sites; filter to see them."
    )


@pytest.mark.parametrize(("count", "times"), [(5, 1), (signs.MOST + 1, 1), (10_001, 0)])
def test_what_hovering_shows_is_worded_once_and_only_where_it_is_shown(monkeypatch, count, times):
    asked = []
    worded = payload.hints
    monkeypatch.setattr(payload, "hints", lambda *given: asked.append(1) or worded(*given))
    payload.pack(signed(count), WORDS)
    assert len(asked) == times


def test_the_message_stays_small():
    item = signed(signs.MOST)
    packed = payload.pack(item, WORDS)
    assert len(packed.text) + len(packed.signs) < payload.MOST_BYTES + 500_000


def test_marks_and_the_outlines_under_them_tell_and_choose():
    item = replace(signed(5), key=schema.SITE_ID)
    told = layers(item)
    assert told["signs"]["data"][0]["i"].startswith("S00000")
    for drawn in (told, layers(replace(item, signs=None))):
        assert drawn["sites"]["pickable"]
        assert drawn["sites"]["data"]["features"][0]["properties"]["i"] == "S000000"
