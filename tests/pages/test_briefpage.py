"""The page Brief: filled in one go, edited, checked, made beside the page, taken away."""

import json
import time
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from analytics import jobs
from analytics.core.words import Words
from analytics.jobs import work as jobwork
from analytics.store import open_store
from analytics.store.workspace import State
from pages.access import May
from pages.ui import analysis, briefing, session, work
from reports.brief import answers
from tests.pages.conftest import visitor

pytestmark = pytest.mark.usefixtures("home")
TEXTS = Words(session.TEXTS, "en")
ANNA = "a" * 43
BRIEF, PRESENT = "brief/compose.py", "brief/present.py"
PATIENCE_S = 300


def told(page):
    parts = [
        *page.markdown,
        *page.info,
        *page.error,
        *page.caption,
        *page.title,
        *page.header,
        *page.subheader,
    ]
    return " ".join(part.value for part in parts)


def pressed(page, key):
    return next(b for b in page.button if b.key == key).click().run()


def filled():
    page = visitor(ANNA)
    page.switch_page(BRIEF).run()
    pressed(page, "brief_data_sample")
    return pressed(page, "brief_usual")


def kept(page):
    return open_store().workspace(page.query_params[work.IN_ADDRESS])


def test_three_clicks_fill_the_brief_with_the_usual_answers():
    page = visitor(ANNA)
    page.switch_page(BRIEF).run()
    pressed(page, "brief_data_sample")
    assert "357 sites in Velumbra and Quenara, 2016 to 2025" in told(page)
    pressed(page, "brief_usual")
    assert not page.exception
    assert tuple(entry.slug for entry in kept(page).basket) == answers.STANDARD
    assert TEXTS("brief.checks") in told(page)


def test_what_is_chosen_stays_with_the_workspace():
    page = filled()
    page.segmented_control(key="brief_audience_en").set_value("annex").run()
    page.selectbox(key="brief_language_en").set_value("fr").run()
    page.text_input(key="brief_organisation").set_value("  Ministry  of Mines ").run()
    chosen = kept(page).brief
    assert (chosen["audience"], chosen["language"]) == ("annex", "fr")
    assert chosen["organisation"] == "Ministry of Mines"
    again = visitor(ANNA, **{work.IN_ADDRESS: page.query_params[work.IN_ADDRESS]})
    again.switch_page(BRIEF).run()
    assert again.segmented_control(key="brief_audience_en").value == "annex"


def test_sites_of_a_dossier_are_chosen_by_number():
    page = filled()
    page.segmented_control(key="brief_audience_en").set_value("dossier").run()
    field = page.multiselect(key="brief_sites_en")
    assert len(field.options) == 100
    number = field.options[1].partition(" ")[0]
    field.set_value([number]).run()
    assert not page.exception
    assert kept(page).brief["sites"] == [number]


def test_a_sentence_is_edited_and_brought_back():
    page = filled()
    field = next(t for t in page.text_area if "headline" in t.key)
    before = field.value
    field.set_value("A third of it, 4711 ha, needs a look").run()
    assert kept(page).brief["edits"]["en"]["headline"] == "A third of it, 4711 ha, needs a look"
    assert "4711" in told(page)  # among the checks: no answer holds this number
    reset = next(b for b in page.button if b.key.endswith("headline_reset"))
    reset.click().run()
    assert next(t for t in page.text_area if "headline" in t.key).value == before


def test_a_site_the_author_names_for_the_public_is_among_the_checks():
    page = filled()
    page.segmented_control(key="brief_level_en").set_value("public").run()
    assert "is the name of a site" not in told(page)
    field = next(t for t in page.text_area if "headline" in t.key)
    field.set_value("Look at sample-0351 first").run()
    assert "“sample-0351” is the name of a site" in told(page)


def test_a_later_brief_says_what_changed_since_the_one_of_another_day():
    page = filled()
    pressed(page, "brief_create")
    (today,) = kept(page).brief["made"]
    numbers = kept(page).brief["made"][today]
    assert numbers["area"] == pytest.approx(2603.2, abs=0.1)
    at = kept(page)
    earlier = {"2026-01-31": {**numbers, "area": 2000.0}, today: numbers}
    open_store().save(replace(at, brief={**at.brief, "made": earlier}))
    page.run()
    pressed(page, "brief_create")
    job = open_store().jobs(at.key)[0]
    asked = job.spec["record"]["order"]
    assert (asked["before"]["area"], asked["before_on"]) == (2000.0, "2026-01-31")


