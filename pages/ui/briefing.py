"""The brief of the workspace at hand: what is chosen about it, and what comes of that."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from analytics.core.analysis import Run, find
from analytics.core.errors import OrewatchError
from analytics.core.params import as_text
from analytics.core.words import LANGUAGES
from analytics.store.workspace import SAMPLE, Basket
from pages.access import May
from pages.ui import access, analysis, brieflink, inuse, keeping, session, tasks, work

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.core.dataset import Dataset
    from analytics.store.workspace import Workspace
    from reports.brief.content import Brief
    from reports.brief.order import Order, Wanted

ANSWERS: Final = 64  # kept in memory for everybody
BRIEFS: Final = 16
DAYS: Final = 3  # whose key numbers are kept
TEXTS: Final = ("organisation", "author", "contact")


def chosen(name: str, default: Any = None) -> Any:  # noqa: ANN401 - as it was chosen
    """What was chosen under this name."""
    return work.current().brief.get(name, default)


def choose(**changes: Any) -> None:  # noqa: ANN401 - JSON
    """Keep a choice with the workspace."""
    work.change(brief=lambda at: {**at.brief, **changes})


def several(key: str) -> list[str]:
    """The choices of a widget that takes more than one, for callbacks."""
    picked = session.widget(key)
    return [str(one) for one in picked] if isinstance(picked, list | tuple) else []


def language() -> str:
    """Of the brief: that of the page until another is chosen.

    The page's own comes with its country, where numbers are written another way.
    """
    picked = chosen("language", "")
    is_other = picked in LANGUAGES and picked != session.spoken()
    return picked if is_other else session.language()


def spoken() -> str:
    """The same without a country."""
    return language().partition("-")[0]


def edits() -> Mapping[str, str]:
    """Sentences the author wrote, in the language of the brief."""
    return chosen("edits", {}).get(spoken(), {})


def edit(key: str, text: str) -> None:
    """Keep a sentence as the author has it; "" brings back the generated one."""
    written = spoken()

    def changed(at: Workspace) -> dict[str, Any]:
        kept = {k: dict(v) for k, v in at.brief.get("edits", {}).items()}
        own = kept.setdefault(written, {})
        own.pop(key, None)
        if text.strip():
            own[key] = text.strip()
        return {**at.brief, "edits": kept}

    work.change(brief=changed)


def order(when: datetime | None = None) -> Order:
    """All that is chosen; dated to the day until the document is made."""
    from reports.brief.order import Audience, Level, Order, Paper

    today = datetime.combine(datetime.now(UTC).date(), time(), tzinfo=UTC)
    day, before = _before(today.date())
    level = Level(chosen("level", Level.INTERNAL))
    return Order(
        audience=Audience(chosen("audience", Audience.BRIEF)),
        language=language(),
        paper=Paper(chosen("paper", Paper.A4)),
        level=level,
        link=brieflink.link(level) if chosen("link", default=True) else "",
        **{name: chosen(name, "") for name in TEXTS},
        logo=b64decode(chosen("logo", "")),
        created=when or today,
        entries=tuple(map(_wanted, work.current().basket)),
        edits=edits(),
        actions=None if chosen("actions") is None else tuple(chosen("actions")),
        sites=tuple(chosen("sites", ())),
        before=before,
        before_on=day,
    )


def remember() -> None:
    """Keep the key numbers of a brief that is made, for what a later day's says has changed."""
    made = {**chosen("made", {}), datetime.now(UTC).date().isoformat(): brief().manifest["keys"]}
    choose(made={day: made[day] for day in sorted(made)[-DAYS:]})


def _before(today: date) -> tuple[date | None, Mapping[str, float]]:
    """The last brief of an earlier day: files made on one day are one brief in several forms."""
    made = chosen("made", {})
    earlier = [day for day in made if day < today.isoformat()]
    return (date.fromisoformat(max(earlier)), made[max(earlier)]) if earlier else (None, {})


def set_logo(content: bytes) -> None:
    """Keep a logo that was checked; b"" takes it away."""
    choose(logo=b64encode(content).decode())


def take_usual() -> None:
    """Put aside the usual answers of the data at hand, as it is filtered now."""
    from reports.brief import answers

    at, filters = work.current(), inuse.filters().as_lists()
    entries = tuple(
        Basket(slug=one.slug, params={}, filters=filters, data=at.data, data_name=at.data_name)
        for one in answers.standard(inuse.opened(at.data))
    )
    work.change(basket=lambda now: (*now.basket, *entries))


