"""From answers to a brief: page 1, figures, messages, proposals, what is missing and why."""

import re
from dataclasses import replace

import pytest

import analytics
from analytics.core.section import Figure
from analytics.core.words import LANGUAGES, Words
from analytics.intake.series import from_bytes
from reports.brief import actions, answers, compose, confidence, manifest, numbers, opening
from reports.brief.compose import counted
from reports.brief.content import Absent, Scope
from reports.brief.order import Audience, BriefError, Wanted
from tests.reports.brief.briefs import brief, given, order
from tests.shapes import dataset, square

MOST_WORDS = {"headline": 18, "message": 25}


def test_page_1_says_what_was_found():
    made = brief()
    assert made.headline.text == (
        "2,600\N{NO-BREAK SPACE}ha of mining in Velumbra and Quenara, 2016 to 2025; "
        "69\N{NO-BREAK SPACE}% of it of low compliance"
    )
    assert [tile.key for tile in made.tiles] == list(opening.TILES)
    assert all(tile.value and tile.span for tile in made.tiles)
    assert made.map.name.startswith("compliance-map-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_page_1_are_short(language):
    made = brief(language=language)
    assert counted(made.headline.text) <= MOST_WORDS["headline"]
    assert 3 <= len(made.messages) <= 5
    for message in made.messages:
        assert counted(message.sentence.text) <= MOST_WORDS["message"], message.sentence.text
        assert message.refers


def test_a_number_and_its_unit_are_one_word():
    assert counted("Sur 2 600 ha ; 69 %") == 3


def test_one_page_refers_to_no_figure_it_does_not_hold():
    assert not any(one.refers for one in brief(audience=Audience.FLASH).messages)


def test_figures_are_counted_through():
    made = brief()
    assert [one.number for one in made.exhibits] == list(range(1, len(made.exhibits) + 1))
    assert len({one.name for one in made.exhibits}) == len(made.exhibits)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_number_of_a_generated_sentence_has_a_key(language):
    made = brief(language=language)
    radii = {"1", "5", "10"}  # kilometres: parameters of People
    odds = {"8", "80", "95"}  # of a range, by its definition
    for sentence in manifest.sentences(made):
        assert set(numbers.loose(sentence.generated)) <= radii | odds, sentence
        assert numbers.told(sentence.generated, made.numbers) == sentence.text
        assert set(numbers.keys(sentence.generated)) <= set(made.numbers)


def test_a_key_number_is_the_one_of_its_answer():
    known = opening.facts(brief().blocks)
    runs = {one.run.analysis.slug: one.run.result for one in given()}
    low = runs["compliance"].by_class.set_index("class").loc["low"]
    assert known["low"].number == low["share"]
    assert known["people"].number == runs["exposure"].total.people
    inside = runs["compliance"].pieces.query("is_restricted and not is_sliver")
    assert known["nogo"].number == inside["site_id"].nunique()


def test_what_an_author_edits_is_kept_and_marked():
    edits = {"headline": "A third of 2,600 ha needs a look", "action.verify": "Go and see."}
    made = brief(edits=edits)
    assert made.headline.is_edited
    assert "{{n:" in made.headline.edited
    record = made.manifest["sentences"]
    assert record["headline"]["is_edited"]
    assert record["action.verify"]["text"] == "Go and see."
    assert not record["message.totals"]["is_edited"]


def test_a_tile_without_data_says_why():
    some = [one for one in given() if one.wanted.slug not in ("exposure", "compliance")]
    gone = Absent(title="People", reason="No grid.", slug="exposure")
    tiles = {tile.key: tile for tile in compose.compose(order(), some, (gone,)).tiles}
    assert (tiles["people"].value, tiles["people"].why) == ("", "No grid.")
    assert tiles["low"].why == "No ground could be classed."


def test_nothing_to_tell_is_refused():
    with pytest.raises(BriefError, match="nothing to make a brief from"):
        compose.compose(order(), [one for one in given() if one.is_lent])


def test_an_answer_that_cannot_be_given_is_told_with_its_reason():
    data = analytics.sample().where({"country": []})
    found, absent = answers.ask([Wanted(slug="totals")], lambda _: data)
    assert not [one for one in found if not one.is_lent] or absent
    assert all(one.reason for one in absent)


def test_an_answer_asked_twice_has_two_keys():
    twice = [given()[0], replace(given()[0], wanted=replace(given()[0].wanted, title="Again"))]
    made = compose.compose(order(), twice)
    assert [block.key for block in made.own] == ["totals", "totals-2"]
    assert made.own[1].title == "Again"


def test_one_picture_alone_brings_no_table():
    wanted = replace(given()[0].wanted, picture="chart-1")
    made = compose.compose(order(), [replace(given()[0], wanted=wanted)])
    assert [one.name for one in made.exhibits] == ["totals-chart-1"]
    assert made.own[0].tables == ()


def test_proposals_are_tied_to_findings_and_chosen_by_the_author():
    made = brief()
    assert [one.key for one in made.actions] == ["protect", "verify", "cadastre"]
    assert all(one.because and one.source and one.link for one in made.actions)
    assert [one.key for one in brief(actions=("supply",)).actions] == ["supply"]
    assert brief(actions=()).actions == ()
    with pytest.raises(BriefError, match="no proposal called"):
        brief(actions=("bomb",))


def test_the_library_is_cited_and_worded_in_all_languages():
    for key, one in actions.library().items():
        assert one.source
        assert one.link.startswith("https://")
        assert one.when
        assert all(Words(compose.HERE, language)(f"action.{key}") for language in LANGUAGES)


@pytest.mark.parametrize(
    ("found", "level"), [((), "high"), (("stated",), "medium"), (("a",) * 3, "low")]
)
def test_confidence_falls_with_the_reasons_for_doubt(found, level):
    words = Words(compose.HERE, "en")
    codes = tuple("stated" for _ in found)
    assert confidence.told(codes, words).startswith(f"Confidence: {level}.")


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("One. Two.", "One. Two."),
        ("a " * 20 + "end; " + "b " * 10 + "end.", "a " * 20 + "end."),
        ("a " * 40 + "end.", "a " * 40 + "end."),
    ],
)
def test_a_long_sentence_is_cut_at_a_pause_or_not_at_all(text, short):
    assert compose.shortened(text) == short


