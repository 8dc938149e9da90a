"""What a benchmark found: one promise beside its figure."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One promise, as it stands in `results.json`.

    `figure` and `limit` are in `unit`; the promise is held while the figure is not above the limit.
    `baseline` says what it was measured beside, in words with a figure; `runs` how often it was measured.
    """

    promise: str
    figure: float
    limit: float
    unit: str
    baseline: str
    runs: int

    @property
    def held(self) -> bool:
        return self.figure <= self.limit

    def as_json(self) -> dict[str, object]:
        """The record with the fields and the order that `results.json` promises."""
        return {
            "promise": self.promise,
            "figure": round(self.figure, 4),
            "limit": self.limit,
            "unit": self.unit,
            "held": self.held,
            "baseline": self.baseline,
            "runs": self.runs,
        }


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)
