"""Settings that are folded away: drawn only while the fold is open, in force whether it is or not."""

import pytest

from pages.ui import form

PAGE = "explore/patterns.py"
FOLD = f"{form.OPEN}_patterns"
KEY, USUAL = "patterns_elongation", 3.0


def unfold(page, *, is_open=True):
    page.session_state[FOLD] = is_open
    return page.run()


def drawn(page):
    return KEY in [str(slider.key) for slider in page.slider]


@pytest.fixture
def changed(opened):
    """The page with a folded slider moved, and the fold closed again."""
    page = unfold(opened(PAGE))
    page.slider(key=KEY).set_value(3.5).run()
    return unfold(page, is_open=False)


def test_what_is_folded_away_is_not_drawn(opened):
    page = opened(PAGE)
    assert not drawn(page)
    assert drawn(unfold(page))
    assert page.slider(key=KEY).value == USUAL


def test_a_setting_stays_in_force_when_the_fold_is_closed(changed):
    assert not changed.exception
    assert not drawn(changed)
    assert changed.query_params["elongation"] == "3.5"
    assert unfold(changed).slider(key=KEY).value == 3.5


def test_a_setting_stays_in_force_on_the_way_back_from_another_page(changed):
    changed.switch_page("explore/totals.py").run()
    changed.switch_page(PAGE).run()
    assert changed.query_params["elongation"] == "3.5"
    assert unfold(changed).slider(key=KEY).value == 3.5


def test_a_link_wins_over_what_a_folded_setting_was_left_at(changed):
    changed.query_params["elongation"] = "4.0"
    changed.run()
    assert changed.query_params["elongation"] == "4.0"
    assert unfold(changed).slider(key=KEY).value == 4.0


def test_a_list_that_is_folded_away_is_in_force_in_another_language(opened):
    page = opened("explore/sitemap.py")
    page.session_state[f"{form.OPEN}_sitemap"] = True
    page.run()
    page.selectbox(key="sitemap_scheme_en").select("natural").run()
    page.session_state[f"{form.OPEN}_sitemap"] = False
    page.run()
    page.query_params["lang"] = "fr"
    page.run()
    assert not page.exception
    assert page.query_params["scheme"] == "natural"
