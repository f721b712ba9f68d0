"""One look: the theme of the pages is the theme of charts and paper."""

import tomllib
from pathlib import Path

import pytest

from analytics.viz import theme

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
TONES = {"light": theme.LIGHT, "dark": theme.DARK}
KNOWN = {
    *theme.CATEGORIES,
    *theme.AMOUNTS,
    theme.ACCENT,
    *theme.LIGHT.values(),
    *theme.DARK.values(),
    *theme.LAND.values(),
    *theme.WATER.values(),
    *theme.PRESS.values(),
    *theme.LINK.values(),
}


def colours(table):
    for value in table.values():
        if isinstance(value, dict):
            yield from colours(value)
        elif isinstance(value, list):
            yield from (item for item in value if str(item).startswith("#"))
        elif str(value).startswith("#"):
            yield value


def test_every_colour_is_one_of_the_house():
    assert set(colours(CONFIG["theme"])) <= KNOWN


@pytest.mark.parametrize("tone", TONES)
def test_ground_and_ink_are_those_of_the_charts(tone):
    config = CONFIG["theme"][tone]
    assert config["backgroundColor"] == TONES[tone]["ground"]
    assert config["textColor"] == TONES[tone]["ink"]
    assert config["borderColor"] == TONES[tone]["grid"]


def test_charts_have_the_colours_of_the_house():
    assert CONFIG["theme"]["chartCategoricalColors"] == list(theme.CATEGORIES)


def luminance(code):
    parts = [int(code[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(colour, ground, share):
    """`share` of `colour` over `ground`, as Streamlit makes captions and the chosen of several."""
    over, under = (bytes.fromhex(code[1:]) for code in (colour, ground))
    parts = [round(a * share + b * (1 - share)) for a, b in zip(over, under, strict=True)]
    return f"#{bytes(parts).hex()}"


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("name", ["textColor", "primaryColor", "linkColor"])
def test_text_can_be_read(tone, name):
    config = CONFIG["theme"][tone]
    assert contrast(config[name], config["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("tone", TONES)
def test_captions_can_be_read_on_the_page_and_at_its_side(tone):
    config = CONFIG["theme"][tone]
    for ground in (config["backgroundColor"], config["sidebar"]["backgroundColor"]):
        assert contrast(mixed(config["textColor"], ground, 0.6), ground) >= 4.5


@pytest.mark.parametrize("tone", TONES)
def test_the_chosen_one_of_several_can_be_read_on_its_tint(tone):
    config = CONFIG["theme"][tone]
    press, ground = config["primaryColor"], config["backgroundColor"]
    assert contrast(press, mixed(press, ground, 0.1)) >= 4.5


def test_white_can_be_read_on_what_is_pressed():
    """By night ink stands on it instead (pages/ui/pressed.py)."""
    assert contrast("#ffffff", theme.PRESS["light"]) >= 4.5
    assert contrast(theme.DARK["ground"], theme.PRESS["dark"]) >= 4.5


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("browser", "gatherUsageStats", False),
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", False),
        ("client", "toolbarMode", "minimal"),
        ("server", "enableAgentApi", False),
        ("server", "maxUploadSize", 200),
    ],
)
def test_nothing_is_told_to_strangers(section, key, value):
    assert CONFIG[section][key] == value


def test_memory_for_cached_data_is_bounded():
    assert CONFIG["server"]["maxCacheDataSize"]


def test_the_icon_of_the_tab_is_a_local_file():
    """Without one the browser asks a font server for it (T6)."""
    assert (ROOT / "pages" / "assets" / "icon.png").read_bytes().startswith(b"\x89PNG")
