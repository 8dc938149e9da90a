"""What separates a tensor from the one expected, where no change of all its numbers explains it: a dimension
too few, a row too many, wrong numbers in one column only. All of it is observed, nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch

from torchenstein_lab.checks.describe import counted, number_text
from torchenstein_lab.checks.measure import Measure
from torchenstein_lab.checks.tensor_comparison import differing

_MOST_DIMS = 5


def shape_gap(have: Sequence[int], want: Sequence[int]) -> str:
    """One sentence on how a shape differs from the one expected."""
    plain_have, plain_want = [n for n in have if n != 1], [n for n in want if n != 1]
    if plain_have == plain_want:
        gap = len(want) - len(have)
        ones = f"{counted(abs(gap), 'dimension')} of size 1"
        if gap:
            return f"The sizes are right, but {ones} {'is' if abs(gap) == 1 else 'are'} " + (
                "missing." if gap > 0 else "too many."
            )
        return "The sizes are right, but a dimension of size 1 stands in another place."
    if sorted(have) == sorted(want):
        return "The sizes are right; their order is not."
    if _product(have) == _product(want):
        return f"You have as many numbers as expected ({_product(want)}), in another shape."
    if len(have) < len(want):
        missing = len(want) - len(have)
        return f"{counted(missing, 'dimension')} {'is' if missing == 1 else 'are'} missing."
    if len(have) > len(want):
        surplus = len(have) - len(want)
        return f"{counted(surplus, 'dimension')} {'is' if surplus == 1 else 'are'} too many."
    apart = [d for d in range(len(want)) if have[d] != want[d]]
    if len(apart) == 1:
        d = apart[0]
        step = have[d] - want[d]
        word = "many" if step > 0 else "few"
        if len(want) > 1:
            return f"Along dimension {d} yours has {abs(step)} too {word}."
        return f"You have {counted(abs(step), 'number')} too {word}."
    listed = ", ".join(map(str, apart[:-1])) + f" and {apart[-1]}"
    return f"The sizes of the dimensions {listed} are others than expected."


def part_gap(came: torch.Tensor, wanted: torch.Tensor, measure: Measure) -> str:
    """One sentence on how tensors of different sizes share their numbers: one is the beginning of the other,
    repeats it, or sums it up. Empty where they do not."""
    return next(_parts(came, wanted, measure), "")


def _parts(came: torch.Tensor, wanted: torch.Tensor, measure: Measure) -> Iterator[str]:
    if came.dtype != wanted.dtype or not came.numel() or not wanted.numel():
        return
    if came.ndim == wanted.ndim:
        apart = [d for d in range(wanted.ndim) if came.shape[d] != wanted.shape[d]]
        if len(apart) == 1:
            yield from _along(came, wanted, apart[0], measure)
    yield from _one_of_many(came, wanted, measure)
    yield from _summed_up(came, wanted, measure)


def _one_of_many(came: torch.Tensor, wanted: torch.Tensor, measure: Measure) -> Iterator[str]:
    if came.ndim != wanted.ndim - 1 or not _several(came):
        return
    for d in range(min(wanted.ndim, _MOST_DIMS)):
        for i in range(min(wanted.shape[d], 16)):
            if _equal(came, wanted.select(d, i), measure):
                yield f"Yours is only one part of what is expected: index {i} along dimension {d}."


def _summed_up(came: torch.Tensor, wanted: torch.Tensor, measure: Measure) -> Iterator[str]:
    if came.numel() == 1 and _several(wanted):
        for name, total in _totals(wanted):
            if _equal(came.reshape(()), total, measure):
                yield f"You gave one number, {name} of those expected: {counted(wanted.numel(), 'number')}."
    if wanted.numel() == 1 and _several(came):
        for name, total in _totals(came):
            if _equal(total, wanted.reshape(()), measure):
                yield f"Expected is one number: {name} of yours."
    if came.ndim != wanted.ndim + 1 or not _several(wanted):
        return
    for name, along in _REDUCTIONS.items():
        for d in range(min(came.ndim, _MOST_DIMS)):
            if (came.is_floating_point() or name == "sums") and _equal(along(came, d), wanted, measure):
                yield f"Expected are the {name} of your values along dimension {d}."


_REDUCTIONS: dict[str, Callable[[torch.Tensor, int], torch.Tensor]] = {
    "sums": lambda t, d: t.sum(d).to(t.dtype),
    "means": lambda t, d: t.mean(d),
}


def _along(came: torch.Tensor, wanted: torch.Tensor, d: int, measure: Measure) -> Iterator[str]:
    have, want = came.shape[d], wanted.shape[d]
    along = f" along dimension {d}" if wanted.ndim > 1 else ""
    small, large = (came, wanted) if have < want else (wanted, came)
    size, gap = small.shape[d], abs(want - have)
    if not _several(small):
        return
    for start, ours, theirs in ((0, "first", "last"), (gap, "last", "first")):
        if _equal(large.narrow(d, start, size), small, measure):
            if have < want:
                part = f"the {ours} {size} of those expected{along}"
                yield f"Your values are {part}; the {theirs} {gap} are missing."
            else:
                more = "follow" if start == 0 else "stand before them"
                yield f"Your values hold those expected{along}; {gap} more {more}."
    if have > want and have % want == 0:
        times = have // want
        if _equal(came, torch.cat([wanted] * times, d), measure):
            yield f"Your values are those expected, {times} times one after the other{along}."
        if _equal(came, wanted.repeat_interleave(times, d), measure):
            yield f"Your values are those expected, each of them {times} times{along}."


def _totals(values: torch.Tensor) -> Iterator[tuple[str, torch.Tensor]]:
    if values.dtype is torch.bool or values.is_complex():
        return
    yield "the sum", values.sum().to(values.dtype)
    if values.is_floating_point():
        yield "the mean", values.mean()
    yield "the largest", values.max()
    yield "the smallest", values.min()


def places_gap(
    came: torch.Tensor, wanted: torch.Tensor, given: Sequence[torch.Tensor], measure: Measure
) -> str:
    """One sentence on where two tensors of one shape and dtype differ. `given` are the tensors among the
    arguments of the call."""
    wrong = differing(came, wanted, measure)
    count = int(wrong.sum())
    if not count:
        return ""
    if count < wrong.numel():
        said = next(_places(wrong, wanted, given), "")
        if said:
            return said
    return _other_numbers(came, wanted, measure)


def _places(wrong: torch.Tensor, wanted: torch.Tensor, given: Sequence[torch.Tensor]) -> Iterator[str]:
    count, right = int(wrong.sum()), int((~wrong).sum())
    if right > 1:
        if count == 1:
            yield f"All the other {right} numbers are right."
        conditions = list(_conditions("is expected", "what is expected", wanted))
        for tensor in given:
            if tensor.shape == wrong.shape:
                conditions += _conditions("was given", "what was given", tensor)
        for name, where in conditions:
            if count > 1 and torch.equal(where, wrong):
                yield f"Exactly the places differ at which {name}."
    if count > 1:
        yield from _lines(wrong)
        yield from _triangles(wrong)
    yield f"{counted(right, 'number')} of {wrong.numel()} {'is' if right == 1 else 'are'} right."


def _lines(wrong: torch.Tensor) -> Iterator[str]:
    """Whether all that differ lie in one line, or from one place on."""
    spots, count = wrong.nonzero(), int(wrong.sum())
    for d in range(wrong.ndim):
        at, size = spots[:, d], wrong.shape[d]
        if size > 1 and bool((at == at[0]).all()):
            i = int(at[0])
            name = "the first" if i == 0 else "the last" if i == size - 1 else "one"
            yield f"All that differ lie at index {i} along dimension {d}, {name} of {size}."
    if wrong.ndim == 1:
        first, last, right = int(spots[0]), int(spots[-1]), len(wrong) - count
        if last - first + 1 == count and first == 0:
            end = "the last is right" if right == 1 else f"the other {right} are right"
            yield f"The first {count} differ; {end}."
        if last - first + 1 == count and last == len(wrong) - 1:
            begin = "The first is right" if right == 1 else f"The first {right} are right"
            yield f"{begin}; from there on they differ."


def _triangles(wrong: torch.Tensor) -> Iterator[str]:
    if wrong.ndim < 2 or wrong.shape[-1] < 2 or wrong.shape[-2] < 2:
        return
    rows, columns = wrong.shape[-2], wrong.shape[-1]
    below = torch.arange(rows)[:, None] - torch.arange(columns)[None, :]
    for name, where in (
        ("on the diagonal", below == 0),
        ("below the diagonal", below > 0),
        ("above the diagonal", below < 0),
        ("off the diagonal", below != 0),
    ):
        if bool(where.any()) and torch.equal(where.expand(wrong.shape), wrong):
            yield f"Exactly the numbers {name} differ."


def _conditions(verb: str, what: str, values: torch.Tensor) -> Iterator[tuple[str, torch.Tensor]]:
    if values.dtype is torch.bool or values.is_complex():
        return
    yield f"a number below 0 {verb}", values < 0
    yield f"a number above 0 {verb}", values > 0
    yield f"0 {verb}", values == 0
    if values.is_floating_point():
        yield f"NaN {verb}", values.isnan()
        yield f"an infinity {verb}", values.isinf()
        yield f"{what} is no whole number", values != values.round()


def _other_numbers(came: torch.Tensor, wanted: torch.Tensor, measure: Measure) -> str:
    """What can be said of numbers that are simply others."""
    if wanted.dtype is torch.bool or wanted.is_complex() or wanted.numel() < 2:
        return ""
    a, b = came.to(torch.float64).reshape(-1), wanted.to(torch.float64).reshape(-1)
    if not bool(a.isfinite().all()):
        lost = int((~a.isfinite()).sum())
        return f"{counted(lost, 'number')} of yours {'is' if lost == 1 else 'are'} NaN or infinite."
    if not bool(b.isfinite().all()):
        return ""
    if bool((a == a[0]).all()) and not bool((b == b[0]).all()):
        return f"All your numbers are the same: {number_text(float(a[0]))}."
    if not bool(differing(a.sort().values, b.sort().values, measure).any()):
        return "Your numbers are those expected, in other places."
    low, high = float(b.min()), float(b.max())
    ours, theirs = (f"from {number_text(low, 4)} to {number_text(high, 4)}", _range(a))
    if float(a.max()) > high + 0.5 * (high - low) or float(a.min()) < low - 0.5 * (high - low):
        return f"Your numbers go {theirs}, those expected {ours}."
    signs = a.sign() * b.sign()
    if bool((signs < 0).any()):
        count = int((signs < 0).sum())
        return f"{counted(count, 'number')} of yours {'has' if count == 1 else 'have'} the other sign."
    if bool((a >= b).all()):
        return "None of your numbers is too small; those that differ are too large."
    if bool((a <= b).all()):
        return "None of your numbers is too large; those that differ are too small."
    return ""


def _range(values: torch.Tensor) -> str:
    return f"from {number_text(float(values.min()), 4)} to {number_text(float(values.max()), 4)}"


def _several(values: torch.Tensor) -> bool:
    """Whether there are two different numbers at least, so that to find them again says something."""
    return values.numel() > 1 and bool(values.ne(values.reshape(-1)[0]).any())


def _equal(a: torch.Tensor, b: torch.Tensor, measure: Measure) -> bool:
    return a.shape == b.shape and a.dtype == b.dtype and not bool(differing(a, b, measure).any())


def _product(sizes: Sequence[int]) -> int:
    product = 1
    for n in sizes:
        product *= n
    return product
