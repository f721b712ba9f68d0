"""Slides made of the brief: large type, nothing round them, one live question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.core.errors import OrewatchError
from pages.ui import briefing, downloads, navigation, session, work
from pages.ui import section as sections
from pages.ui.analysis import Answer
from pages.ui.plain import plain
from reports.media import MIME

if TYPE_CHECKING:
    from analytics.core.analysis import Run
    from reports.brief.content import Block, Brief, Exhibit

PLACE: Final = "slide"  # in the address: 1, 2, …
#: Answers that may be asked anew while people look on, and the parameter a slider changes.
LIVE: Final = {"scenario": "coverage"}
HIDDEN: Final = """<style>
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stSidebarCollapsedControl"],
[data-testid="stExpandSidebarButton"] { display: none !important; }
[data-testid="stMainBlockContainer"] { padding: 1.5rem 4vw 1rem; max-width: none; }
[data-testid="stMainBlockContainer"] h1 {
  font-size: clamp(1.9rem, 3.6vw, 3.4rem); line-height: 1.15; }
[data-testid="stMainBlockContainer"] h2 {
  font-size: clamp(1.5rem, 2.6vw, 2.4rem); line-height: 1.2; }
[data-testid="stMainBlockContainer"] h3 {
  font-size: clamp(1.3rem, 2.2vw, 2rem); line-height: 1.25; }
[data-testid="stMainBlockContainer"] p, [data-testid="stMainBlockContainer"] li {
  font-size: clamp(1.05rem, 1.6vw, 1.6rem); line-height: 1.4; }
[data-testid="stMetricValue"], [data-testid="stMetricValue"] p {
  font-size: clamp(2rem, 4vw, 3.6rem) !important; line-height: 1.2; font-weight: 700; }
.st-key-present_slide { height: calc(100dvh - 13rem) !important; min-height: 26rem; }
.st-key-present_slide [data-testid="stPopover"] { display: none; }
@media (min-width: 900px) {
  .st-key-present_slide [data-testid="stVegaLiteChart"] {
    zoom: 1.5; width: 66.6% !important; max-width: 66.6% !important; overflow: visible !important; }
}
</style>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """What one slide shows."""

    kind: str  # "title", "numbers", "map", "figure", "live", "actions", "trust"
    block: Block | None = None
    exhibit: Exhibit | None = None


def draw() -> None:
    """The slide that is open; without a brief, how to get one."""
    words = session.words()
    if not work.current().basket:
        st.title(words("present.title"), anchor=False)
        st.info(words("present.empty"), icon=":material/slideshow:")
        st.page_link(navigation.brief(), icon=":material/arrow_forward:")
        return
    briefing.wait_for_answers()
    st.html(HIDDEN)
    try:
        brief = briefing.brief()
    except OrewatchError as error:
        st.error(error.text(session.language()), icon=":material/error:")
        st.page_link(navigation.brief(), icon=":material/arrow_back:")
        return
    shown = slides(brief)
    at = _at(len(shown))
    with st.container(key="present_slide", height=620, border=False):
        DRAWN[shown[at].kind](brief, shown[at])
    _turn(at, len(shown), brief, shown[at])


def slides(brief: Brief) -> list[Slide]:
    """In the order they are shown: the finding first, what stands behind it last."""
    found = [Slide(kind="title"), Slide(kind="numbers")]
    found += [Slide(kind="map", exhibit=brief.map)] if brief.map else []
    for block in brief.own:
        found += [Slide(kind="figure", block=block, exhibit=one) for one in block.exhibits]
        if block.run.analysis.slug in LIVE:
            found.append(Slide(kind="live", block=block))
    found += [Slide(kind="actions")] if brief.actions else []
    return [*found, Slide(kind="trust")]


def _at(count: int) -> int:
    text = session.asked(PLACE) or "1"
    return min(max(int(text) if text.isdecimal() else 1, 1), count) - 1


