"""The rule by which each common operation passes a gradient back, in one short line.

`g` is the gradient that arrives (it has the shape of the result); `a`, `b` are what went in, `y` what came
out. The keys are the names of PyTorch's backward nodes without `Backward` and number.
"""

from __future__ import annotations

RULES = {
    "Abs": "g · sign(a)",
    "Add": "g to both",
    "Addmm": "W: aᵀ @ g · a: g @ Wᵀ · bias: sum of g",
    "Cat": "g, cut up again",
    "Clone": "g as it is",
    "Cos": "−g · sin(a)",
    "Div": "a: g / b · b: −g · a / b²",
    "Dot": "a: g · b · b: g · a",
    "Exp": "g · y",
    "Expand": "g, summed over the copies",
    "Gelu": "g · gelu′(a)",
    "Log": "g / a",
    "LogSoftmax": "g − softmax(a) · sum(g)",
    "Max": "g to the largest, 0 elsewhere",
    "Mean": "g / n to each of n",
    "Mm": "a: g @ bᵀ · b: aᵀ @ g",
    "MseLoss": "a: g · 2 · (a − b) / n",
    "Mul": "a: g · b · b: g · a",
    "Neg": "−g",
    "NllLoss": "−g / n at each right class",
    "Permute": "g, permuted back",
    "Pow": "g · n · aⁿ⁻¹",
    "Relu": "g where y > 0, else 0",
    "Reshape": "g in the old shape",
    "Rsqrt": "−g · y³ / 2",
    "Select": "g into its place, 0 elsewhere",
    "Sigmoid": "g · y · (1 − y)",
    "Sin": "g · cos(a)",
    "Slice": "g into its place, 0 elsewhere",
    "Softmax": "y · (g − sum(g · y))",
    "Sqrt": "g / (2 · y)",
    "Sub": "a: g · b: −g",
    "Sum": "g to every element",
    "T": "gᵀ",
    "Tanh": "g · (1 − y²)",
    "Transpose": "g, transposed back",
    "Unsqueeze": "g without the new axis",
    "UnsafeView": "g in the old shape",
    "View": "g in the old shape",
}


def title_of(name: str) -> str:
    """`MulBackward0` → `Mul`."""
    return name.partition("Backward")[0] or name


def rule_of(name: str) -> str:
    """The rule of a backward node, empty where none is written down."""
    return RULES.get(title_of(name), "")
