"""Many visitors at once: how long a page takes on the server, and what they cost in memory.

    python -m tests.bench.load --visitors 20 --minutes 5 --thought 0.5 2

Visitors are real connections to a real server; each walks through the menu and changes the
filter, a parameter and the language, with a pause for thought in between: half a second to two
seconds for people in a hurry, two to six for people who read.
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import server as servers
from tests.bench.visitor import FILTERS, Visitor

THOUGHT_S = (0.5, 2.0)
COUNTRIES = ("", "XAA", "XAB")  # of the sample region
LANGUAGES = ("en", "es", "fr")
TURNS = 0.7  # share of steps that turn to another page; the others change what is seen
ALONE = 60  # runs of one visitor alone
FORGOTTEN_S = 130  # Streamlit lets go of a session two minutes after its line is cut


@dataclass(slots=True, kw_only=True)
class Report:
    """What was measured; times in seconds, memory in MB."""

    load_before: float
    alone: list = field(default_factory=list)
    together: list = field(default_factory=list)
    other: list = field(default_factory=list)  # runs of the warm-up and of first visits
    memory: dict = field(default_factory=dict)  # moment -> MB
    cpu_s_per_run: float = 0.0
    cpu_s_per_run_alone: float = 0.0
    runs_per_s: float = 0.0
    visitors: int = 0
    trouble: list = field(default_factory=list)  # lines of the server's log

    def errors(self):
        seen = [*self.other, *self.alone, *self.together]
        return [f"{one.view}: {error}" for one in seen for error in one.errors] + self.trouble

    def mb_per_session(self):
        """What each visitor added at the worst moment, beyond what is kept for everybody."""
        most = max(mb for moment, mb in self.memory.items() if moment != "children at the end")
        return (most - self.memory["warm"]) / self.visitors


def measure(*, visitors, seconds, thought=THOUGHT_S, stay_s=FORGOTTEN_S, seed=1, say=print):
    """All phases against a fresh server: warm-up, one alone, all together, all gone."""
    report = Report(load_before=os.getloadavg()[0], visitors=visitors)
    with tempfile.TemporaryDirectory() as folder, servers.running(Path(folder)) as server:
        report.memory["start"] = server.memory_mb()
        walk = _phases(
            server, report, seconds=seconds, thought=thought, stay_s=stay_s, seed=seed, say=say
        )
        asyncio.run(walk)
        report.trouble = server.trouble()
    return report


async def _phases(server, report, *, seconds, thought, stay_s, seed, say):
    dice = _dice(seed)
    first = Visitor(server.netloc)
    report.other.append(await first.come())
    if not first.pages:
        raise RuntimeError(f"no page came: {report.other[0].errors or server.trouble()}")
    report.other += [seen async for seen in _everything(first)]
    report.memory["warm"] = server.memory_mb()
    say(f"warm after {len(report.other)} runs, {report.memory['warm']:.0f} MB")

    before = server.cpu_s()
    seen_views = {seen.view for seen in report.other}
    for _ in range(ALONE):
        await asyncio.sleep(0.1)
        seen = await _step(first, dice)
        (report.alone if seen.view in seen_views else report.other).append(seen)
        seen_views.add(seen.view)
    report.cpu_s_per_run_alone = (server.cpu_s() - before) / ALONE
    report.memory["one alone"] = server.memory_mb()
    say(f"one alone: {_times(report.alone)}")

    crowd = [Visitor(server.netloc) for _ in range(report.visitors)]
    for visitor in crowd:
        report.other.append(await visitor.come())
        for page in visitor.pages:
            report.other.append(await visitor.turn(page))
    report.memory["all are here"] = server.memory_mb()
    say(f"{report.visitors} are here, {report.memory['all are here']:.0f} MB")

    before, started = server.cpu_s(), time.perf_counter()
    known = dict.fromkeys(seen_views | {seen.view for seen in report.other}, 0.0)
    walks = [
        _walk(visitor, _dice(f"{seed} {place}"), thought, started + seconds, known, report)
        for place, visitor in enumerate(crowd)
    ]
    watch = asyncio.create_task(_watch(server, report, started, say))
    await asyncio.gather(*walks)
    watch.cancel()
    took, runs = time.perf_counter() - started, len(report.together)
    report.cpu_s_per_run = (server.cpu_s() - before) / max(runs, 1)
    report.runs_per_s = runs / took
    report.memory["at the end"] = server.memory_mb()
    report.memory["children at the end"] = server.children_mb()

    for visitor in crowd:
        await visitor.leave()
    if stay_s:
        await asyncio.sleep(stay_s)
        other = Visitor(server.netloc)  # Streamlit lets go of the old when somebody new leaves
        report.other.append(await other.come())
        await other.leave()
        await asyncio.sleep(1)
    report.memory["all have left"] = server.memory_mb()
    await first.leave()


def _dice(seed):
    return random.Random(seed)  # noqa: S311 - thoughts, not secrets


async def _everything(visitor):
    """Every view the crowd may ask for, so that what is kept for everybody is there."""
    for language in LANGUAGES:
        yield await visitor.follow(lang=language)
        for page in list(visitor.pages):
            yield await visitor.turn(page)
            await visitor.unfold()
            for key in _parameters(visitor):
                for choice in range(len(visitor.offered[key][2].options)):
                    yield await visitor.pick(key, choice)
                yield await visitor.pick(key, 0)
            if _can_filter(visitor):
                for country in COUNTRIES[1:]:
                    yield await visitor.follow(f_country=country)
                yield await visitor.unfilter()


async def _walk(visitor, dice, thought, until, known, report):
    """Steps with thought in between, sorted by whether somebody saw the same before."""
    while time.perf_counter() < until:
        await asyncio.sleep(dice.uniform(*thought))
        seen = await _step(visitor, dice)
        is_known = known.setdefault(seen.view, sys.float_info.max) < seen.sent
        known[seen.view] = min(known[seen.view], time.perf_counter())
        (report.together if is_known else report.other).append(seen)
        if any("Closed" in error for error in seen.errors):
            return


async def _step(visitor, dice):
    """What a visitor does next: mostly another page, else another filter, parameter, language."""
    pages = list(visitor.pages)
    if dice.random() < TURNS:
        return await visitor.turn(pages[(pages.index(visitor.page) + 1) % len(pages)])
    what = dice.choice(("filter", "parameter", "language", "again"))
    if what == "filter" and _can_filter(visitor):
        country = dice.choice(COUNTRIES)
        return await (visitor.follow(f_country=country) if country else visitor.unfilter())
    if what == "parameter":
        await visitor.unfold()
        if parameters := _parameters(visitor):
            return await visitor.pick(dice.choice(parameters), dice.randrange(3))
    if what == "language":
        return await visitor.follow(lang=dice.choice(LANGUAGES))
    return await visitor.look()


def _parameters(visitor):
    """Choices of the form of an analysis."""
    keys = visitor.offered.items()
    own = [key for key, (_, kind, _) in keys if kind == "button_group"]
    return [key for key in own if key.startswith(f"{visitor.page}_")]


def _can_filter(visitor):
    return FILTERS in visitor.boxes


async def _watch(server, report, started, say):
    minute = 0
    while True:
        minute += 1
        await asyncio.sleep(max(0.0, started + 60 * minute - time.perf_counter()))
        report.memory[f"minute {minute}"] = server.memory_mb()
        say(f"minute {minute}: {server.memory_mb():.0f} MB, {_times(report.together)}")


def share_below(times, share):
    """The value that this share of the times does not pass."""
    return statistics.quantiles(times, n=100, method="inclusive")[round(share * 100) - 1]


def server_p95(seen):
    return share_below([one.server_s for one in seen], 0.95)


def _times(seen):
    if len(seen) < 2:
        return f"{len(seen)} runs"
    parts = [f"{len(seen)} runs"]
    for name in ("server_s", "waited_s"):
        times = [getattr(one, name) for one in seen]
        half, most = share_below(times, 0.5), share_below(times, 0.95)
        parts.append(
            f"{name[:-2]} p50 {1000 * half:.0f} p95 {1000 * most:.0f} max {1000 * max(times):.0f} ms"
        )
    return ", ".join(parts)


def tell(report):
    """All of it as lines."""
    yield f"load average before: {report.load_before:.1f} on {os.cpu_count()} processors"
    yield f"one alone: {_times(report.alone)}"
    yield f"  processor time per run: {1000 * report.cpu_s_per_run_alone:.0f} ms"
    yield f"{report.visitors} together: {_times(report.together)}"
    yield f"  processor time per run: {1000 * report.cpu_s_per_run:.0f} ms, {report.runs_per_s:.1f} runs a second"
    for page in sorted({one.page for one in report.together}):
        yield f"  /{page}: {_times([one for one in report.together if one.page == page])}"
    yield f"first visits and warm-up: {_times(report.other)}"
    for moment, mb in report.memory.items():
        yield f"memory, {moment}: {mb:.0f} MB"
    yield f"memory per session: {report.mb_per_session():.1f} MB"
    errors = report.errors()
    yield f"errors: {len(errors)}"
    yield from (f"  {error}" for error in errors[:20])


def main():
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--visitors", type=int, default=20)
    asked.add_argument("--minutes", type=float, default=5)
    asked.add_argument("--thought", type=float, nargs=2, default=THOUGHT_S, help="seconds, from to")
    asked.add_argument("--stay", type=float, default=FORGOTTEN_S, help="seconds after all left")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    report = measure(
        visitors=given.visitors,
        seconds=60 * given.minutes,
        thought=given.thought,
        stay_s=given.stay,
        seed=given.seed,
    )
    print("\n".join(tell(report)))
    return 1 if report.errors() else 0


if __name__ == "__main__":
    sys.exit(main())