def wait_for_answers() -> None:
    """Have answers about many records worked out beside the page, which ends until they are there.

    An answer that was refused is there too: the brief says why it is not included.
    """
    from analytics import jobs

    if not access.may(May.CHANGE):
        return  # nothing is begun for who only looks: answered in the page
    where, specs = _places(), []
    for wanted, _ in _asked(order()):
        data = inuse.opened(where[wanted.data])
        with suppress(OrewatchError):  # what cannot be asked is told by the brief itself
            specs += [_job(wanted, data)] if _takes_long(wanted, data) else []
    if specs:
        tasks.settled(jobs.RUN, specs)


def brief() -> Brief:
    """Composed from the answers at hand; an error that says why where it cannot be."""
    asked = order()
    key = json.dumps(_record(asked), sort_keys=True, default=str)
    sizes = {keeping.size(inuse.opened(one)) for one in _places().values()}
    return _composed(max(sizes, key=list(keeping.SHARE).index), asked, key)


def spec(suffix: str) -> dict[str, Any]:
    """What a job needs to make the document, the answers at hand with it."""
    from analytics import jobs

    now = datetime.now(UTC).replace(microsecond=0)
    asked = order(now)
    return jobs.brief_spec(_record(asked), suffix, _places(), _handed(asked))


def run(entry: Basket) -> Run[Any]:
    """The answer of an entry, from memory where it was given before."""
    return answer(_wanted(entry), inuse.opened(entry.data))


def answer(wanted: Wanted, data: Dataset) -> Run[Any]:
    """The same of one that no entry stands for."""
    asked = (str(sorted(wanted.params.items())), str(sorted(wanted.filters.items())))
    key = (data.fingerprint, data.name, str(data.provenance), wanted.slug, *asked)
    return _answered(keeping.size(data), wanted, data, key)


@keeping.by_size(ANSWERS)
def _answered(_wanted: Wanted, _data: Dataset, key: tuple[str, ...]) -> Run[Any]:
    del key
    from reports.brief import answers

    found = _waited_for(_wanted, _data) if _takes_long(_wanted, _data) else None
    if found is None:
        return answers.worked_out(_wanted, _data)
    asked, answer = answers.question(_wanted, _data), found[0]
    made: Run[Any] = answer.of(asked.data, asked.params)
    return made


@keeping.by_size(BRIEFS)
def _composed(_order: Order, key: str) -> Brief:
    del key
    from reports.brief import answers
    from reports.brief.compose import compose

    where = _places()
    given, absent = answers.ask(
        _order.entries,
        lambda one: inuse.opened(where[one.data]),
        answer,
        language=_order.language,
    )
    return compose(_order, given, absent)


def _asked(order: Order) -> Sequence[tuple[Wanted, bool]]:
    from reports.brief import answers

    return answers.whole(order.entries)


def _takes_long(wanted: Wanted, data: Dataset) -> bool:
    return analysis.takes_long(find(wanted.slug), data)


def _job(wanted: Wanted, data: Dataset) -> dict[str, Any]:
    """The work that answers it: that of the page of the answer, where it asked the same."""
    from analytics import jobs
    from reports.brief import answers

    params = as_text(answers.params(wanted))
    return jobs.run_spec(
        _places()[data.fingerprint],
        wanted.slug,
        params=params,
        filters=wanted.filters,
        language=session.spoken(),
    )


def _waited_for(wanted: Wanted, data: Dataset) -> tuple[Any, str] | None:
    from analytics import jobs

    return tasks.came_of(jobs.RUN, _job(wanted, data))


def _handed(asked: Order) -> list[str]:
    """References of the answers; those that cannot be given are asked, and refused, again."""
    where, found = _places(), []
    for wanted, _ in _asked(asked):
        with suppress(OrewatchError):
            found.append(_reference(wanted, inuse.opened(where[wanted.data])))
    return found


def _reference(wanted: Wanted, data: Dataset) -> str:
    """Where a job finds the answer."""
    from analytics import jobs

    made = _waited_for(wanted, data) if _takes_long(wanted, data) else None
    if made is not None:
        return made[1]
    return jobs.handed(work.store(), answer(wanted, data), workspace=work.current().key)


def _record(asked: Order) -> dict[str, Any]:
    from reports.brief import manifest

    return manifest.asked(asked)


def _places() -> dict[str, str]:
    """Where each data set of the entries is kept, by fingerprint."""
    return {
        inuse.opened(entry.data).fingerprint: entry.data for entry in work.current().basket
    } or {inuse.opened(SAMPLE).fingerprint: SAMPLE}


def _wanted(entry: Basket) -> Wanted:
    from analytics.jobs.kept import wanted

    return wanted(entry, inuse.opened(entry.data).fingerprint)
