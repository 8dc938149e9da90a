"""Patches

Write `patches(img, p)`: cut an image of shape (C, H, W) into square patches of p × p. H and W are multiples of p.
The result has shape (N, C·p·p), with N = (H/p) · (W/p): the patches in reading order, left to right, then down.
In each patch the numbers stand as in a fresh (C, p, p).

No Python loop. (A vision transformer reads images so.)
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    expect,
    forbid,
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
core = False
objectives = ["tell `reshape` from `transpose` by the order of the numbers"]


@starter
def uncut():
    def patches(img, p):
        """(C, H, W) → (H/p · W/p, C·p·p), patches in reading order."""
        ...


hints(
    "Split H and W first. Into which two lengths each, and which of them comes first?",
    "H becomes (H/p, p): which patch, and which line in it. Now there are five directions. In which order are they to be read?",
    "(C, H/p, p, W/p, p): bring the two that count patches to the front, then C, then lines, then columns. Then join.",
)


def on_paper(img, p):
    """Patch by patch."""
    c, height, width = img.shape
    cut = [img[:, i : i + p, j : j + p].flatten() for i in range(0, height, p) for j in range(0, width, p)]
    return torch.stack(cut)


@forbid("for", "while")
def check(patches):
    with promise("patches in reading order, each laid out as (C, p, p)"):
        for shape, p in (((3, 4, 6), 2), ((2, 6, 3), 3), ((3, 2, 6), 2)):
            img = sample.integers(0, 900, shape)
            expect(patches, img, p).equals(on_paper(img, p))
    with promise("one colour, one patch, patches of one"):
        for shape, p in (((1, 4, 6), 2), ((2, 3, 3), 3), ((2, 2, 3), 1), ((1, 1, 1), 1)):
            img = sample.integers(0, 900, shape)
            expect(patches, img, p).equals(on_paper(img, p))
    with promise("squares, where walls could stand anywhere"):
        for shape, p in (((4, 4, 4), 2), ((2, 4, 4), 2), ((3, 9, 9), 3)):
            img = sample.integers(0, 900, shape)
            expect(patches, img, p).equals(on_paper(img, p))
    with promise("an image that lies transposed, and stays as it is"):
        img = sample.uniform(2, 6, 4).transpose(1, 2)
        expect(patches, img, 2).equals(on_paper(img, 2)).leaves_arguments_unchanged()


@solution
def split_reorder_join():
    """Split each side into (which patch, where in it), bring the two counters of patches to the front, and join. Splitting is
    free; the join at the end must copy, because the numbers come in a new order."""

    def patches(img, p):
        C, H, W = img.shape
        cut = img.reshape(C, H // p, p, W // p, p)
        return cut.permute(1, 3, 0, 2, 4).reshape(-1, C * p * p)


@right
def by_unfold():
    """`unfold` with step p slides a window that never overlaps, once for each side."""

    def patches(img, p):
        windows = img.unfold(1, p, p).unfold(2, p, p)
        return windows.permute(1, 2, 0, 3, 4).flatten(2).flatten(0, 1)


@right
def by_the_library():
    """`torch.nn.functional.unfold` cuts patches for convolutions; it puts them into columns and wants floats."""

    def patches(img, p):
        columns = torch.nn.functional.unfold(img[None].to(torch.float64), p, stride=p)
        return columns[0].T.to(img.dtype).contiguous()


@wrong
def shape_is_all_that_counts():
    """The shape is right and the numbers are not: you moved walls only, so a patch is a run of one line. Split, reorder, then join."""

    def patches(img, p):
        return img.reshape(-1, img.shape[0] * p * p)


@wrong
def channels_last():
    """The patches are right, but in each one the colours come last. They are to stand as in (C, p, p): colours first."""

    def patches(img, p):
        C, H, W = img.shape
        return img.reshape(C, H // p, p, W // p, p).permute(1, 3, 2, 4, 0).reshape(-1, C * p * p)


@wrong
def columns_first():
    """You read the patches downwards first. Reading order goes left to right, then down."""

    def patches(img, p):
        C, H, W = img.shape
        return img.reshape(C, H // p, p, W // p, p).permute(3, 1, 0, 2, 4).reshape(-1, C * p * p)


@wrong
def outer_and_inner_swapped():
    """You split each side into (p, H/p): that deals the lines out like cards. Neighbours belong together: (H/p, p)."""

    def patches(img, p):
        C, H, W = img.shape
        return img.reshape(C, p, H // p, p, W // p).permute(2, 4, 0, 1, 3).reshape(-1, C * p * p)


@wrong
def patch_lies_on_its_side():
    """Each patch lies on its side: lines and columns inside it have changed places."""

    def patches(img, p):
        C, H, W = img.shape
        return img.reshape(C, H // p, p, W // p, p).permute(1, 3, 0, 4, 2).reshape(-1, C * p * p)


@wrong
def colours_apart():
    """You left the colours in front: each row holds one colour from several patches. All colours of a patch belong together."""

    def patches(img, p):
        C, H, W = img.shape
        return img.reshape(C, H // p, p, W // p, p).permute(0, 1, 3, 2, 4).reshape(-1, C * p * p)
