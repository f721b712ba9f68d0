"""Make the pages of docs/ that follow from the code; `--check` only says which are stale.

docs/methods/<slug>.md   the METHOD.md of an analysis, with its version
docs/methods/README.md   the list of them
docs/guide/codes.md      every error and every finding in data, by its stable code
docs/guide/glossary.md   the words of the page Glossary, in English
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from analytics.core.analysis import Analysis, catalogue  # noqa: E402 - needs the path above
from analytics.core.words import texts  # noqa: E402 - as above

METHODS = ROOT / "docs" / "methods"
CODES = ROOT / "docs" / "guide" / "codes.md"
GLOSSARY = ROOT / "docs" / "guide" / "glossary.md"
MADE = "<!-- Made by `make docs` from {source}. Change that, not this page. -->\n\n"


def pages() -> dict[Path, str]:
    """Every page that follows from the code, and what it must say."""
    methods = {METHODS / f"{slug}.md": _method(item) for slug, item in catalogue().items()}
    return methods | {METHODS / "README.md": _methods(), CODES: _codes(), GLOSSARY: _glossary()}


def stale() -> list[Path]:
    """Pages that are missing or say something else, and pages nothing makes any more."""
    wanted = pages()
    orphans = [page for page in METHODS.glob("*.md") if page not in wanted]
    return orphans + [page for page, text in wanted.items() if _said(page) != text]


def write() -> None:
    """Bring every page up to date."""
    wanted = pages()
    for page in stale():
        if page not in wanted:
            page.unlink()
            continue
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(wanted[page], encoding="utf-8")
        print(f"  docs       {page.relative_to(ROOT)}")


def codes(kind: str) -> dict[str, Mapping[str, Any]]:
    """Texts of every `error` or `issue` in the product: code, then language."""
    found: dict[str, Mapping[str, Any]] = {}
    for folder in sorted({file.parent for file in _words()}):
        for key, text in texts(folder).items():
            if key.startswith(f"{kind}."):
                found[key.removeprefix(f"{kind}.")] = text
    return dict(sorted(found.items()))


def _words() -> list[Path]:
    return [
        file
        for top in ("analytics", "pages", "reports")
        for file in (ROOT / top).rglob("words*.toml")
    ]


def _said(page: Path) -> str:
    return page.read_text(encoding="utf-8") if page.is_file() else ""


def _method(analysis: Analysis[Any, Any]) -> str:
    source = analysis.folder / "METHOD.md"
    made = MADE.format(source=source.relative_to(ROOT))
    return f"{made}{_said(source).rstrip()}\n\nVersion of the method: {analysis.version}.\n"


def _methods() -> str:
    rows = [
        f"| [{slug}]({slug}.md) | {item.words('en')('question')} | {item.version} |"
        for slug, item in catalogue().items()
    ]
    head = "# Methods\n\n| analysis | question | version |\n|---|---|---|\n"
    return MADE.format(source="analytics/analyses") + head + "\n".join(rows) + "\n"


def _codes() -> str:
    errors = [f"| `{code}` | {_plain(text['en'])} |" for code, text in codes("error").items()]
    issues = [
        f"| `{code}` | {_plain(text['en'])} | {_options(code)} |"
        for code, text in codes("issue").items()
    ]
    return "\n".join(
        [
            MADE.format(source="the words.toml files") + "# Codes",
            "",
            "Codes are stable: scripts may rely on them. Words in *italics* stand for the facts of",
            "the case. The texts exist in every language of the product; here they are in English.",
            "",
            "## Findings in data",
            "",
            "What `orewatch inspect` and the health card list. The last column names the options",
            "for `--choose CODE=OPTION`, and what each does.",
            "",
            "| code | what was found | options |",
            "|---|---|---|",
            *issues,
            "",
            "## Errors",
            "",
            "What stops a command, with one sentence on standard error and exit status 1.",
            "",
            "| code | what it says |",
            "|---|---|",
            *errors,
            "",
        ]
    )


def _options(code: str) -> str:
    done = codes("done")
    own = {k.removeprefix(f"{code}."): v for k, v in done.items() if k.startswith(f"{code}.")}
    own.pop("choose", None)
    return "<br>".join(f"`{option}`: {_plain(text['en'])}" for option, text in own.items())


def _glossary() -> str:
    said = {key: text["en"] for key, text in texts(ROOT / "pages").items()}
    slugs = [key.removeprefix("term.") for key in said if key.startswith("term.")]
    meanings = {_plain(said[f"term.{slug}"]): _plain(said[f"meaning.{slug}"]) for slug in slugs}
    rows = [f"| {term} | {meanings[term]} |" for term in sorted(meanings, key=str.casefold)]
    shown = "![The page Glossary](../pictures/glossary.png)"
    head = f"# Glossary\n\n{shown}\n\n| word | what it means here |\n|---|---|\n"
    return MADE.format(source="pages/words_glossary.toml") + head + "\n".join(rows) + "\n"


def _plain(text: str | Mapping[str, str]) -> str:
    sentence = text if isinstance(text, str) else text["other"]
    marked = re.sub(r"\{(\w+)[^}]*\}", lambda found: f"*{found[1]}*", sentence)
    return marked.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        for page in stale():
            print(f"{page.relative_to(ROOT)} is stale. Run: make docs")
        sys.exit(bool(stale()))
    write()
