"""Split the heads, and merge them

Attention splits the width of a batch into *heads*. Write two functions.

- `split(x, h)`: `x` of shape (B, T, h·d) → (B, h, T, d): head number k of a word is the k-th piece of its width. A **view** of `x`, no copy.
- `merge(y)`: back again, (B, h, T, d) → (B, T, h·d), for any `y` of that shape.
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
objectives = ["tell `reshape` from `transpose` by the order of the numbers"]
equivalent_mutants = {
    "return x.view(b, t, h, width // h).transpose(1, 2) → return x.view(b, t, h, width // h).transpose(2, 1)": "a swap has no first and second",
    "return y.transpose(1, 2).reshape(b, t, h * d) → return y.transpose(2, 1).reshape(b, t, h * d)": "a swap has no first and second",
}


@starter
def one_piece():
    def split(x, h):
        """(B, T, h·d) → (B, h, T, d), as a view of x."""
        ...

    def merge(y):
        """(B, h, T, d) → (B, T, h·d): the way back."""
        ...


hints(
    "Two steps each: one moves walls, the other changes the order of directions. Which comes first?",
    "First split the width into (h, d), then bring h before T. The way back undoes the two in reverse.",
    "`view` with four lengths, then `transpose(1, 2)`. Back: `transpose(1, 2)`, then join the last two. May that join need a copy?",
)


def on_paper(x, h):
    """The heads, cut one by one."""
    return torch.stack(x.tensor_split(h, dim=-1), 1)


def check(split, merge):
    def there_and_back(x, h):
        return merge(split(x, h))

    with promise("`split`: each head is a piece of the width"):
        for b, t, h, d in ((2, 3, 2, 5), (1, 4, 3, 2)):
            x = sample.integers(0, 900, (b, t, h * d))
            expect(split, x, h).equals(on_paper(x, h))
    with promise("`split`: also where T, h and d are equal, or 1"):
        for b, t, h, d in ((3, 3, 3, 3), (2, 2, 2, 2), (1, 1, 2, 3), (2, 3, 1, 4), (2, 3, 4, 1)):
            x = sample.integers(0, 900, (b, t, h * d))
            expect(split, x, h).equals(on_paper(x, h))
    with promise("`split`: a view, also of a tensor that is not contiguous"):
        x = sample.uniform(2, 3, 8)
        expect(split, x, 2).shares_memory_with(0)
        turned = sample.uniform(2, 8, 3).transpose(1, 2)
        expect(split, turned, 4).equals(on_paper(turned, 4)).shares_memory_with(0)
    with promise("`merge`: back to where it came from"):
        for b, t, h, d in ((2, 3, 2, 5), (3, 3, 3, 3), (1, 4, 2, 2)):
            heads = sample.integers(0, 900, (b, h, t, d))
            expect(merge, heads).equals(torch.cat(heads.unbind(1), -1))
    with promise("`merge`: one of everything, and after `split`"):
        for b, t, h, d in ((1, 1, 1, 1), (2, 1, 3, 2), (2, 3, 1, 2)):
            heads = sample.integers(0, 900, (b, h, t, d))
            expect(merge, heads).equals(torch.cat(heads.unbind(1), -1))
        x = sample.uniform(2, 3, 8)
        expect(there_and_back, x, 4).equals(x)


@solution
def walls_then_order():
    """Splitting a direction always works as a view. Then the order changes, which costs four numbers. On the way back
    the join may not fit the strides, so `reshape` copies where it must."""

    def split(x, h):
        b, t, width = x.shape
        return x.view(b, t, h, width // h).transpose(1, 2)

    def merge(y):
        b, h, t, d = y.shape
        return y.transpose(1, 2).reshape(b, t, h * d)


@right
def by_names_that_say_it():
    """`unflatten` splits a direction, `flatten` joins some."""

    def split(x, h):
        return x.unflatten(-1, (h, -1)).transpose(1, 2)

    def merge(y):
        return y.transpose(1, 2).flatten(2)


@right
def by_permute():
    """`permute` says for every place which old direction stands there."""

    def split(x, h):
        b, t, width = x.shape
        return x.reshape(b, t, h, width // h).permute(0, 2, 1, 3)

    def merge(y):
        b, h, t, d = y.shape
        return y.permute(0, 2, 1, 3).contiguous().view(b, t, h * d)


@right
def merge_by_cat():
    """Merging by hand: the heads laid end to end along the width."""

    def split(x, h):
        b, t, width = x.shape
        return x.view(b, t, h, width // h).transpose(1, 2)

    def merge(y):
        return torch.cat(y.unbind(1), -1)


@wrong
def shape_is_all_that_counts():
    """The shape of `split` is right, and the numbers are not: pieces of *different words* became one head.
    Split the width first, then change the order."""

    def split(x, h):
        b, t, width = x.shape
        return x.reshape(b, h, t, width // h)

    def merge(y):
        b, h, t, d = y.shape
        return y.reshape(b, t, h * d)


@wrong
def heads_interleaved():
    """You dealt the width out like cards: every h-th number to a head. A head is a *piece* of the width, neighbours together."""

    def split(x, h):
        b, t, width = x.shape
        return x.view(b, t, width // h, h).permute(0, 3, 1, 2)

    def merge(y):
        b, h, t, d = y.shape
        return y.permute(0, 2, 3, 1).reshape(b, t, h * d)


@wrong
def merges_by_shape_only():
    """`split` is right. `merge` moves the walls without changing the order first, so words get mixed. Undo the two steps in reverse."""

    def split(x, h):
        b, t, width = x.shape
        return x.view(b, t, h, width // h).transpose(1, 2)

    def merge(y):
        b, h, t, d = y.shape
        return y.reshape(b, t, h * d)


@wrong
def forgets_to_copy():
    """`split` is right. In `merge`, after the transpose, the last two directions cannot always be joined by a `view`: their steps
    need not fit. Which call copies where it must?"""

    def split(x, h):
        b, t, width = x.shape
        return x.view(b, t, h, width // h).transpose(1, 2)

    def merge(y):
        b, h, t, d = y.shape
        return y.transpose(1, 2).view(b, t, h * d)


@wrong
def copies_needlessly():
    """The numbers are right, but `split` copied. Splitting a direction and changing the order are both free."""

    def split(x, h):
        return torch.stack(x.tensor_split(h, dim=-1), 1)

    def merge(y):
        return torch.cat(y.unbind(1), -1)


@wrong
def order_left_as_it_was():
    """You split the width, but the heads still stand behind the words: shape (B, T, h, d). Bring h before T."""

    def split(x, h):
        b, t, width = x.shape
        return x.view(b, t, h, width // h)

    def merge(y):
        return y.flatten(2)