def test_the_citation_names_author_data_and_version():
    told = brief(organisation="Ministry of Mines").trust.citation
    assert told.startswith("Ministry of Mines (2026): Mining in Velumbra and Quenara.")
    assert re.search(r"Orewatch \d", told)


def test_changes_since_the_last_brief_are_told():
    told = brief(before={"area": 2000.0, "people": 1e9}).trust.changes
    assert told[0].startswith("Mined area: 2,600\N{NO-BREAK SPACE}ha; it was 2,000")
    assert len(told) == 2


SERIES = b"unit,period,value_ha,kind\n" + b"".join(
    b"%b,%d,%d,flow\n" % (unit, year, 100 + 10 * (year - 2010) + more)
    for unit, more in ((b"North", 0), (b"South", 300))
    for year in range(2012, 2025)
)


def test_a_table_of_series_tells_what_it_can():
    data = from_bytes(SERIES, "series.csv")
    entries = answers.standard(data)
    found, absent = answers.ask(entries, lambda _: data)
    made = compose.compose(order(entries=entries), found, absent)
    assert made.headline.text == "540\N{NO-BREAK SPACE}ha of mining: South, 2024"
    assert made.scope.place == "North and South"
    assert made.scope.period == "2012 to 2024"
    latest, ahead = made.tiles
    assert (latest.label, latest.value) == ("South, 2024", "540\N{NO-BREAK SPACE}ha")
    assert latest.change == "+10\N{NO-BREAK SPACE}ha (+2\N{NO-BREAK SPACE}%)"
    assert len(latest.line) == 13
    assert ahead.label == "Expected, 2025 to 2027"
    assert "in 8 of 10 cases" in ahead.span
    assert [one.slug for one in absent if not one.is_lent] == []


def ground(**more):
    rows = [{"country": "PER", "period": "2023", "area_ha": 10.0, "geometry": square(-70, -12)}]
    return dataset([{**rows[0], **more}])


def opened(data):
    found, absent = answers.ask((Wanted(slug="compliance"),), lambda _: data)
    return compose.compose(order(), found, absent)


def test_ground_nobody_could_judge_is_not_called_lawful():
    made = opened(ground())
    assert "%" not in made.headline.text
    (low,) = [tile for tile in made.tiles if tile.key == "low"]
    assert (low.value, low.why) == ("", "No ground could be classed.")
    assert made.messages[0].sentence.text.startswith("Without layers of concessions and of zones")
    assert made.map.caption.startswith("1 piece of mined ground")


def test_what_has_no_area_says_so():
    tiles = {tile.key: tile for tile in opened(ground(area_ha=float("nan"))).tiles}
    assert tiles["area"].why == tiles["new"].why == "The records state no area."


def test_doubt_about_most_of_it_is_the_finding():
    known = {
        "area": Figure("", "10 ha", key="area"),
        "low": Figure("", "10 %", key="low", number=0.1),
        "undetermined": Figure("", "60 %", key="undetermined", number=0.6),
    }
    where = Scope(place="Peru", period="2023", countries=("Peru",))
    told = opening.headline(known, where, Words(compose.HERE, "en"))
    assert told == "10 ha of mining in Peru, 2023; for 60 % of it compliance cannot be told"
