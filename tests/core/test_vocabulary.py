from collections import defaultdict

import pytest

from analytics.core import schema, vocabulary
from analytics.core.countries import code_of
from analytics.core.vocabulary import fold, is_missing, term, terms, terms_in, truth
from analytics.core.words import LANGUAGES, Words, texts


@pytest.mark.parametrize(
    ("target", "words", "slug"),
    [
        ("method", "alluvial aluvial Aluvionar ALLUVIONNAIRE", "alluvial"),
        ("contaminant", "mercury mercurio mercúrio mercure merkuri Hg", "mercury"),
        ("contaminant", "cyanide cianuro cianeto cyanure sianida", "cyanide"),
        ("substance", "gold oro ouro Or emas Au", "gold"),
        ("substance", "tin cassiterite Cassitérite casiterita cassiterita timah", "tin"),
        ("substance", "diamond diamonds diamantes Diamant intan", "diamond"),
        ("substance", "coal carbón carvão charbon batubara", "coal"),
        ("impact_level", "high alto élevé tinggi Alta", "high"),
        ("status", "active activo ativo actif aktif", "active"),
    ],
)
def test_a_term_is_known_in_every_language(target, words, slug):
    assert {term(target, word) for word in words.split()} == {slug}


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("MINÉRIO DE OURO", "gold"),
        ("bijih besi", "iron"),
        ("Iron ore ", "iron"),
        ("minerai d'or", "gold"),
        ("open-pit", None),
        ("Piedras preciosas", "gemstone"),
        ("thermal coal", "coal"),
        ("or mine", None),
        ("orange", None),
        ("", None),
    ],
)
def test_only_whole_values_mean_a_substance(text, slug):
    assert term(schema.SUBSTANCE, text) == slug


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Au, Diamant", ("gold", "diamond")),
        ("gold; silver ;Gold", ("gold", "silver")),
        ("Cu-Co", ("copper", "cobalt")),
        ("oro y plata", ("gold", "silver")),
        ("Au/xyz", ("gold", "xyz")),
        ("Nb-Ta", ("coltan",)),
        ("Sand and gravel", ("gravel",)),
        ("Copper (in sulphate)", ("copper",)),
        ("PGM (palladium, platinum), gold", ("platinum", "gold")),
        ("steel, wire", ("steel, wire",)),
        (" steel ", ("steel",)),
    ],
)
def test_a_cell_is_split_where_that_makes_sense_of_it(text, parts):
    assert terms_in(schema.SUBSTANCE, text) == parts


@pytest.mark.parametrize("target", schema.CATEGORIES)
def test_no_word_means_two_terms(target):
    meant = defaultdict(set)
    for value in terms(target):
        for word in vocabulary._words(target, value):
            meant[fold(word)].add(value)
    assert {word: values for word, values in meant.items() if len(values) > 1} == {}


@pytest.mark.parametrize("target", schema.CATEGORIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_a_label_that_leads_back_to_it(target, language):
    words = Words(vocabulary.HOME, language)
    for value in terms(target):
        assert term(target, words(f"category.{target}.{value}")) == value
        assert term(target, value) == value


def test_every_label_has_a_term_and_every_column_a_label():
    labels = texts(vocabulary.HOME)
    for key in labels:
        if key.startswith("category."):
            _, target, value = key.split(".")
            assert value in terms(target), key
    assert all(f"column.{name}" in labels for name in schema.COLUMNS)
    assert all(f"period.{kind}" in labels for kind in schema.PeriodKind)
    assert all(f"area.{basis}" in labels for basis in schema.AreaBasis)
    assert all(f"measure.{measure}" in labels for measure in schema.Measure)


def test_a_stored_cell_is_said_in_the_readers_language():
    french = Words(vocabulary.HOME, "fr")
    assert vocabulary.label(schema.SUBSTANCE, "gold; tin", french) == "Or; Étain"
    assert vocabulary.label(schema.SUBSTANCE, "gold; xyz", french) == "Or; xyz"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "--",
        "n/a",
        "N/A",
        "s/d",
        "ND",
        "n.d.",
        "sem dados",
        "Não informado",
        "inconnu",
        "DADO NÃO CADASTRADO",
        "tidak ada data",
        "#N/A",
        "?",
        "<null>",
        "sin información",
    ],
)
def test_words_for_not_known_are_nothing(text):
    assert is_missing(text)


@pytest.mark.parametrize("text", ["0", "-99", "none", "ninguno", "no", "Dana", "Nada", "x"])
def test_zero_and_none_are_not_nothing(text):
    assert not is_missing(text)


def test_yes_and_no_are_understood_in_every_language():
    assert {truth(t) for t in ("TRUE", "sí", "Sim", "oui", "ya", "1", "verdadeiro")} == {True}
    assert {truth(t) for t in ("FALSE", "no", "Não", "non", "tidak", "0", "falso")} == {False}
    assert truth("maybe") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("BRA", "BRA"),
        ("br", "BRA"),
        ("076", "BRA"),
        ("Brasil", "BRA"),
        ("BRÉSIL", "BRA"),
        ("República Federativa do Brasil", "BRA"),
        ("DRC", "COD"),
        ("RDC", "COD"),
        ("Congo, Dem. Rep.", "COD"),
        ("Democratic Republic of Congo", "COD"),
        ("Congo, Rep.", "COG"),
        ("Congo", None),
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("Guyane", "GUF"),
        ("French Guiana", "GUF"),
        ("Guyana", "GUY"),
        ("Guinea", "GIN"),
        ("Guinée équatoriale", "GNQ"),
        ("France", "FRA"),
        ("Kosovo", "XKX"),
        ("Turkey", "TUR"),
        ("Bosnia and Herzegovina", "BIH"),
        ("Deutschland", "DEU"),
        ("ZAR", None),
        ("-99", None),
        ("AP", None),
        ("Pará", None),
        ("", None),
    ],
)
def test_a_country_is_known_by_code_and_by_name(text, code):
    assert code_of(text) == code


def test_every_country_is_known_by_its_own_name_in_every_language():
    from analytics.core.countries import WITHDRAWN, name, two_letters

    for language in LANGUAGES:
        locale = Words(vocabulary.HOME, language).locale
        for code in two_letters():
            called = name(code, locale)
            if code not in WITHDRAWN and called != code:
                known = code_of(called)
                assert known == code or fold(called) in ("congo", "kongo"), (
                    language,
                    called,
                    known,
                )
