"""The glossary: every word explained, found without accents, the same on paper as on the page."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.core.words import LANGUAGES, Words, texts
from pages.ui import glossary

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "pages"
SCRIPT = PAGES / "start" / "glossary.py"
ENTRY = re.compile(r"\*\*(?P<term>.+)\*\*  \n(?P<meaning>.+)")
SENTENCES = 2


@pytest.fixture
def opened():
    """A function that opens the page in a language, as a link would that has these in it."""

    def at(language="en", **query):
        visitor = AppTest.from_file(SCRIPT, default_timeout=60)
        for key, value in {"lang": language, **query}.items():
            visitor.query_params[key] = value
        return visitor.run()

    return at


def terms(page):
    shown = [ENTRY.fullmatch(part.value) for part in page.markdown]
    return [entry["term"] for entry in shown if entry]


def search(page, text):
    return page.text_input[0].input(text).run()


def slugs(kind):
    return [key.removeprefix(kind) for key in texts(PAGES) if key.startswith(kind)]


def test_every_term_has_a_meaning_and_every_meaning_a_term():
    assert slugs("term.") == slugs("meaning.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meaning_is_one_or_two_sentences(language):
    for slug in slugs("meaning."):
        meaning = Words(PAGES, language)(f"meaning.{slug}")
        assert meaning.endswith("."), (slug, meaning)
        assert len(re.findall(r"\.(?:\s|$)", meaning)) <= SENTENCES, (slug, meaning)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_terms_are_called_alike(language):
    names = [Words(PAGES, language)(f"term.{slug}").casefold() for slug in slugs("term.")]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_term_in_alphabetical_order(opened, language):
    page = opened(language)
    words = Words(PAGES, language)
    assert not page.exception
    assert page.title[0].value == words("glossary.title")
    assert sorted(terms(page)) == sorted(words(f"term.{slug}") for slug in slugs("term."))
    assert terms(page) == sorted(terms(page), key=glossary.place)


def test_accents_do_not_count_in_the_alphabet_but_spanish_n_with_tilde_does():
    shuffled = ["oro", "ñame", "nzima", "Época", "nube", "exposición", "base", "área"]
    in_order = ["área", "base", "Época", "exposición", "nube", "nzima", "ñame", "oro"]
    assert sorted(shuffled, key=glossary.place) == in_order


@pytest.mark.parametrize(
    ("language", "asked", "term"),
    [
        ("en", "GINI", "Gini coefficient"),
        ("es", "periodo", "Período"),
        ("es", "hectarea", "Hectárea (ha)"),
        ("pt", "concessao", "Concessão"),
        ("fr", "Modele", "Modèle"),
        ("fr", "coordonnées système", "Système de coordonnées"),
        ("id", "MERKURI", "Merkuri"),
    ],
)
def test_a_search_ignores_accents_case_and_order(opened, language, asked, term):
    page = opened(language)
    everything = len(terms(page))
    found = terms(search(page, asked))
    assert term in found
    assert len(found) < everything


def test_a_search_reads_the_meanings_too(opened):
    assert "Province" in terms(search(opened(), "admin1"))


@pytest.mark.parametrize("asked", ["", "   ", "…"])
def test_a_search_for_nothing_leaves_every_term(opened, asked):
    page = opened()
    assert terms(search(page, asked)) == terms(opened())


def test_where_nothing_is_found_the_page_says_so(opened):
    page = search(opened(), "zzz")
    assert not terms(page)
    assert "zzz" in page.info[0].value


def test_what_was_asked_is_shown_as_it_was_written(opened):
    page = search(opened(), "{zzz} **[b](c)")
    assert not page.exception
    assert r"\{zzz\} \*\*\[b\](c)" in page.info[0].value


def test_a_search_stays_when_the_language_changes(opened):
    page = search(opened(), "gini")
    page.query_params["lang"] = "fr"
    assert terms(page.run()) == ["Coefficient de Gini"]


def test_the_search_box_holds_no_english_word(opened):
    assert opened("fr").text_input[0].placeholder == ""


def test_a_link_opens_the_page_at_a_word(opened):
    assert terms(opened(word="gini")) == ["Gini coefficient"]


def test_the_guide_has_the_words_of_the_page_in_its_order(opened):
    lines = (ROOT / "docs" / "guide" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")]
    assert rows[1:] == terms(opened())
