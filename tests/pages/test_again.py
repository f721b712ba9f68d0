"""What is given again from memory: only to who asks the same of the same data in the same words."""

from dataclasses import replace

from streamlit.testing.v1 import AppTest

import analytics
from analytics.core.analysis import find
from pages.ui import analysis

TOTALS = find("totals")


def answer(data=None, language="en", **params):
    data = analytics.sample() if data is None else data
    return analysis.answer(TOTALS, data, TOTALS.params(**params), language)


def test_the_same_question_has_the_same_answer():
    first, again = answer(), answer()
    assert first.run is again.run
    assert first.told is again.told
    assert first.key == again.key


def test_a_key_stands_for_all_that_an_answer_depends_on():
    data = analytics.sample()
    sources = data.provenance
    others = {
        "language": answer(language="fr"),
        "region": answer(language="es-PE"),
        "parameter": answer(by="province"),
        "filter": answer(data.where({"country": ["XAA"]})),
        "name": answer(replace(data, name="mine.csv")),
        "source": answer(
            replace(data, provenance=(replace(sources[0], licence="CC0"), *sources[1:]))
        ),
    }
    keys = {answer().key, *(other.key for other in others.values())}
    assert len(keys) == 1 + len(others)


def test_a_page_of_the_menu_is_each_visitors_own():
    """Streamlit marks the one that it draws: a page shared by two would be drawn for one alone."""

    def script():
        import streamlit as st

        from pages.ui import navigation

        one, other = navigation.glossary(), navigation.glossary()
        st.text(f"{one.title} {one.url_path} {one == other} {one is other}")

    for language, title in (("en", "Glossary"), ("fr", "Glossaire"), ("en", "Glossary")):
        page = AppTest.from_function(script)
        page.query_params["lang"] = language
        assert page.run().text[0].value == f"{title} glossary False False"