def _turn(at: int, count: int, brief: Brief, shown: Slide) -> None:
    """Back, on, and out, by hand or with the arrow keys; the handout, and what to say."""
    words = session.words()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            words("present.back"),
            icon=":material/arrow_back:",
            shortcut="Left",
            disabled=at == 0,
            on_click=partial(_go, at),
            key="present_back",
        )
        st.button(
            words("present.on"),
            icon=":material/arrow_forward:",
            shortcut="Right",
            disabled=at == count - 1,
            on_click=partial(_go, at + 2),
            key="present_on",
        )
        st.markdown(f"{at + 1} / {count}", width="stretch")
        _handout(brief)
        if st.button(
            words("present.leave"), icon=":material/close:", shortcut="Esc", key="present_leave"
        ):
            session.remember({PLACE: ""})
            st.switch_page(navigation.brief())
    st.caption(f"{words('present.keys')} · {plain(_foot(brief))}")
    _notes(brief, shown)


def _handout(brief: Brief) -> None:
    """The slides on paper; made when it is pressed."""
    lacks = downloads.lacks_for_pdf()
    st.download_button(
        session.words()("present.handout"),
        partial(_printed, brief),
        file_name=f"orewatch-slides{'-sample-data' if brief.is_sample else ''}.pdf",
        mime=MIME[".pdf"],
        on_click="ignore",
        icon=":material/print:",
        key="present_handout",
        disabled=lacks is not None,
        help=lacks.text(session.language()) if lacks else None,
    )


def _printed(brief: Brief) -> bytes:
    """Outside the page's run: the same brief as slides, under the number of its own record."""
    from reports.brief import manifest, page
    from reports.brief.order import Audience

    told = replace(brief, order=replace(brief.order, audience=Audience.DECK))
    record = manifest.manifest(told)
    return page.pdf(replace(told, id=manifest.short(record), manifest=record))


def _notes(brief: Brief, slide: Slide) -> None:
    """What the speaker may add; closed until it is wanted, as others look on."""
    said = list(dict.fromkeys(filter(None, _said(brief, slide))))
    if said:
        with st.expander(session.words()("present.notes"), icon=":material/speaker_notes:"):
            st.markdown("\n".join(f"- {plain(text)}" for text in said))


def _said(brief: Brief, slide: Slide) -> list[str]:
    if slide.block is not None:
        explain = slide.exhibit.explain if slide.exhibit else ""
        return [slide.block.headline.text, explain, *slide.block.caveats]
    match slide.kind:
        case "title":
            return [brief.confidence, brief.trust.disclaimer]
        case "numbers":
            return [
                ": ".join((one.label, "; ".join(filter(None, (one.note, one.than, one.told)))))
                for one in brief.tiles
                if one.value
            ]
        case "actions":
            return [f"{one.sentence.text} {one.source} {one.link}" for one in brief.actions]
        case "trust":
            return [*(f"{title}: {text}" for title, text in brief.trust.methods)]
    return [slide.exhibit.source] if slide.exhibit else []


def _go(place: int) -> None:
    session.remember({PLACE: str(place)})


def _foot(brief: Brief) -> str:
    from analytics.core.words import Words
    from reports.brief.compose import HERE

    said = Words(HERE, brief.order.language)
    return " · ".join(
        filter(None, (brief.order.organisation, said(f"level.{brief.order.level}"), brief.id))
    )


def _title(brief: Brief, _slide: Slide) -> None:
    if brief.order.logo:
        st.image(brief.order.logo, width=220)
    st.title(plain(brief.headline.text), anchor=False)
    st.markdown(plain(f"{brief.scope.place} · {brief.scope.period}"))
    for message in brief.messages:
        st.markdown(f"- {plain(message.sentence.text)}")


