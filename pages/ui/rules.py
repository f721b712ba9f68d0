"""The rules of an answer on its page: read in plain words, edited, checked, taken away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.analyses.compliance import ANALYSIS
from analytics.analyses.compliance.caveats import layer
from analytics.analyses.compliance.plainly import Told, told
from analytics.analyses.compliance.rules import shelf
from analytics.analyses.compliance.rules.read import FOLDER, check
from analytics.core.words import Words
from pages.access import May
from pages.ui import access, folded, form, section, session
from pages.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.analyses.compliance.rules.fault import Fault
    from analytics.analyses.compliance.rules.rule import Citation, Rules
    from pages.ui.analysis import Answer

OPEN, EDIT = "rules_open", "rules_edit"  # say so in the session
OWN: Final = "own"  # in keys: rules whose text is the visitor's
SLUG: Final = ANALYSIS.slug
MOST_FAULTS: Final = 20
HEIGHT_PX: Final = 420
HTTP: Final = ("http://", "https://")


def show(answer: Answer) -> None:
    """Which rules these are, what each says, and the text to change."""
    words, chosen = session.words(), answer.run.result.chosen
    rules = shelf.rules(chosen)
    section.kept(answer, "rules' standing", partial(_standing, rules, chosen, answer.language))
    read = partial(section.kept, answer, "rules", partial(_read, answer, rules))
    folded.fold(words("rules.read"), read, icon=":material/menu_book:", key=OPEN)
    edit = partial(_editor, chosen, rules)
    folded.fold(words("rules.edit"), edit, icon=":material/edit_document:", key=EDIT)


def _read(answer: Answer, rules: Rules) -> None:
    plainly(answer, told(rules, ANALYSIS.words(answer.language)))


def plainly(answer: Answer, some: Sequence[Told]) -> None:
    """Rules in plain words, each with its law, its use and what it decided."""
    said = ANALYSIS.words(answer.language)
    rows = answer.run.result.rules.set_index("id")
    for one in some:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{plain(one.title)}**")
            if one.lines:
                st.markdown("\n".join(f"- {plain(line)}" for line in one.lines))
            _law(one.citation)
            use, area = rows.loc[one.id, "use"], float(rows.loc[one.id, "area_ha"])
            decided = session.words()("rules.decided", area=said.hectares(area))
            st.caption(f"{plain(said(f'use.{use}')).capitalize()}. {decided}")


def notices(answer: Answer) -> None:
    """That nobody stands for the rules yet, and what is provisional for want of layers."""
    section.kept(answer, "notices", partial(_notices, answer))


def _notices(answer: Answer) -> None:
    result, words = answer.run.result, ANALYSIS.words(answer.language)
    if not result.verified_by:
        said = words("caveat.unverified", version=result.version)
        st.warning(plain(said), icon=":material/gavel:")
    if not result.has_titles:
        st.warning(plain(words("caveat.no-titles")), icon=":material/layers_clear:")
    if result.missing:
        named = words.join(layer(name, words) for name in result.missing)
        said = words("caveat.missing", layers=named)
        st.info(plain(said), icon=":material/layers:")


def _standing(rules: Rules, chosen: str, language: str) -> None:
    """Name, version and whether a person stands for them."""
    words, is_own = session.words(), chosen not in shelf.NAMES
    st.subheader(words("rules.title"), anchor=False)
    name = rules.title if is_own else ANALYSIS.words(language)(f"choice.rules.{chosen}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(name)}**" if name else "")
        st.badge(words("rules.version", version=plain(rules.version)), color="gray")
        if is_own:
            st.badge(words("rules.own"), color="blue", icon=":material/edit:")
        if rules.is_verified:
            st.badge(_by(rules, words), color="green", icon=":material/verified:")
        else:
            st.badge(words("rules.unverified"), color="orange", icon=":material/gavel:")
    if rules.note:
        st.caption(words("rules.note", note=plain(rules.note)))


def _by(rules: Rules, words: Words) -> str:
    who = plain(rules.verified_by)
    if rules.verified_on is None:
        return words("rules.verified", who=who)
    return words("rules.verified-on", who=who, date=words.date(rules.verified_on))


def _law(law: Citation) -> None:
    words = session.words()
    cited = plain(", ".join(part for part in (law.law, law.article) if part))
    line = words("rules.law", law=cited)
    if law.url.startswith(HTTP):
        line += f" · [{plain(law.url)}]({law.url.replace(')', '%29').replace(' ', '%20')})"
    if not law.is_checked:
        line += f" · *{words('rules.unchecked')}*"
    st.markdown(f":small[{line}]")
    if law.note:
        st.caption(words("rules.note", note=plain(law.note)))


def _editor(chosen: str, rules: Rules) -> None:
    """The text, what is wrong with it by line, and what to do with it."""
    words, is_own = session.words(), chosen not in shelf.NAMES
    key = f"rules_text_{OWN if is_own else chosen}"
    before = chosen if is_own else shelf.text(chosen)
    text = st.text_area(
        words("rules.text"),
        before,
        height=HEIGHT_PX,
        key=key,
        help=words("rules.text.help"),
        persist_state="page",  # a text that is being written is not lost when the fold is closed
    )
    faults, _ = check(text)
    if faults:
        _faults(faults)
    else:
        st.caption(f":material/check: {words('rules.sound')}")
    with st.container(horizontal=True):
        st.button(
            words("rules.use"),
            icon=":material/play_arrow:",
            type="primary",
            disabled=bool(faults) or text == before or not access.may(May.CHANGE),
            on_click=partial(_use, key),
        )
        st.download_button(
            words("rules.take"),
            text,
            file_name=f"orewatch-rules-{rules.country or shelf.GENERIC}-{rules.version}.yaml",
            mime="application/yaml",
            icon=":material/download:",
            on_click="ignore",
        )
        st.button(
            words("rules.reset"),
            icon=":material/restart_alt:",
            type="tertiary",
            on_click=partial(_reset, key, rules),
        )


def _faults(faults: Sequence[Fault]) -> None:
    words, said = session.words(), Words(FOLDER, session.language())
    lines = [
        plain(said("rules.line", line=str(one.line), fault=one.text(said)))
        for one in faults[:MOST_FAULTS]
    ]
    listed = "\n".join(f"- {line}" for line in lines)
    st.error(f"{words('rules.faults', count=len(faults))}\n\n{listed}", icon=":material/error:")


def _use(key: str) -> None:
    """Answer by the text from now on; one that came with the product goes by its name."""
    text = str(session.widget(key))
    if check(text)[0]:
        return
    name = next((name for name in shelf.NAMES if shelf.text(name) == text), "")
    form.change(SLUG, rules=name or text)
    st.toast(session.words()("rules.used"), icon=":material/check:")


def _reset(key: str, rules: Rules) -> None:
    """Answer by the set of the same country that came with the product, else by the general one."""
    session.let_go(key)
    name = rules.country if rules.country in shelf.NAMES else shelf.GENERIC
    session.let_go(f"rules_text_{name}")
    form.change(SLUG, rules=name)
