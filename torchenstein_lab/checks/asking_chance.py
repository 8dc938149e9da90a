"""Questions about random numbers: what they look drawn from. See `chance` for the rate of false alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torchenstein_lab.checks.asking import Asking
from torchenstein_lab.checks.chance import FEWEST, Distribution, coins, looks_wrong, normal, uniform, whole
from torchenstein_lab.checks.fault import CheckFault
from torchenstein_lab.checks.measure import Fault
from torchenstein_lab.checks.plain import plain, unwatched
from torchenstein_lab.checks.preview import preview
from torchenstein_lab.contracts.verdict import Category

if TYPE_CHECKING:
    from typing_extensions import Self


class AskingChance(Asking):
    """Questions whose answer is a matter of chance: less than one false alarm in a million checks."""

    def is_normal(self, mean: float = 0.0, std: float = 1.0, because: str = "") -> Self:
        """Its numbers look normally distributed with this mean and standard deviation."""
        return self._drawn(normal(mean, std), because)

    def is_uniform(self, low: float = 0.0, high: float = 1.0, because: str = "") -> Self:
        """Its numbers look drawn between `low` and `high`, all equally likely."""
        return self._drawn(uniform(low, high), because)

    def is_whole(self, low: int, high: int, because: str = "") -> Self:
        """Its numbers look like whole numbers from `low` up to, but not including, `high`."""
        return self._drawn(whole(low, high), because)

    def is_coins(self, share: float, because: str = "") -> Self:
        """Its numbers are zeros and ones, with ones in about this share."""
        return self._drawn(coins(share), because)

    def is_distributed(self, like: Distribution, because: str = "") -> Self:
        """Its numbers look drawn from a distribution that the check describes."""
        return self._drawn(like, because)

    def _drawn(self, like: Distribution, because: str) -> Self:
        if not self._came_back() or not self._is_tensor(because):
            return self
        fault: Fault | None
        with unwatched():
            draws = plain(self._value)
            if draws.is_complex() or draws.device.type == "meta":
                fault = Fault(Category.DTYPE, "expected real numbers", "", None, preview(self._value))
                return self._ask(fault, because)
            if draws.numel() < FEWEST:
                raise CheckFault(f"At least {FEWEST} numbers are needed to judge a distribution.")
            said = looks_wrong(draws, like)
        fault = Fault(Category.VALUE, said, "", None, preview(self._value)) if said else None
        return self._ask(fault, because)
