"""Whatever the bytes, a reader gives records or one sentence, and leaves nothing behind."""

import random
import tempfile
from pathlib import Path

import pytest

from tests.fuzz.campaign import LIMITS, case, files, left_behind, outcome
from tests.fuzz.mutate import damaged

FOUND = sorted((Path(__file__).parents[1] / "fixtures" / "fuzz").glob("*.bin"))


@pytest.fixture(scope="module")
def good():
    return files()


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_once_broke_a_reader_no_longer_does(path):
    assert outcome(path.read_bytes())


@pytest.mark.parametrize("part", range(8))
def test_damaged_files_end_in_records_or_a_sentence(part, good, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for seed in range(part * 25, part * 25 + 25):
        _, data = case(good, seed)
        assert outcome(data), seed
    assert left_behind() == set()


def test_damage_is_the_same_each_time(good):
    assert case(good, 7) == case(good, 7)
    assert LIMITS.upload_mb < 10


def test_every_kind_of_damage_is_done_to_every_format(good):
    for name, data in good.items():
        dice = random.Random(name)  # noqa: S311 - damage, not secrets
        assert damaged(dice, data, data), name
