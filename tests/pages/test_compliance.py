"""The page Compliance: the library's answer, its rules to read and edit, what-ifs, every site."""

from datetime import date

import pytest

import analytics
from analytics.analyses.compliance.rules import shelf
from pages.ui import rules, whatif

PAGE = "assess/compliance.py"


def shown(page):
    """Every text that stands on the page as Markdown."""
    return "\n".join(one.value for one in page.markdown).replace("\\", "")


def button(page, label):
    return next(one for one in page.button if one.label == label)


def unfold(page, name):
    """The page with a fold open: what is behind it is drawn only then."""
    page.session_state[name] = True
    return page.run()


@pytest.fixture
def page(opened):
    return opened(PAGE)


def test_the_page_says_what_the_library_says(page):
    assert not page.exception
    told = analytics.run("compliance", analytics.sample()).section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert [m.value.replace("\\", "") for m in page.metric] == [f.value for f in told.figures]
    assert len(page.get("deck_gl_json_chart")) == len(told.maps) == 2
    assert len(page.get("vega_lite_chart")) == 2 + 4 + 1 + 4  # donuts, classes, zones, layers
    warned = " ".join(one.value for one in (*page.warning, *page.info)).replace("\\", "")
    assert "Unverified: no lawyer has checked these rules" in warned
    assert "strips along rivers" in warned, "the layer that is missing is named"


def test_a_site_is_found_with_its_overlaps_and_the_rules_that_fired(page):
    page.text_input(key="compliance_find").set_value("sample-0351").run()
    assert not page.exception
    assert "1 of " in " ".join(one.value for one in page.caption)
    said = shown(page)
    assert "sample-0351" in " ".join(one.value for one in page.subheader)
    assert "No mining in: conservation areas" in said
    pieces = next(one.value for one in page.dataframe if "Zones there" in one.value.columns)
    assert (pieces["Zones there"] == "conservation areas").any()
    page.text_input(key="compliance_find").set_value("")
    page.session_state["compliance_site"] = "sample-0041"  # as a click on the map leaves it
    page.run()
    assert "sample-0041" in " ".join(one.value for one in page.subheader)


def test_only_flagged_sites_are_listed_when_asked(page):
    before = analytics.run("compliance", analytics.sample()).result.sites
    flagged = before[["low_ha", "conditional_ha"]].sum(axis=1) > 0
    page.toggle(key="compliance_flagged").set_value(True).run()
    listed = next(one.value for one in page.dataframe if "Title holder" in one.value.columns)
    assert len(listed) == flagged.sum() < len(before)


def test_a_rule_left_aside_is_another_question(page):
    unfold(page, whatif.OPEN).button_group(key="whatif_without_en").set_value(
        ["conservation"]
    ).run()
    assert not page.exception
    assert "conservation" in page.query_params["without"]
    without = analytics.run("compliance", analytics.sample(), without="conservation")
    assert without.section("en-US").headline in page.subheader[0].value.replace("\\", "")


def test_all_sites_are_judged_on_another_day(page):
    unfold(page, whatif.OPEN).date_input(key="whatif_on").set_value(date(2010, 6, 30)).run()
    assert not page.exception
    assert "0 % high" in page.subheader[0].value.replace("\\", "").replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_the_rules_are_read_in_plain_words_when_asked_for(page):
    unfold(page, rules.OPEN)
    assert not page.exception
    said = shown(page)
    assert "No mining in: protected forest" in said


def test_own_rules_are_checked_by_line_and_answer_for_this_workspace(page):
    text = shelf.text("generic")
    assert not page.text_area
    unfold(page, rules.EDIT)
    area = page.text_area(key="rules_text_generic")
    area.set_value(text.replace("effect: prohibit", "effect: forbid", 1)).run()
    assert "Line " in page.error[0].value
    assert button(page, "Use these rules").disabled
    own = text.replace('version: "2026-01"', 'version: "mine"')
    page.text_area(key="rules_text_generic").set_value(own).run()
    button(page, "Use these rules").click().run()
    assert not page.exception
    assert "rules" not in page.query_params, "the text is too long for an address"
    assert page.selectbox(key="compliance_rules_en").value == own
    assert "version mine" in " ".join(one.value for one in page.warning)
    page.switch_page("explore/totals.py").run()
    page.switch_page(PAGE).run()
    assert page.selectbox(key="compliance_rules_en").value == own
    unfold(page, rules.EDIT)
    button(page, "Back to shipped rules").click().run()
    assert page.selectbox(key="compliance_rules_en").value == "generic"


def test_rules_that_are_being_written_are_not_lost_when_their_fold_is_closed(page):
    unfold(page, rules.EDIT).text_area(key="rules_text_generic").set_value("half a rule").run()
    page.session_state[rules.EDIT] = False
    assert not page.run().text_area
    assert unfold(page, rules.EDIT).text_area(key="rules_text_generic").value == "half a rule"


def test_what_is_asked_is_seen_at_once_on_a_page_that_a_link_opens(opened):
    page = opened(PAGE, without="conservation")
    assert page.button_group(key="whatif_without_en").value == ["conservation"]


@pytest.mark.parametrize("language", ["es", "id"])
def test_it_opens_in_other_languages_with_the_rules_of_a_country(opened, language):
    page = opened(PAGE, lang=language, rules="PER")
    assert not page.exception
    assert page.selectbox(key="compliance_rules_" + language).value == "PER"


def test_columns_of_a_layer_are_set_right_on_the_page_data(opened):
    page = opened("data/data.py", "layers")
    assert page.selectbox(key="columns_concessions_holder").value == "holder"
    page.selectbox(key="columns_concessions_holder").select("concession_id").run()
    button(page, "Use these columns").click().run()
    assert not page.exception
    sites = inuse_sites(page)
    assert sites["holder"].str.startswith("sample-C").any()


def inuse_sites(page):
    """The sites as the page Compliance lists them now."""
    page.switch_page(PAGE).run()
    listed = next(one.value for one in page.dataframe if "Title holder" in one.value.columns)
    return listed.rename(columns={"Title holder": "holder"})