def _numbers(brief: Brief, _slide: Slide) -> None:
    from analytics.core.words import Words
    from reports.brief.compose import HERE

    words = session.words()
    st.header(Words(HERE, brief.order.language)("office.numbers"), anchor=False)
    with st.grid(3, min_column_width=260, gap="medium"):
        for tile in brief.tiles:
            with st.container(border=True, height="stretch"):
                st.markdown(plain(tile.label))
                st.metric(plain(tile.label), tile.value or "–", label_visibility="collapsed")
                st.caption(
                    plain(tile.why or tile.change or tile.span or words("present.no-change"))
                )


def _map(brief: Brief, slide: Slide) -> None:
    if slide.exhibit is not None:
        st.header(plain(slide.exhibit.caption), anchor=False)
        _picture(brief, slide.exhibit)


def _figure(brief: Brief, slide: Slide) -> None:
    if slide.exhibit is not None and slide.block is not None:
        key = f"message.{slide.block.key}"
        said = (one.sentence.text for one in brief.messages if one.sentence.key == key)
        st.header(plain(next(said, slide.block.headline.text)), anchor=False)
        _picture(brief, slide.exhibit)


def _picture(brief: Brief, one: Exhibit) -> None:
    """The chart or the map itself, not a picture of it."""
    block = next(b for b in brief.blocks if b.key == one.block)
    language = brief.order.language
    answer = Answer(
        run=block.run, told=block.section, language=language, key=f"{brief.id} {block.key}"
    )
    kind, _, number = one.name.removeprefix(f"{block.key}-").partition("-")
    draw_one = sections.chart if kind == "chart" else sections.map_
    draw_one(answer, int(number) - 1)
    st.caption(plain(one.source))


def _live(_brief: Brief, slide: Slide) -> None:
    """The question asked anew with one value moved; the brief itself stays as it is."""
    if slide.block is None:
        return
    run = slide.block.run
    analysis, language = run.analysis, session.language()
    name = LIVE[analysis.slug]
    said = analysis.words(language)
    declared = analysis.params.__dataclass_fields__[name].metadata
    st.header(plain(said(f"param.{name}")), anchor=False)
    value = st.slider(
        said(f"param.{name}"),
        float(declared["low"]),
        float(declared["high"]),
        float(getattr(run.params, name)),
        float(declared["step"]),
        format="percent",
        label_visibility="collapsed",
        key=f"present_live_{analysis.slug}",
    )
    answer = _asked(run, name, value, language)
    if answer is not None:
        st.subheader(plain(answer.told.headline), anchor=False)
        sections.chart(answer)


def _asked(run: Run[Any], name: str, value: float, language: str) -> Answer | None:
    from pages.ui import analysis as questions

    try:
        return questions.answer(
            run.analysis, run.dataset, replace(run.params, **{name: value}), language
        )
    except OrewatchError as error:
        st.error(error.text(language), icon=":material/error:")
        return None


def _actions(brief: Brief, _slide: Slide) -> None:
    from analytics.core.words import Words
    from reports.brief.compose import HERE

    said = Words(HERE, brief.order.language)
    st.title(said("heading.actions"), anchor=False)
    for action in brief.actions:
        st.markdown(f"- {plain(action.sentence.text)}  \n  :gray[{plain(action.because)}]")
    st.caption(said("action.consider"))


def _trust(brief: Brief, _slide: Slide) -> None:
    from analytics.core.words import Words
    from reports.brief.compose import HERE

    said = Words(HERE, brief.order.language)
    st.title(said("heading.trust"), anchor=False)
    st.markdown(plain(brief.confidence))
    st.markdown("\n".join(f"- {plain(text)}" for text in brief.trust.limits[:5]))
    if brief.redacted:
        st.markdown(plain(" ".join(brief.redacted)))
    for one in brief.absent:
        st.markdown(f"**{said('heading.absent')}** {plain(f'{one.title}. {one.reason}')}")
    st.caption(plain(brief.trust.citation))


DRAWN: Final[dict[str, Any]] = {
    "title": _title,
    "numbers": _numbers,
    "map": _map,
    "figure": _figure,
    "live": _live,
    "actions": _actions,
    "trust": _trust,
}
