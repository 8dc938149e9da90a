"""Let go

`keep_first(batch)` returns the first row of `batch`. The loader keeps many of these rows, and memory fills up:
each row keeps its whole batch alive.

Mend it: the same numbers, in a strip that holds no more than this row.
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

kind = Kind.DEBUG
level = Level.APPRENTICE
objectives = ["say whether two tensors share memory, and what a small view keeps alive"]


@starter
def rewired():
    def keep_first(batch):
        """The first row of `batch`, on a strip of its own."""
        return batch[0]

    batch = torch.zeros(1000, 1000)
    keep_first(batch).untyped_storage().nbytes()  # should be 4000


hints(
    "Which strip does `batch[0]` lie on, and how long does that strip live?",
    "A window keeps the whole strip. Who needs a strip of their own must copy.",
    "Copy the *row*, not the batch. And mind: `contiguous()` copies only where something has to change.",
)


def check(keep_first):
    def bytes_kept(batch):
        return keep_first(batch).untyped_storage().nbytes()

    with promise("the first row"):
        for shape in ((4, 3), (2, 5), (1, 3)):
            batch = sample.uniform(*shape)
            expect(keep_first, batch).equals(batch[0])
    with promise("on a strip that holds no more"):
        for batch in (sample.uniform(50, 6), sample.uniform(6, 50, dtype=torch.float64)):
            expect(bytes_kept, batch).equals(batch[0].numel() * batch.itemsize)
    with promise("also when the batch is transposed"):
        batch = sample.uniform(7, 40).t()
        expect(keep_first, batch).equals(batch[0])
        expect(bytes_kept, batch).equals(7 * 4)
    with promise("a batch of one row, and of deeper rows"):
        batch = sample.uniform(1, 4)
        expect(keep_first, batch).owns_its_memory()
        deep = sample.uniform(3, 2, 4)
        expect(keep_first, deep).equals(deep[0])
        expect(bytes_kept, deep).equals(2 * 4 * 4)


@solution
def clone_the_row():
    """`clone` copies, always, and only what it is called on: the row."""

    def keep_first(batch):
        return batch[0].clone()


@right
def gather_it():
    """A list copies the row out of the batch; `[0]` of that is a window onto a strip of one row."""

    def keep_first(batch):
        return batch[[0]][0]


@right
def copy_into_a_new_one():
    """A new strip first, then copy into it."""

    def keep_first(batch):
        row = torch.empty_like(batch[0])
        row.copy_(batch[0])
        return row


@wrong
def nothing_to_copy():
    """The first row of a fresh batch is contiguous already, so `contiguous()` has nothing to do, and the row still lies on
    the whole strip. Which call copies always?"""

    def keep_first(batch):
        return batch[0].contiguous()


@wrong
def cloned_the_wrong_thing():
    """You copied the whole batch and took a window of the copy. Now the *copy* is kept alive. Copy the row."""

    def keep_first(batch):
        return batch.clone()[0]


@wrong
def detach_is_not_copy():
    """`detach` is about gradients. The row still lies on the strip of the batch."""

    def keep_first(batch):
        return batch[0].detach()


@wrong
def a_table_of_one_row():
    """That is a table with one row in it. Asked for is the row: one direction less."""

    def keep_first(batch):
        return batch[[0]]


@wrong
def first_of_each_row():
    """You took the first *column*. The first row is `batch[0]`."""

    def keep_first(batch):
        return batch[:, 0].clone()
