"""Damage good files for as long as asked, and keep whatever breaks a reader.

    python -m tests.fuzz.campaign --minutes 10 --seed 1 --keep FOLDER

Each run names its seed first, so that a crash of the whole process can be repeated.
"""

import argparse
import faulthandler
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from analytics.intake.limits import Limits
from analytics.intake.read import open_file
from analytics.intake.work import Raw, ReadError
from tests.fuzz.mutate import damaged
from tests.intake import samples

LIMITS = Limits(upload_mb=2, unpacked_mb=20, features=20_000, vertices=500_000, cells=1_000_000)
SLOW_S = 5.0


def files():
    """One good file of each format."""
    return {name: make() for name, make in samples.EVERY.items()}


def case(good, seed):
    """The damaged file number `seed`: the same bytes each time."""
    dice = random.Random(seed)  # noqa: S311 - damage, not secrets
    name = dice.choice(sorted(good))
    return name, damaged(dice, good[name], good[dice.choice(sorted(good))])


def outcome(data):
    """What a reader made of it: the code of its sentence, or the format it read."""
    try:
        raw = open_file(data, limits=LIMITS)
    except ReadError as error:
        return error.code
    assert isinstance(raw, Raw)
    assert list(raw.frame.index) == list(range(1, len(raw.frame) + 1))
    return raw.file_format


def left_behind():
    """Names in the folder for temporary files."""
    return {path.name for path in Path(tempfile.gettempdir()).iterdir()}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, required=True)
    chosen = options.parse_args()
    faulthandler.enable()
    chosen.keep.mkdir(parents=True, exist_ok=True)
    good, seen = files(), Counter()
    end, seed = time.monotonic() + 60 * chosen.minutes, chosen.seed * 10_000_000
    while time.monotonic() < end:
        seed += 1
        name, data = case(good, seed)
        (chosen.keep / "now").write_text(f"{seed} {name}")
        begun = time.monotonic()
        try:
            seen[outcome(data)] += 1
        except BaseException as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            key = f"{type(error).__name__}-{Path(frame.filename).stem}-{frame.lineno}"
            seen[f"! {key}"] += 1
            if seen[f"! {key}"] == 1:
                (chosen.keep / f"{key}.bin").write_bytes(data)
                (chosen.keep / f"{key}.txt").write_text(f"{seed} {name}\n{traceback.format_exc()}")
            if isinstance(error, KeyboardInterrupt):
                raise
        if time.monotonic() - begun > SLOW_S:
            seen["! slow"] += 1
            (chosen.keep / f"slow-{seed}.bin").write_bytes(data)
    total = sum(seen.values())
    sys.stdout.write(
        f"{total} files\n" + "".join(f"{n:8d} {key}\n" for key, n in seen.most_common())
    )


if __name__ == "__main__":
    main()
