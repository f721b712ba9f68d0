"""What a visitor sees when something goes wrong."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics.core.errors import NotKnown
from pages.ui import errors
from pages.ui.plain import plain


def failing():
    import streamlit as st

    from analytics.core.errors import NotKnown
    from pages.ui import errors

    with errors.polite():
        raise NotKnown("analysis", name="x$y$", known="totals")
    st.title("never reached")


def test_our_errors_are_one_sentence_and_end_the_page():
    page = AppTest.from_function(failing).run()
    assert not page.exception
    assert [e.value.replace("\\", "") for e in page.error] == [
        NotKnown("analysis", name="x$y$", known="totals").text("en")
    ]
    assert not page.title


def broken():
    from pages.ui import errors

    errors.shown(ValueError("/secret/path"))


def test_what_is_not_ours_gets_a_number_and_no_details(capfd):
    page = AppTest.from_function(broken).run()
    text = page.error[0].value
    number = text.split("number ")[1][:8]
    assert "secret" not in text
    assert number in "".join(capfd.readouterr())


def test_every_error_has_its_own_number(capfd):
    assert errors.report(ValueError()) != errors.report(ValueError())
    capfd.readouterr()


def test_the_log_names_the_place_and_keeps_the_data_to_itself(capfd):
    """The renderer of the log would print every variable: slow, and the visitor's business."""

    def failing():
        private = "the visitor's own rows"
        raise ValueError(len(private))

    with pytest.raises(ValueError, match="22") as caught:
        failing()
    errors.report(caught.value)
    log = "".join(capfd.readouterr())
    assert "failing" in log
    assert "own rows" not in log.replace('private = "the visitor\'s own rows"', "")


@pytest.mark.parametrize(
    "text",
    ["$5 to $6", "a_b_c", "**x**", "<b>", "[a](http://x)", "`code`", ":red[x]", "1\\2", "# x"],
)
def test_text_from_data_stays_text(text):
    import re

    assert re.sub(r"\\(\W|_)", r"\1", plain(text)) == text
    assert not re.search(r"(?<!\\)[$*_`<\[#]", plain(text))
