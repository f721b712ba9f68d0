"""How the method is told on a page."""

from analytics.core.analysis import find
from analytics.core.words import Words
from pages.ui import session


def test_a_method_in_another_language_than_the_readers_says_so_and_is_summed_up(opened):
    told = Words(session.TEXTS, "fr")("section.method.english")
    summary = find("totals").words("fr")("method.summary")
    for language, is_there in (("fr", True), ("en", False)):
        page = opened("explore/totals.py", lang=language)
        assert not page.exception
        assert (told in [text.value for text in page.caption]) is is_there
        assert (summary in [text.value for text in page.markdown]) is is_there
