"""Work is kept as it is done, found again, and nobody else's."""

import pytest
import streamlit as st

from analytics.core.words import Words
from pages import access
from pages.ui import filterbar, session, work
from tests.pages.conftest import TABS, visitor

pytestmark = pytest.mark.usefixtures("home")
TEXTS = Words(session.TEXTS, "en")
ANNA, BEN = "a" * 43, "b" * 43
TOTALS = "explore/totals.py"


def pressed(page, key):
    return next(b for b in page.button if key in (b.key, b.label)).click().run()


def told(page):
    parts = [*page.markdown, *page.error, *page.warning, *page.info, *page.caption]
    return " ".join(part.value for part in parts)


def key_of(page):
    return page.query_params[work.IN_ADDRESS]


def filtered(page, name, values):
    page.session_state[filterbar.OPEN] = True
    page.run()
    return (
        next(m for m in page.multiselect if m.key.startswith(f"filter_{name}"))
        .set_value(values)
        .run()
    )


def chips(page):
    return [button.label for button in page.button if str(button.key).startswith("chip_")]


def recents(cookie):
    return work.store().recent(access.visitor(cookie).key)


def test_looking_round_leaves_nothing_behind():
    page = visitor(ANNA).switch_page(TOTALS).run()
    assert work.IN_ADDRESS not in page.query_params
    assert TEXTS("status.unsaved") in told(page.sidebar)
    assert not recents(ANNA)


def test_filters_and_parameters_come_back_after_a_reload():
    page = visitor(ANNA).switch_page(TOTALS).run()
    filtered(page, "country", ["XAA"])
    page.segmented_control(key="totals_by").set_value("province").run()
    again = visitor(ANNA, ws=key_of(page)).switch_page(TOTALS).run()
    assert chips(again) == ["Velumbra"]
    assert again.segmented_control(key="totals_by").value == "province"
    assert TEXTS("status.saved") in told(again.sidebar)
    assert again.query_params["f_country"] == "XAA"


def test_a_file_in_use_comes_back_after_a_reload(clean):
    page = visitor(ANNA)
    page.switch_page("data/data.py")
    page.session_state["data_tabs_en"] = TABS["upload"]
    page.run().file_uploader[0].upload("mines.geojson", clean, "application/octet-stream")
    pressed(page.run(), TEXTS("upload.use"))
    st.cache_resource.clear()
    again = visitor(ANNA, ws=key_of(page)).switch_page(TOTALS).run()
    assert not again.exception
    assert TEXTS("sample.band") not in told(again)
    assert TEXTS("filters.all", count=6) in told(again)
    assert recents(ANNA)[0].data_name == "mines.geojson"


def test_a_file_half_way_in_comes_back_with_its_choices(clean):
    page = visitor(ANNA)
    page.switch_page("data/data.py")
    page.session_state["data_tabs_en"] = TABS["upload"]
    page.run().file_uploader[0].upload("mines.geojson", clean, "application/octet-stream")
    page.run()
    next(s for s in page.selectbox if s.label == TEXTS("settings.measure")).set_value("stock").run()
    st.cache_resource.clear()
    again = visitor(ANNA, ws=key_of(page))
    again.switch_page("data/data.py")
    again.session_state["data_tabs_en"] = TABS["upload"]
    again.run()
    assert not again.exception
    assert next(s for s in again.selectbox if s.label == TEXTS("settings.measure")).value == "stock"


def test_who_has_no_link_never_sees_another_s_work():
    page = visitor(ANNA).switch_page(TOTALS).run()
    filtered(page, "country", ["XAA"])
    other = visitor(BEN)
    assert TEXTS("work.recent.none") in told(other)
    assert TEXTS("work.of-sample") in told(visitor(ANNA))


def test_a_change_to_another_s_work_makes_a_copy():
    page = visitor(ANNA).switch_page(TOTALS).run()
    filtered(page, "country", ["XAA"])
    other = visitor(BEN, ws=key_of(page)).switch_page(TOTALS).run()
    assert TEXTS("work.shared-view") in told(other)
    assert chips(other) == ["Velumbra"]
    filtered(other, "country", ["XAB"])
    assert key_of(other) != key_of(page)
    assert dict(work.store().workspace(key_of(page)).filters) == {"country": ("XAA",)}
    assert dict(work.store().workspace(key_of(other)).filters) == {"country": ("XAB",)}


def test_a_link_nobody_knows_says_so_and_the_page_goes_on():
    page = visitor(ANNA, ws="no-such-work")
    assert len(page.error) == 1
    assert work.IN_ADDRESS not in page.query_params
    assert page.title


