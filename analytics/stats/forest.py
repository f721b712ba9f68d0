"""A random forest held against a rule on the same sites, with whole blocks of land held back.

Sites close to each other are alike. A forest that is asked about the neighbours of what it has
learned looks better than it is, so every answer here comes from a forest that saw nothing of the
site's block.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sklearn.ensemble import RandomForestClassifier

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

FOLDS: Final = 5
TREES: Final = 200
LEAST_LEAF: Final = 3  # sites
DRAWS: Final = 1_000
REPEATS: Final = 3  # of each shuffled feature
LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What forests say of sites whose blocks they did not see."""

    odds: Numbers  # by site and class
    importance: Numbers  # by feature: macro-F1 lost where it is shuffled, over all folds


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A number and where it lies, 95 times in 100, were other blocks drawn."""

    value: float
    low: float
    high: float


def held_out(features: Numbers, labels: Whole, blocks: Whole, *, classes: int, seed: int) -> Held:
    """Answer every site by a forest of the other folds; no block is in two folds.

    The order of the sites matters to the random numbers: hand them over in an order of their own.
    """
    from sklearn.model_selection import GroupKFold

    folds = GroupKFold(n_splits=min(FOLDS, len(np.unique(blocks))))
    found = np.zeros((len(labels), classes))
    mixed = np.zeros((REPEATS * features.shape[1], len(labels)), dtype=np.int64)
    random = np.random.default_rng(seed)
    for seen, kept in folds.split(features, labels, blocks):
        forest = grown(features[seen], labels[seen], seed=seed)
        found[kept] = odds(forest, features[kept], classes)
        shuffled = _shuffled(features[kept], random)
        told = odds(forest, shuffled, classes).argmax(axis=1)
        mixed[:, kept] = told.reshape(-1, len(kept))
    best = macro_f1(labels, found.argmax(axis=1), classes)
    lost = best - np.array([macro_f1(labels, told, classes) for told in mixed])
    return Held(odds=found, importance=lost.reshape(REPEATS, -1).mean(axis=0))


def grown(features: Numbers, labels: Whole, *, seed: int) -> RandomForestClassifier:
    """A forest of these sites; unknown features (NaN) go down a branch of their own."""
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(
        n_estimators=TREES, min_samples_leaf=LEAST_LEAF, random_state=seed, n_jobs=1
    ).fit(features, labels)


def odds(forest: RandomForestClassifier, features: Numbers, classes: int) -> Numbers:
    """The share of the vote for each class, by site; 0 for a class the forest never saw."""
    full = np.zeros((len(features), classes))
    full[:, forest.classes_] = forest.predict_proba(features)
    return full


def macro_f1(labels: Whole, told: Whole, classes: int) -> float:
    """The mean over classes of F1; an answer outside of them (-1) is a miss. NaN without sites."""
    counts = _counts(labels, told, classes)
    return float(_macro(counts.sum(axis=0, keepdims=True))[0])


def by_block(labels: Whole, told: Whole, blocks: Whole, *, classes: int, seed: int) -> Interval:
    """Macro-F1 with its interval by bootstrap of whole blocks."""
    place = np.unique(blocks, return_inverse=True)[1].ravel()
    each = np.zeros((place.max() + 1, 3, classes))
    np.add.at(each, place, _counts(labels, told, classes))
    drawn = np.random.default_rng(seed).integers(0, len(each), size=(DRAWS, len(each)))
    times = np.stack([np.bincount(row, minlength=len(each)) for row in drawn]).astype(float)
    found = _macro(np.tensordot(times, each, axes=1))
    low, high = np.nanquantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(value=macro_f1(labels, told, classes), low=float(low), high=float(high))


def _shuffled(features: Numbers, random: np.random.Generator) -> Numbers:
    """The table once for each repeat and feature, that feature's values dealt anew."""
    count, width = features.shape
    tables = np.tile(features, (REPEATS * width, 1, 1))
    for place, table in enumerate(tables):
        table[:, place % width] = random.permutation(table[:, place % width])
    return tables.reshape(-1, width) if count else features


def _counts(labels: Whole, told: Whole, classes: int) -> Numbers:
    """By site: hits, answers and sites of each class."""
    kinds = np.arange(classes)
    is_label, is_told = labels[:, None] == kinds, told[:, None] == kinds
    return np.stack([is_label & is_told, is_told, is_label], axis=1).astype(float)


def _macro(counts: Numbers) -> Numbers:
    """By draw, from hits, answers and sites; a class that was not drawn is left out."""
    hits, answers, sites = counts.transpose(1, 0, 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(sites > 0, 2 * hits / (answers + sites), np.nan)
        known = np.isfinite(each)
        return np.where(known.any(axis=1), np.nansum(each, axis=1) / known.sum(axis=1), np.nan)
