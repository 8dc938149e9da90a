"""A matrix product as an equation of indices: i counts rows, j columns, and k is what both share."""

from __future__ import annotations

import torch

from torchenstein_lab.widgets.einsum_facts import ProductFacts, product_facts
from torchenstein_lab.widgets.einsum_spec import equation_of
from torchenstein_lab.widgets.operand import NotDrawable, Operand, operand_of

_BATCH = "nmpqrst"


def matmul_facts(a: object, b: object, labels: tuple[str, str] = ("a", "b")) -> ProductFacts:
    """`torch.matmul(a, b)` as loops; both are tensors, arrays, or shapes. Raises `NotDrawable`."""
    if set(labels) & {*_BATCH, *"ijk"}:
        labels = ("a", "b")  # A tensor is not called like an index.
    left, right = operand_of(a, labels[0]), operand_of(b, labels[1])
    for side in (left, right):
        if not side.shape:
            raise NotDrawable(
                f"{side.label} is a single number, without rows or columns. To scale, write `*`."
            )
        if len(side.shape) > len(_BATCH) + 2:
            raise NotDrawable(f"{side.label} has {len(side.shape)} dims; up to {len(_BATCH) + 2} are drawn.")
    _inner_sizes_meet(left, right)
    deep = max(len(left.shape), len(right.shape), 2) - 2
    terms = [_term(left, deep, "ik"), _term(right, deep, "kj")]
    output = _BATCH[:deep] + terms[0][-2:-1] * (len(left.shape) > 1) + terms[1][-1:] * (len(right.shape) > 1)
    try:
        equation = equation_of(
            f"{','.join(terms)}->{output}", (left.shape, right.shape), (left.label, right.label)
        )
    except NotDrawable:
        batches = f"{left.shape[:-2]} and {right.shape[:-2]}"
        raise NotDrawable(
            f"The leading dims {batches} do not meet: what stands in front of the last two is broadcast, so "
            "from the right the sizes must be equal, or one must be 1 or missing."
        ) from None
    return product_facts("matmul", equation, (left, right), torch.matmul)


def _term(side: Operand, deep: int, matrix: str) -> str:
    if len(side.shape) == 1:
        return "k"
    batch = _BATCH[:deep]
    return batch[deep - (len(side.shape) - 2) :] + matrix


def _inner_sizes_meet(a: Operand, b: Operand) -> None:
    across, down = a.shape[-1], b.shape[max(0, len(b.shape) - 2)]
    if across == down:
        return
    what = "columns" if len(a.shape) > 1 else "elements"
    whose = "rows" if len(b.shape) > 1 else "elements"
    raise NotDrawable(
        f"{a.label} has {across:,} {what}, {b.label} has {down:,} {whose}: each row of {a.label} meets each "
        f"column of {b.label} number by number, so both must be as long.{_remedy(a, b)}"
    )


def _remedy(a: Operand, b: Operand) -> str:
    """A transpose that would fit, where there is one."""
    if len(b.shape) > 1 and b.shape[-1] == a.shape[-1]:
        return f" {b.label}.mT, of shape {(*b.shape[:-2], b.shape[-1], b.shape[-2])}, would fit."
    if len(a.shape) > 1 and a.shape[-2] == b.shape[max(0, len(b.shape) - 2)]:
        return f" {a.label}.mT, of shape {(*a.shape[:-2], a.shape[-1], a.shape[-2])}, would fit."
    return ""
