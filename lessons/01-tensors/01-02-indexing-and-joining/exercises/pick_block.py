"""A block, not pairs

Write `block(x, rows, cols)`: from the table `x`, the listed rows *and* the listed columns, as a table of shape
(len(rows), len(cols)).

`rows` and `cols` are lists of positions: in any order, with repeats, counted from the end where negative, and perhaps empty.
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    expect,
    hints,
    promise,
    right,
    sample,
    solution,
    starter,
    wrong,
)

kind = Kind.FUNCTION
level = Level.ARTISAN
objectives = ['pick a block, pairs, or "for each row its own column", and never one for another']


@starter
def no_block_yet():
    def block(x, rows, cols):
        """The listed rows and columns of the 2-D `x`, of shape (len(rows), len(cols))."""
        ...


hints(
    "What does one list in one bracket give? And two lists in one bracket?",
    "Two lists in one bracket are walked as pairs. So do not put them into one bracket.",
    "Two cuts: first the rows, then, with all of those rows, the columns.",
)


def on_paper(x, rows, cols):
    """The block, one number at a time."""
    y = x.new_empty(len(rows), len(cols))
    for i, row in enumerate(rows):
        for j, col in enumerate(cols):
            y[i, j] = x[row, col]
    return y


def check(block):
    x = sample.integers(0, 90, (5, 6))
    with promise("the rows and columns that are listed"):
        for rows, cols in (([3, 1], [0, 2, 5]), ([1, 3, 4], [2]), ([0, 2, 4], [5, 1])):
            expect(block, x, rows, cols).equals(on_paper(x, rows, cols))
    with promise("a block where both lists are equally long, too"):
        rows, cols = sample.shuffled(range(5))[:2], sample.shuffled(range(6))[:2]
        expect(block, x, rows, cols).equals(on_paper(x, rows, cols))
        expect(block, x, [2], [4]).equals(on_paper(x, [2], [4]))
    with promise("repeats stay"):
        expect(block, x, [1, 1, 0], [3, 2, 3, 3]).equals(on_paper(x, [1, 1, 0], [3, 2, 3, 3]))
    with promise("negative positions count from the end"):
        expect(block, x, [-1, 0], [-2, 1, -6]).equals(on_paper(x, [-1, 0], [-2, 1, -6]))
    with promise("empty lists give a table without rows, or without columns"):
        expect(block, x, [], [1, 4]).equals(on_paper(x, [], [1, 4]))
        expect(block, x, [2, 3, 0], []).equals(on_paper(x, [2, 3, 0], []))
    with promise("other dtypes, and `x` stays as it is"):
        y = sample.uniform(3, 4)
        expect(block, y, [2, 0], [1, 3, 3]).equals(
            on_paper(y, [2, 0], [1, 3, 3])
        ).leaves_arguments_unchanged()


@solution
def two_cuts():
    """The first bracket gathers the rows into a table. The second takes all of its rows (`:`) and gathers the columns."""

    def block(x, rows, cols):
        return x[rows][:, cols]


@right
def rows_lying_down():
    """Two index tensors that meet as a table: the rows as a column of numbers, the columns as a row. PyTorch then
    pairs each with each. (Lesson 1.7 tells why.)"""

    def block(x, rows, cols):
        return x[torch.tensor(rows, dtype=torch.int64)[:, None], torch.tensor(cols, dtype=torch.int64)]


@right
def columns_first():
    """The other order does as well."""

    def block(x, rows, cols):
        return x[:, cols][rows]


@right
def number_by_number():
    """Write the table by hand. The shape must be said for the case that a list is empty."""

    def block(x, rows, cols):
        y = torch.empty(len(rows), len(cols), dtype=x.dtype)
        for i, row in enumerate(rows):
            for j, col in enumerate(cols):
                y[i, j] = x[row, col]
        return y


@wrong
def pairs_are_a_block():
    """Two lists in one bracket are walked as *pairs*: first row with first column, second with second.
    You want each row with each column: two cuts."""

    def block(x, rows, cols):
        return x[rows, cols]


@wrong
def loses_the_order():
    """You sorted the positions. The list says in which order the rows and columns are to come."""

    def block(x, rows, cols):
        return x[sorted(rows)][:, sorted(cols)]


@wrong
def loses_repeats():
    """A position that is listed twice comes twice. In a set, it is there once."""

    def block(x, rows, cols):
        return x[list(dict.fromkeys(rows))][:, list(dict.fromkeys(cols))]


@wrong
def fills_the_gaps():
    """You took everything from the smallest position to the largest. Between two listed rows may lie one that nobody asked for."""

    def block(x, rows, cols):
        return x[min(rows) : max(rows) + 1, min(cols) : max(cols) + 1]


@wrong
def rows_and_columns_swapped():
    """You took `cols` for rows and `rows` for columns. The first direction of `x` are its rows."""

    def block(x, rows, cols):
        return x[cols][:, rows]


@wrong
def empty_becomes_float():
    """Right, until a list is empty: `torch.tensor([])` is float32, and positions must be whole numbers.
    Name the dtype, or hand over the list itself."""

    def block(x, rows, cols):
        return x[torch.tensor(rows)][:, torch.tensor(cols)]


@wrong
def refuses_negatives():
    """`index_select` does not count from the end. Brackets do: a position of −1 is the last one."""

    def block(x, rows, cols):
        picked = x.index_select(0, torch.tensor(rows, dtype=torch.int64))
        return picked.index_select(1, torch.tensor(cols, dtype=torch.int64))


@wrong
def rows_twice():
    """Your second bracket speaks about *rows* again: `x[rows]` is a table, and its first direction are its rows.
    Say `:` for them, then the columns."""

    def block(x, rows, cols):
        return x[rows][cols]


@wrong
def lies_on_its_side():
    """Each number is there, but rows and columns have changed places."""

    def block(x, rows, cols):
        return x[rows][:, cols].T
