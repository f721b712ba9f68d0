"""What a person typed: in the form that every file holds, or refused."""

import pytest

from analytics.core.errors import NotKnown
from reports.brief.order import MOST, BriefError, Order, Wanted
from tests.reports.brief.briefs import CREATED


def order(**changes):
    return Order(created=CREATED, **changes)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ministério das Minas", "Ministério das Minas"),
        ("two\r\nlines\u2028here", "two lines here"),
        ("Restricted \u202ecilbuP\u202c", "Restricted cilbuP"),
        ("\u2067a\u2069\u200f", "a"),
        ("a\x00b\x1b[31m", "a\ufffdb\ufffd[31m"),
        ("\udcff\ud800", "\ufffd\ufffd"),
        ("क्‍ष 👩🏽‍🌾", "क्‍ष 👩🏽‍🌾"),
    ],
)
def test_a_text_is_one_line_that_any_file_can_hold(typed, kept):
    made = order(organisation=typed, edits={"headline": typed}, link=typed)
    assert (made.organisation, made.edits["headline"], made.link) == (kept, kept, kept)
    assert Wanted(slug="totals", title=typed).title == kept


@pytest.mark.parametrize("name", ["organisation", "author", "contact"])
def test_a_text_that_no_form_has_room_for_is_refused(name):
    assert order(**{name: "x" * MOST[name]})
    with pytest.raises(BriefError, match="201 letters"):
        order(**{name: "x" * (MOST[name] + 1)})


def test_a_link_that_is_too_long_leads_nowhere():
    assert order(link="https://a.example/?" + "x" * 2000).link == ""


@pytest.mark.parametrize(
    ("tag", "kept"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("en_US", "en-US"),
        ("es-pe", "es-PE"),
        ("es-419", "es-419"),
        ("fr-", "fr"),
        ("id_ID_x", "id"),
    ],
)
def test_a_language_is_told_as_documents_tell_it(tag, kept):
    assert order(language=tag).language == kept


def test_a_language_we_do_not_speak_is_refused():
    with pytest.raises(NotKnown):
        order(language="xx")
