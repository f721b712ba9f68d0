"""Every text exists in five languages, with the same facts in it."""

import string
from pathlib import Path

import pytest
from babel import Locale

from analytics.core.words import DEFAULT_LOCALES, LANGUAGES, texts

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(
    {
        file.parent
        for top in ("analytics", "pages", "reports")
        for file in (ROOT / top).rglob("words*.toml")
    }
)
NAMES_ALONE = 2  # words in a row that may rightly be alike everywhere, such as "Orewatch API"


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def forms(text):
    return {"other": text} if isinstance(text, str) else text


every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: str(f.relative_to(ROOT)))


@every_folder
def test_every_text_speaks_every_language(folder):
    for key, by_language in texts(folder).items():
        assert by_language.keys() == LANGUAGES.keys(), key
        assert all(form.strip() for text in by_language.values() for form in forms(text).values())


@every_folder
def test_the_facts_are_the_same_in_every_language(folder):
    for key, by_language in texts(folder).items():
        wanted = placeholders(forms(by_language["en"])["other"])
        for language, text in by_language.items():
            for form, words in forms(text).items():
                found = placeholders(words)
                assert found <= wanted, (key, language, form)
                assert form == "one" or found == wanted, (key, language, form)


@every_folder
def test_plural_forms_are_those_of_the_language(folder):
    for key, by_language in texts(folder).items():
        for language, text in by_language.items():
            rule = Locale.parse(DEFAULT_LOCALES[language]).plural_form
            known = {*rule.tags, "other"}
            assert "other" in forms(text), (key, language)
            assert forms(text).keys() <= known, (key, language)


@every_folder
def test_no_english_is_left_over(folder):
    for key, by_language in texts(folder).items():
        english = forms(by_language["en"])["other"]
        words = [w for w in english.split() if w.isalpha() and w.islower() and len(w) > 2]
        if len(words) <= NAMES_ALONE:
            continue
        same = [
            language
            for language, text in by_language.items()
            if language != "en" and forms(text)["other"] == english
        ]
        assert not same, (key, same)
