"""Questions about what a call costs. To count, the call is made once more; time is never measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from torchenstein_lab.checks.arguments import copied
from torchenstein_lab.checks.asking import Asking
from torchenstein_lab.checks.cost import Cost, cost_of, exponent
from torchenstein_lab.checks.describe import counted, number_text
from torchenstein_lab.checks.fault import CheckFault
from torchenstein_lab.checks.forbid import bare
from torchenstein_lab.checks.measure import Fault
from torchenstein_lab.checks.raised import raised_fault
from torchenstein_lab.contracts.verdict import Category

if TYPE_CHECKING:
    from typing_extensions import Self

_ROOM = 0.3


class AskingCost(Asking):
    """Questions that only a call can answer, about what it takes."""

    def allocates_at_most(self, largest: int, total: int | None = None, because: str = "") -> Self:
        """No tensor that the call makes on its way has more than `largest` elements, and all of them
        together, one after the other, no more than `total`."""
        call = self._made_call("allocates_at_most")
        if not self._came_back():
            return self
        cost = self._counted(call.again(), because)
        if cost is None:
            return self
        count, maker = cost.largest
        said = ""
        if count > largest:
            said = f"expected no tensor of more than {largest:,} elements, got one of {count:,} by `{maker}`"
        elif total is not None and cost.total > total:
            said = f"expected at most {total:,} elements in all tensors made, got {cost.total:,}"
        return self._ask(Fault(Category.MEMORY, said) if said else None, because)

    def calls(
        self,
        what: Callable[..., Any] | str,
        at_most: int | None = None,
        at_least: int | None = None,
        because: str = "",
    ) -> Self:
        """How often the call uses a function (`torch.matmul`, by any spelling: method, operator), or, by its
        name as a text, an operator that PyTorch runs in the end (`"mm"`)."""
        call = self._made_call("calls")
        if at_most is None and at_least is None:
            raise CheckFault("`calls` needs `at_most` or `at_least`.")
        if not self._came_back():
            return self
        cost = self._counted(call.again(), because)
        if cost is None:
            return self
        if isinstance(what, str):
            name, count = what, cost.dispatched[bare(what)]
        else:
            name = str(getattr(what, "__name__", what))
            count = cost.called[bare(name)]
        said = ""
        if at_most is not None and count > at_most:
            said = f"expected at most {counted(at_most, 'call')} of `{name}`, got {count}"
        elif at_least is not None and count < at_least:
            said = f"expected at least {counted(at_least, 'call')} of `{name}`, got {count}"
        return self._ask(Fault(Category.RULE, said) if said else None, because)

    def grows_like(
        self,
        power: float,
        inputs: Callable[[int], Sequence[object]],
        sizes: Sequence[int] = (8, 16, 32, 64),
        what: Literal["elements", "calls"] = "elements",
        because: str = "",
    ) -> Self:
        """Called with `inputs(n)`, it costs at most something like `n ** power`: elements of all tensors that
        are made, or calls of operators."""
        call = self._made_call("grows_like")
        if len(sizes) < 2:
            raise CheckFault("`grows_like` needs two sizes at least.")
        if not self._came_back():
            return self
        counts = []
        for n in sizes:
            memory: dict[int, object] = {}
            args = [copied(value, memory) for value in inputs(n)]
            cost = self._counted(partial(call.function, *args), because)
            if cost is None:
                return self
            counts.append(cost.total if what == "elements" else sum(cost.dispatched.values()))
        found = exponent(sizes, counts)
        fault = None
        if found > power + _ROOM:
            seen = ", ".join(f"{count:,} for n = {n}" for n, count in zip(sizes, counts, strict=True))
            said = f"expected {what} that grow like n^{number_text(float(power), 3)}, "
            fault = Fault(Category.MEMORY, f"{said}got about n^{number_text(round(found, 1), 2)}", seen)
        return self._ask(fault, because)

    def _counted(self, call: Callable[[], object], because: str) -> Cost | None:
        """The cost of making the call again; `None` where it raised, which is then recorded."""
        try:
            return cost_of(call)
        except Exception as error:  # noqa: BLE001  (the answer's own error, which is what is reported)
            self._fail(raised_fault("called once more, it", error), because)
            return None
