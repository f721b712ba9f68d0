"""How long a call takes."""

from time import perf_counter


def seconds(call):
    """Of one call."""
    start = perf_counter()
    call()
    return perf_counter() - start


def best(times, call):
    """The least of several calls: the one other programs disturbed least."""
    return min(seconds(call) for _ in range(times))
