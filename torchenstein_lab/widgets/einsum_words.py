"""What the picture of a product says in words: its indices, its loops, and one element worked out."""

from __future__ import annotations

from torchenstein_lab.widgets.amount import bytes_in_words, counted
from torchenstein_lab.widgets.einsum_facts import Grid, ProductFacts

_SUM_SHOWN = 6


def index_lines(facts: ProductFacts) -> list[tuple[str, str, str]]:
    """For each index: its letter, its length, and what becomes of it."""
    equation = facts.equation
    lines = []
    for letter in equation.output + equation.summed:
        places = [
            f"dim {dim} of {grid.label}"
            for grid, term in zip(facts.operands, equation.terms, strict=True)
            for dim, own in enumerate(term)
            if own == letter
        ]
        fate = (
            f"free: dim {equation.output.index(letter)} of the result"
            if letter in equation.output
            else "summed"
        )
        lines.append((letter, f"{equation.sizes[letter]:,}", f"{fate}; {_joined(places)}"))
    return lines


def loops(facts: ProductFacts) -> list[str]:
    """The product as Python's nested loops."""
    equation = facts.equation
    lines, depth = [], 0

    def line(text: str) -> None:
        lines.append("    " * depth + text)

    for letter in equation.output:
        line(f"for {letter} in range({equation.sizes[letter]}):")
        depth += 1
    target = f"result{_subscript(equation.output)}" if equation.output else "result"
    factors = [
        grid.label + (_subscript(grid.letters.replace(".", "0")) if grid.letters else "")
        for grid in facts.operands
    ]
    product = " * ".join(factors)
    if not equation.summed:
        line(f"{target} = {product}")
        return lines
    line("total = 0")
    for letter in equation.summed:
        line(f"for {letter} in range({equation.sizes[letter]}):")
        depth += 1
    line(f"total += {product}")
    depth -= len(equation.summed)
    line(f"{target} = total")
    return lines


def cost(facts: ProductFacts) -> str:
    """What the product takes: turns of the loops, and the bytes of the result."""
    sizes = " × ".join(f"{size:,}" for size in facts.equation.sizes.values())
    turns = f"{sizes} = {facts.turns:,}" if len(facts.equation.sizes) > 1 else f"{facts.turns:,}"
    what = "multiplications" if len(facts.operands) == 2 else "turns of the innermost loop"
    result = f"{_shape(facts.result.shape)}, {facts.dtype}, {bytes_in_words(facts.nbytes)}"
    return f"{turns} {what}. Result: {result}."


def first_element(facts: ProductFacts) -> str:
    """One element of the result, worked out; "" where there is none."""
    if 0 in facts.equation.sizes.values() or not facts.result.slices:
        return ""
    place = dict.fromkeys(facts.equation.output, 0)
    steps = [step for step in facts.steps if all(step[letter] == 0 for letter in place)]
    terms = [_term(facts, step) for step in steps[:_SUM_SHOWN]]
    whole = facts.turns // max(1, _free_turns(facts))
    more = f" + … ({whole - len(terms):,} more)" if whole > len(terms) else ""
    head = f"result{_brackets(facts.result, place)} = {' + '.join(terms)}{more}"
    return f"{head} = {facts.result.text_at(place)}" if facts.values else head


def part(facts: ProductFacts) -> str:
    """Which part is drawn; "" for all of it."""
    cut = [
        f"{letter} up to {facts.shown[letter] - 1}"
        for letter, size in facts.equation.sizes.items()
        if facts.shown[letter] < size
    ]
    return (
        f"Drawn: {_joined(cut)}. Sums are over everything."
        if cut and facts.values
        else (f"Drawn: {_joined(cut)}." if cut else "")
    )


def _free_turns(facts: ProductFacts) -> int:
    turns = 1
    for letter in facts.equation.output:
        turns *= facts.equation.sizes[letter]
    return turns


def _term(facts: ProductFacts, step: dict[str, int]) -> str:
    if facts.values:
        return " × ".join(grid.text_at(step) for grid in facts.operands)
    return " × ".join(f"{grid.label}{_brackets(grid, step)}" for grid in facts.operands)


def _brackets(grid: Grid, place: dict[str, int]) -> str:
    return f"[{', '.join(map(str, grid.index_at(place)))}]" if grid.letters else ""


def _subscript(letters: str) -> str:
    return f"[{', '.join(letters)}]"


def _shape(shape: tuple[int, ...]) -> str:
    return f"shape {shape}" if shape else "a single number"


def _joined(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def steps_in_words(facts: ProductFacts) -> str:
    """How many steps the picture can be walked in."""
    return counted(len(facts.steps), "step")
