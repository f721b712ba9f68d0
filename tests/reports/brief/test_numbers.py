"""Numbers in sentences: bound to their keys, put back, and told from those an author types."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.core.ledger import written
from analytics.core.words import LANGUAGES, Words
from reports.brief import numbers
from reports.brief.content import Number
from reports.imprint import HERE


def number(key, text, value=1.0):
    return Number(key=key, text=text, value=value, form="number")


KNOWN = [number("a.1", "4,460\N{NO-BREAK SPACE}ha"), number("a.2", "12"), number("a.3", "60")]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("4,460\N{NO-BREAK SPACE}ha in 12 places", "{{n:a.1}} in {{n:a.2}} places"),
        ("4,460 ha, typed with a plain space", "{{n:a.1}}, typed with a plain space"),
        ("112 and 12.5 and 4,12 and 12", "112 and 12.5 and 4,12 and {{n:a.2}}"),
        ("12, 60. And 60", "{{n:a.2}}, {{n:a.3}}. And {{n:a.3}}"),
        ("1 260 is one number", "1 260 is one number"),
        ("none", "none"),
    ],
)
def test_only_whole_numbers_are_bound(text, marked):
    assert numbers.bound(text, KNOWN) == marked


@given(st.lists(st.floats(0.001, 1e9), min_size=1, max_size=5), st.sampled_from(list(LANGUAGES)))
@settings(max_examples=25)
def test_binding_and_telling_give_the_text_again(values, language):
    words = Words(HERE, language)
    texts = [words.hectares(value) for value in values]
    known = {f"k.{n}": number(f"k.{n}", text) for n, text in enumerate(texts)}
    text = "; ".join(texts) + "."
    marked = numbers.bound(text, known.values())
    assert numbers.loose(marked) == ()
    assert numbers.told(marked, known) == text


def test_a_sentence_is_as_generated_until_somebody_edits_it():
    known = {one.key: one for one in KNOWN}
    text = "Mining covers 4,460\N{NO-BREAK SPACE}ha."
    assert not numbers.sentence("headline", text, known).is_edited
    assert not numbers.sentence("headline", text, known, f"  {text} ").is_edited
    edited = numbers.sentence("headline", text, known, "About 4,460 ha, 30 of them new.")
    assert edited.is_edited
    assert edited.edited == "About {{n:a.1}}, 30 of them new."
    assert edited.text == "About 4,460\N{NO-BREAK SPACE}ha, 30 of them new."
    assert edited.typed == ("30",)


def test_a_key_an_author_types_is_a_number_of_the_brief_or_stays_as_it_is():
    known = {one.key: one for one in KNOWN}
    edited = numbers.sentence("headline", "x", known, "{{n:a.2}} and {{n:z.9}}")
    assert edited.text == "12 and {{n:z.9}}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,308.4 ha", ["1,308.4"]),
        ("1.308,4 ha", ["1.308,4"]),
        ("1\N{NARROW NO-BREAK SPACE}308,4 ha", ["1308,4"]),
        ("2016 to 2025", ["2016", "2025"]),
        ("in 2025. 12 sites", ["2025", "12"]),
        ("H3", ["3"]),
    ],
)
def test_tokens_are_numbers_without_the_spaces_between_groups(text, found):
    assert numbers.tokens(text) == found


def test_the_same_text_for_two_values_is_one_number():
    ledger = numbers.Ledger("totals")
    words = Words(HERE, "en")

    with written() as kept:
        words.hectares(4458.2)
        words.hectares(4460.1)
        words.percent(float("nan"))
    ledger.add(kept)
    assert list(ledger.numbers) == ["totals.1"]
    assert ledger.numbers["totals.1"].value == 4458.2
