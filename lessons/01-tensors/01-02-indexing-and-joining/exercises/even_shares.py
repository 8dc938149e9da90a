"""Even shares

Write `shares(x, k)`: cut `x` along its first direction into exactly `k` pieces, in order.
Their sizes differ by at most one, and the larger ones come first: 7 rows in 3 shares are 3, 2 and 2.

The pieces are windows onto `x`, not copies. Where there are fewer rows than shares, the last ones are empty.
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
level = Level.APPRENTICE
objectives = ["cut a tensor into pieces of the sizes intended"]


@starter
def an_uncut_tensor():
    def shares(x, k):
        """A list (or tuple) of k windows onto x, as even as can be, larger ones first."""
        ...


hints(
    "`split`, `chunk`, `tensor_split`: which is told a size, which a wish, and which a count?",
    "By hand: 7 // 3 and 7 % 3 tell how large a share is, and how many get one more.",
    "One of the three gives exactly as many pieces as it is told. Or work out the sizes and hand a *list* to `split`.",
)


def on_paper(x, k):
    """The shares, by counting."""
    size, more = divmod(len(x), k)
    pieces, start = [], 0
    for i in range(k):
        stop = start + size + (i < more)
        pieces.append(x[start:stop].clone())
        start = stop
    return pieces


def check(shares):
    def number_the_pieces(x, k):
        for i, piece in enumerate(shares(x, k)):
            piece.fill_(i + 1)

    with promise("k pieces, larger ones first"):
        for n, k in ((7, 3), (10, 4), (11, 3)):
            x = sample.integers(0, 90, (n,))
            expect(shares, x, k).equals(on_paper(x, k), loosely=True)
    with promise("k pieces even where `chunk` makes fewer"):
        for n, k in ((6, 4), (12, 5), (9, 5)):
            x = sample.integers(0, 90, (n,))
            expect(shares, x, k).equals(on_paper(x, k), loosely=True)
    with promise("what divides evenly, and one share"):
        for n, k in ((6, 3), (5, 1)):
            x = sample.integers(0, 90, (n,))
            expect(shares, x, k).equals(on_paper(x, k), loosely=True)
    with promise("fewer rows than shares, or none"):
        for n, k in ((2, 3), (0, 2)):
            x = sample.integers(0, 90, (n,))
            expect(shares, x, k).equals(on_paper(x, k), loosely=True)
    with promise("tables are cut into tables"):
        x = sample.uniform(7, 2)
        expect(shares, x, 3).equals(on_paper(x, 3), loosely=True)
    with promise("the pieces are windows onto `x`"):
        x = torch.zeros(7, dtype=torch.int64)
        expect(number_the_pieces, x, 3).changes_argument(0, torch.tensor([1, 1, 1, 2, 2, 3, 3]))


@solution
def by_the_one_that_counts():
    """`tensor_split` with a number makes exactly that many pieces, as even as can be, larger ones first: windows, all of them."""

    def shares(x, k):
        return x.tensor_split(k)


@right
def sizes_by_hand():
    """`divmod` tells the size and how many get one more. A *list* handed to `split` is a list of sizes."""

    def shares(x, k):
        size, more = divmod(len(x), k)
        return x.split([size + 1] * more + [size] * (k - more))


@right
def range_by_range():
    """Ranges are windows, and each begins where the last ended."""

    def shares(x, k):
        size, more = divmod(len(x), k)
        pieces, start = [], 0
        for i in range(k):
            stop = start + size + (1 if i < more else 0)
            pieces.append(x[start:stop])
            start = stop
        return pieces


@wrong
def chunk_is_a_wish():
    """`chunk` takes `k` as a wish: all pieces but the last are equally large, and sometimes there are fewer of them.
    Which call takes it as an order?"""

    def shares(x, k):
        return x.chunk(k)


@wrong
def one_piece_too_many():
    """You rounded the size down, so a rest is left, and it became a piece of its own. The rest belongs to the first shares,
    one each."""

    def shares(x, k):
        return x.split(max(1, len(x) // k))


@wrong
def size_is_not_count():
    """`split(k)` makes pieces *of* k, however many. You want k pieces."""

    def shares(x, k):
        return x.split(k)


@wrong
def deals_like_cards():
    """You dealt the rows out one by one, like cards. The pieces are to be cut in order: neighbours stay together."""

    def shares(x, k):
        return [x[i::k] for i in range(k)]


@wrong
def last_takes_all():
    """The whole rest went to the last piece. It is to be shared out: one more for each of the first pieces."""

    def shares(x, k):
        size = len(x) // k
        return [x[i * size : (i + 1) * size if i < k - 1 else len(x)] for i in range(k)]


@wrong
def larger_ones_last():
    """As even as can be, but the larger pieces come last. They are to come first."""

    def shares(x, k):
        size, more = divmod(len(x), k)
        return x.split([size] * (k - more) + [size + 1] * more)


@wrong
def pieces_of_their_own():
    """The pieces are right, but they are copies: what is written into them does not reach `x`. Cutting needs no copy."""

    def shares(x, k):
        return [piece.clone() for piece in x.tensor_split(k)]


@wrong
def forgets_the_rest():
    """All pieces are equally large, and what was left over is gone: no row may get lost."""

    def shares(x, k):
        size = len(x) // k
        return [x[i * size : (i + 1) * size] for i in range(k)]
