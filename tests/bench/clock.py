"""How long a call takes, and how slow this machine is just now."""

from time import perf_counter

import pandas as pd

ROWS = 20_000
USUAL_S = 0.040  # the fixed work on two cores that nobody else uses


def seconds(call):
    """Of one call."""
    start = perf_counter()
    call()
    return perf_counter() - start


def best(times, call):
    """The least of several calls: the one other programs disturbed least."""
    return min(seconds(call) for _ in range(times))


def beside(times, call):
    """The least of several calls, and how many times as long as usual a fixed piece of work takes.

    Both are timed in turn. A limit in seconds is meant for an idle machine: multiplied by the
    second it is a ratio to that work in the same run, and others on the machine do not decide.
    """
    ours, fixed = zip(*((seconds(call), seconds(_fixed)) for _ in range(times)), strict=True)
    return min(ours), slowness(fixed)


def slowness(fixed=()):
    """How many times as long as usual the fixed work takes; 1 at least."""
    return max(1.0, min(fixed or [seconds(_fixed) for _ in range(5)]) / USUAL_S)


def _fixed():
    """Text, dictionaries, sorting and a grouped frame, as answers are made of."""
    words = [f"{n % 97}-{n * 7919 % 1009}" for n in range(ROWS)]
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + len(word)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    frame = pd.DataFrame({"word": words, "value": range(ROWS)})
    frame.groupby("word")["value"].agg(["sum", "count"]).sort_values("sum")
    return ranked
