"""Yesterday's batch

Dr. Hammer's loader keeps *one* NumPy buffer, fills it again and again, and hands out `next_batch(buffer)`.
After three batches, all three are the last one.

Mend `next_batch(buffer)`. It returns a float32 tensor with the numbers of `buffer`, which is a float32 or a float64
array. Later refills do not change it, and what is done to the batch does not reach the buffer.
"""

import numpy as np
import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    expect,
    given,
    hints,
    promise,
    right,
    sample,
    solution,
    starter,
    wrong,
)

kind = Kind.DEBUG
level = Level.ARTISAN
core = False
objectives = ["say, for `tensor`, `as_tensor` and `from_numpy`, which share memory with what they were given"]


@starter
def shared_shelf():
    def next_batch(buffer):
        """A float32 tensor with the numbers of `buffer`, in memory of its own."""
        return torch.from_numpy(buffer)

    buffer = np.zeros(3, dtype=np.float32)
    batches = []
    for day in [1, 2, 3]:
        buffer[:] = day
        batches.append(next_batch(buffer))
    batches


hints(
    "How many strips of memory do the three batches lie on?",
    "A conversion copies only if there is something to convert. Which calls copy *always*?",
    "One of `tensor`, `as_tensor`, `from_numpy` always copies, and it takes a `dtype=`. Or: share first, then `clone`.",
)


def buffers():
    """Empty buffers of each kind a loader may keep, with what to call them."""
    wide = np.zeros((4, 6), dtype=np.float32)
    return {
        "a float32 buffer": np.zeros((4, 3), dtype=np.float32),
        "a float64 buffer": np.zeros((4, 3)),
        "a buffer that is every second column of a wider one": wide[:, ::2],
    }


def refill(buffer):
    """Write fresh numbers into `buffer`, and return them as the batch that they should give."""
    numbers = sample.normal(4, 3)
    buffer[...] = numbers.numpy()
    return numbers


def check(next_batch):
    with promise("the buffer's numbers, in float32"):
        for buffer in buffers().values():
            numbers = refill(buffer)
            batch = given("the batch", next_batch(buffer))
            expect(batch).equals(numbers)
    with promise("earlier batches stay as they were"):
        for name, buffer in buffers().items():
            kept = []
            for _ in range(3):
                numbers = refill(buffer)
                kept.append((next_batch(buffer), numbers))
            for batch, numbers in kept:
                earlier = given("an earlier batch", batch)
                expect(earlier).equals(
                    numbers, because=f"{name} was filled again after that batch was handed out"
                )
    with promise("changing a batch does not reach the buffer"):
        for name, buffer in buffers().items():
            numbers = refill(buffer)
            next_batch(buffer).zero_()
            kept = given("the buffer", torch.tensor(buffer).float())
            expect(kept).equals(numbers, because=f"{name} is not the batch's to write in")


@solution
def copy_always():
    """`torch.tensor` always copies, whatever it is given. The dtype is named, since a float64 buffer would give
    a float64 batch."""

    def next_batch(buffer):
        return torch.tensor(buffer, dtype=torch.float32)


@right
def share_then_clone():
    """`clone` says in one word that a copy is wanted. `float` after it is free when there is nothing to convert."""

    def next_batch(buffer):
        return torch.from_numpy(buffer).clone().float()


@right
def copy_in_numpy():
    """NumPy makes the copy and the tensor shares it with nobody: `astype` always copies."""

    def next_batch(buffer):
        return torch.from_numpy(buffer.astype(np.float32))


@right
def fill_a_form():
    """An empty tensor, and the numbers written into it; the dtype is converted on the way."""

    def next_batch(buffer):
        batch = torch.empty(buffer.shape, dtype=torch.float32)
        batch[...] = torch.from_numpy(buffer)
        return batch


@wrong
def nothing_to_convert():
    """On a float64 buffer your conversion makes a copy. On a float32 one it has nothing to do, and hands back the
    *same memory*: so do `.float()`, `.to(torch.float32)` and `as_tensor(…, dtype=…)`. Ask for a copy in so many words."""

    def next_batch(buffer):
        return torch.from_numpy(buffer).float()


@wrong
def detach_is_not_copy():
    """Your batch still lies on the buffer's memory, and keeps its dtype, too. `detach` cuts a tensor off from gradients,
    not from its memory, and `as_tensor` shares if it can. Ask for a copy in so many words."""

    def next_batch(buffer):
        return torch.from_numpy(buffer).detach()


@wrong
def already_contiguous():
    """`contiguous` copies only what lies in pieces. Your buffer mostly does not, and so nothing is copied.
    Ask for a copy in so many words."""

    def next_batch(buffer):
        return torch.from_numpy(buffer).contiguous().float()


@wrong
def numpys_kind():
    """You made a true copy. But Python's `float` is NumPy's float64, and so is your batch: name float32."""

    def next_batch(buffer):
        return torch.tensor(buffer.astype(float))


@wrong
def keeps_the_buffers_kind():
    """A true copy, and float32 stays float32. But a float64 buffer gives a float64 batch: name the dtype."""

    def next_batch(buffer):
        return torch.tensor(buffer)


@wrong
def one_shelf_for_all():
    """You copy out of the buffer, but always onto the *same* shelf: each batch overwrites the one before.
    Make a new tensor at each call."""
    shelf = {}

    def next_batch(buffer):
        batch = shelf.setdefault("batch", torch.empty(buffer.shape, dtype=torch.float32))
        return batch.copy_(torch.from_numpy(buffer))


@wrong
def hands_back_numpy():
    """You copied, but what you return is a NumPy array. Make a tensor of the copy."""

    def next_batch(buffer):
        return buffer.astype(np.float32)
