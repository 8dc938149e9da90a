"""The amplifier that works once

Dr. Hammer "improved" the amplifier. Run the cell. Then call `amplify(torch.tensor([1, 2]))` three times in an
empty cell, and watch the results.

Mend it: `amplify(x)` returns `2 * x`, **every** time, and leaves `x` as it is. It neither needs nor changes
a `gain` elsewhere in the notebook.
"""

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
objectives = ["predict a variable's value from the order in which cells ran, not from the order on the page"]


@starter
def sabotaged():
    gain = 1

    def amplify(x):
        global gain
        gain = gain * 2
        return x * gain


hints(
    "Print `gain` before and after a call. Who changed it, and who remembers?",
    "`global` lets the function write into the kernel's memory, and what stands there outlives the call. "
    "What must `amplify` remember from one call to the next?",
    "Nothing at all. So let the factor live inside the function: a name that is born with the call and ends "
    "with it. `global` has to go.",
)


def check(amplify):
    notebook = getattr(amplify, "__globals__", {})
    with promise("`2 * x`, five times in a row"):
        x = sample.integers(-9, 10, (3,))
        for _ in range(5):
            expect(amplify, x).equals(2 * x)
    with promise("`2 * x` for two tensors in turn, whole numbers and decimals"):
        y = sample.normal(2, 2)
        for z in (y, x, y):
            expect(amplify, z).equals(2 * z)
    with promise("`x` stays as it is"):
        expect(amplify, x).leaves_arguments_unchanged()
    with promise("no need of a `gain` elsewhere in the notebook"):
        notebook["gain"] = 7
        expect(amplify, x).equals(2 * x, because="another cell may call anything `gain`")
        after = given("the notebook's own `gain`, which was 7 before the call", notebook["gain"])
        expect(after).satisfies(lambda gain: gain == 7, "it to be 7 still")
        notebook.pop("gain", None)
        expect(amplify, x).equals(2 * x, because="another notebook may have no `gain` at all")


@solution
def a_gain_of_its_own():
    """A name that is given its value inside a function is born with each call and forgotten after it.
    With nothing left behind, the tenth call is like the first."""

    def amplify(x):
        gain = 2
        return x * gain


@right
def no_name_at_all():
    """The shortest: nothing to remember, nothing to go wrong."""

    def amplify(x):
        return 2 * x


@right
def added_to_itself():
    """Twice x is x plus x."""

    def amplify(x):
        return x + x


@right
def as_a_default():
    """An argument with a default: callers may ask for another gain, and each call starts from 2."""

    def amplify(x, gain=2):
        return x * gain


@wrong
def fixed_for_one_call():
    """The first call is right, and every call doubles `gain` again: it still lives outside the call and
    outlives it. Setting it back once helps once. The cure has to sit inside `amplify`."""

    gain = 1

    def amplify(x):
        global gain
        gain = gain * 2
        return x * gain

    gain = 1


@wrong
def leans_on_a_global():
    """Right, as long as nobody touches `gain`. But your function reads it from the notebook's memory:
    another cell that says `gain = 7` changes what yours does. Give `amplify` a `gain` of its own,
    inside."""

    gain = 2

    def amplify(x):
        return x * gain


@wrong
def writes_elsewhere():
    """The results are right, but `global` still writes into the notebook's memory, over whatever another
    cell kept under the name `gain`. Take the `global` line away."""

    def amplify(x):
        global gain
        gain = 2
        return x * gain


@wrong
def removed_the_work():
    """Now nothing changes from call to call, and nothing is doubled either. Keep the multiplication;
    remove the memory."""

    def amplify(x):
        return x


@wrong
def changes_its_argument():
    """The result is right, but you doubled the caller's own tensor in place, as `x *= 2` does: after five
    calls it is 32 times as large. `x * 2` makes a new tensor instead."""

    def amplify(x):
        x *= 2
        return x


@wrong
def not_a_tensor():
    """You return a list. The caller handed you a tensor and wants one back: `2 * x` is one already."""

    def amplify(x):
        return [2 * number for number in x.tolist()]


@wrong
def passes_twice():
    """`gain` swings between 2 and 1: right at every other call. It is still a memory, only a shorter one.
    Let no call leave anything behind."""

    gain = 1

    def amplify(x):
        global gain
        gain = 2 if gain == 1 else 1
        return x * gain


@wrong
def halves_it_again():
    """You double `gain` and halve it again. Since `/` makes decimals, the second call turns whole numbers
    into float32. Undoing a memory is harder than having none: drop `global`."""

    gain = 1

    def amplify(x):
        global gain
        gain = gain * 2
        result = x * gain
        gain = gain / 2
        return result


@wrong
def counts_up():
    """You add to `gain` where it was doubled. It still grows from call to call, more slowly.
    What must the function remember? Nothing."""

    gain = 1

    def amplify(x):
        global gain
        gain = gain + 1
        return x * gain


@wrong
def squares():
    """You multiplied `x` by itself. Doubling is `2 * x`; `x * x` is the same only for 0 and 2."""

    def amplify(x):
        return x * x


@wrong
def only_global_is_gone():
    """Without `global`, assigning to `gain` makes it a name of the call's own, and it has no value yet when
    you read it. Give it one inside, or do without it."""

    gain = 1

    def amplify(x):
        gain = gain * 2  # noqa: F823  (that it has no value is the fault)
        return x * gain


@wrong
def needs_a_gain_of_one():
    """Right, as long as `gain` is 1 when the call begins. But another cell may call anything `gain`, and
    yours doubles whatever it finds there. What you double with must not come from outside."""

    gain = 1

    def amplify(x):
        return x * (gain * 2)


@wrong
def puts_it_back():
    """You put the old `gain` back, so nothing shows. But where nobody has made a `gain`, there is none to
    read: the function needs one. A name of its own, without `global`, needs nothing."""

    gain = 1

    def amplify(x):
        global gain
        before = gain
        gain = 2
        result = x * gain
        gain = before
        return result


@wrong
def doubles_with_a_decimal():
    """Doubled every time, but with the decimal 2.0: whole numbers became decimals (float32). `2 * x` leaves
    them whole."""

    def amplify(x):
        return x * 2.0