def test_deleted_for_good_is_gone():
    page = visitor(ANNA).switch_page(TOTALS).run()
    filtered(page, "country", ["XAA"])
    key = key_of(page)
    home = visitor(ANNA)
    pressed(home, f"delete_{key}")
    assert not recents(ANNA)
    assert TEXTS("work.recent.none") in told(home.run())
    assert visitor(ANNA, ws=key).error


def test_nobody_deletes_another_s_work():
    page = visitor(ANNA).switch_page(TOTALS).run()
    filtered(page, "country", ["XAA"])
    other = visitor(BEN, ws=key_of(page))
    assert not [b for b in other.button if str(b.key).startswith("delete_")]
    assert recents(ANNA)


def test_a_name_of_one_s_own_stands_in_the_list():
    page = visitor(ANNA).switch_page(TOTALS).run()
    filtered(page, "country", ["XAA"])
    home = visitor(ANNA)
    next(t for t in home.text_input if t.key.startswith("name_")).set_value("Law of 2026").run()
    assert "Law of 2026" in told(home.run())


def test_starting_anew_leaves_the_work_in_the_list():
    page = visitor(ANNA).switch_page(TOTALS).run()
    filtered(page, "country", ["XAA"])
    home = visitor(ANNA, ws=key_of(page))
    pressed(home, TEXTS("work.new"))
    assert work.IN_ADDRESS not in home.query_params
    assert len(recents(ANNA)) == 1


def test_a_folder_that_cannot_be_written_costs_the_saving_not_the_work(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("OREWATCH_HOME", str(blocked))
    page = visitor(ANNA).switch_page(TOTALS).run()
    filtered(page, "country", ["XAA"])
    assert not page.exception
    assert page.error
    assert TEXTS("status.not-kept") in told(page.sidebar)
    assert chips(page) == ["Velumbra"]


def test_the_tour_is_declined_for_good():
    page = visitor(ANNA)
    pressed(page, TEXTS("tour.never"))
    assert TEXTS("tour.offer") not in told(visitor(ANNA))
    assert TEXTS("tour.offer") in told(visitor(BEN))


def test_the_tour_has_six_steps():
    page = visitor(ANNA)
    pressed(page, TEXTS("tour.start"))
    for step in range(1, 7):
        assert TEXTS(f"tour.{step}") in told(page)
        pressed(page, TEXTS("tour.next" if step < 6 else "tour.end"))
    assert TEXTS("tour.offer") not in told(page)


def test_two_windows_lose_nothing_of_each_other():
    one = visitor(ANNA).switch_page(TOTALS).run()
    pressed(one, "brief_add")
    two = visitor(ANNA, ws=key_of(one)).switch_page(TOTALS).run()
    two.segmented_control(key="totals_by").set_value("province").run()
    pressed(two, "brief_add")
    one.segmented_control(key="totals_by").set_value("period").run()
    assert len(work.store().workspace(key_of(one)).basket) == 2


def test_what_was_deleted_in_another_window_stays_deleted():
    page = visitor(ANNA).switch_page(TOTALS).run()
    filtered(page, "country", ["XAA"])
    key = key_of(page)
    pressed(visitor(ANNA), f"delete_{key}")
    page.segmented_control(key="totals_by").set_value("province").run()
    assert not page.exception
    assert key not in [found.key for found in recents(ANNA)]
    assert visitor(ANNA, ws=key).error


def test_a_file_that_cannot_be_read_now_is_not_forgotten(clean, tmp_path):
    page = visitor(ANNA)
    page.switch_page("data/data.py")
    page.session_state["data_tabs_en"] = TABS["upload"]
    page.run().file_uploader[0].upload("mines.geojson", clean, "application/octet-stream")
    pressed(page.run(), TEXTS("upload.use"))
    frames = tmp_path / "home" / "frames"
    frames.rename(tmp_path / "away")
    st.cache_resource.clear()
    blind = visitor(ANNA, ws=key_of(page)).switch_page(TOTALS).run()
    assert blind.error
    assert not blind.exception
    (tmp_path / "away").rename(frames)
    again = visitor(ANNA, ws=key_of(page)).switch_page(TOTALS).run()
    assert TEXTS("filters.all", count=6) in told(again)


def test_the_link_to_the_whole_view_shows_it_whatever_is_filtered_since():
    page = visitor(ANNA).switch_page(TOTALS).run()
    filtered(page, "country", ["XAA"])
    other = visitor(BEN, ws=key_of(page), f="none").switch_page(TOTALS).run()
    assert not chips(other)