def test_an_answer_gets_another_title():
    page = filled()
    key = f"brief_title_{kept(page).basket[0].key}"
    page.text_input(key=key).set_value("Where it is").run()
    assert kept(page).basket[0].title == "Where it is"
    assert "**Where it is**" in told(page)


def test_the_document_is_made_beside_the_page(home):
    engine = jobs.Engine(open_store(home))
    engine.start()
    try:
        page = filled()
        pressed(page, "brief_create")
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            (job,) = open_store(home).jobs(page.query_params[work.IN_ADDRESS])
            if job.state not in (State.QUEUED, State.RUNNING):
                break
            time.sleep(0.2)
        assert job.state is State.DONE, json.dumps(dict(job.error))
        page.run()
        made = jobs.result(open_store(home), job)
        assert len(job.spec["answers"]) == len(answers.STANDARD) + 1  # the overview is lent
        assert made.name.startswith("orewatch-brief-sample-data-")
        content = open_store(home).file(made.file)
        assert len(PdfReader(BytesIO(content)).pages) == 4
        assert any(made.id in b.label for b in page.get("download_button"))
    finally:
        engine.stop()


def test_answers_about_many_records_are_waited_for_and_a_refused_one_is_left_out(monkeypatch):
    monkeypatch.setattr(analysis, "MANY", 100)
    page = filled()
    store, key = open_store(), page.query_params[work.IN_ADDRESS]
    asked = store.jobs(key)
    assert {job.spec["slug"] for job in asked} >= {"totals", "overview", "compliance"}
    assert TEXTS("tasks.wait") in told(page)
    assert not page.text_area  # nothing is worked out in the page meanwhile
    while (job := store.claim(9)) is not None:
        if job.spec["slug"] == "forecast":
            reason = {"code": "made-up", "texts": {"en": "Too short for a forecast."}}
            store.update(replace(job, state=State.FAILED, error=reason))
        else:
            jobwork.work(store, job.key)
    page.run()
    assert not page.exception
    assert "Too short for a forecast." in told(page)
    pressed(page, "brief_create")
    made = next(job for job in store.jobs(key) if job.kind == jobs.BRIEF)
    done = {job.result for job in store.jobs(key) if job.kind == jobs.RUN and job.result}
    assert set(made.spec["answers"]) == done  # nothing is asked again


def test_for_who_only_looks_nothing_is_begun(monkeypatch):
    page = filled()
    monkeypatch.setattr(analysis, "MANY", 100)
    monkeypatch.setattr(briefing.access, "may", lambda what: what is not May.CHANGE)
    page.run()
    assert not page.exception
    assert TEXTS("brief.checks") in told(page)
    assert not open_store().jobs(page.query_params[work.IN_ADDRESS])


def test_slides_are_turned_and_the_last_one_ends():
    page = filled()
    page.switch_page(PRESENT).run()
    assert not page.exception
    assert "of low compliance" in told(page)
    assert TEXTS("present.notes") in [one.label for one in page.expander]
    assert TEXTS("present.handout") in [one.label for one in page.get("download_button")]
    for _ in range(3):
        pressed(page, "present_on")
    assert page.query_params["slide"] == "4"
    pressed(page, "present_back")
    assert page.query_params["slide"] == "3"
    page.query_params["slide"] = "99"
    page.run()
    assert next(b for b in page.button if b.key == "present_on").disabled


def test_the_live_slide_answers_anew_and_leaves_the_brief_as_it_is():
    page = filled()
    page.switch_page(PRESENT).run()
    for place in range(4, 14):
        page.query_params["slide"] = str(place)
        page.run()
        if page.slider:
            break
    before = told(page)
    page.slider[0].set_value(0.9).run()
    assert not page.exception
    assert told(page) != before
    assert dict(kept(page).basket[4].params) == {}


def test_without_answers_present_says_what_to_do():
    page = visitor(ANNA)
    page.switch_page(PRESENT).run()
    assert TEXTS("present.empty") in told(page)
