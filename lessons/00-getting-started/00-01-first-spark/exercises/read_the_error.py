"""Two days of weather

`add_days(monday, tuesday)` should add the temperatures of two days, hour by hour. Run the cell, then this in
an empty one, and read the error from its last line up:

```python
add_days([1.0, 20.0, 21.0, 23.0], [22.0, 20.0, 19.0])
```

Both lists hold decimal numbers. `monday` starts with the *day number*, then come its temperatures;
`tuesday` has temperatures only, as many of them. Mend `add_days`: it returns the sums as one float32 tensor,
for any number of hours, and leaves both lists as they are. Here that is `tensor([42., 41., 42.])`.
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
level = Level.APPRENTICE
objectives = ["read an error from its last line up, and say which two things did not fit"]


@starter
def broken():
    def add_days(monday, tuesday):
        return torch.tensor(monday) + torch.tensor(tuesday)


hints(
    "The last line names two sizes. Which list is a, which is b, and what is the extra number?",
    "The day number is no temperature. It has to go before anything is added, and it stands at the front.",
    "A slice that starts at place 1 leaves the first number out, of a list or of a tensor. "
    "Slicing makes something new: the list stays whole.",
)


def check(add_days):
    with promise("the sums, hour by hour, without the day number"):
        for hours in (3, 5):
            first = [float(sample.dice.randint(-9, 30)) for _ in range(hours)]
            second = [float(sample.dice.randint(-9, 30)) for _ in range(hours)]
            day = float(sample.dice.randint(31, 365))
            expect(add_days, [day, *first], second).equals(torch.tensor(first) + torch.tensor(second))
    with promise("also where a temperature equals the day number"):
        expect(add_days, [20.0, 20.0, 5.0], [1.0, 2.0]).equals(torch.tensor([21.0, 7.0]))
    with promise("a single hour"):
        one = given("one hour", [2.0, 20.0])
        expect(add_days, one, [22.0]).equals(
            torch.tensor([42.0]),
            because="with a single hour the broken code raises no error, and is wrong all the same",
        )
    with promise("no hours at all"):
        expect(add_days, given("a day number alone", [3.0]), []).equals(torch.tensor([]))
    with promise("both lists stay as they are"):
        expect(add_days, [4.0, 11.0, 12.0], [9.0, 8.0]).leaves_arguments_unchanged()


@solution
def leave_the_day_out():
    """The error said 4 and 3: one list holds a number too many, and the story says which. `monday[1:]` is a
    new list without it. The message showed *where* it hurts; only you know what the numbers mean. With one
    hour, two numbers meet one, and PyTorch stretches the one without a word: lesson 1.7."""

    def add_days(monday, tuesday):
        return torch.tensor(monday[1:]) + torch.tensor(tuesday)


@right
def slice_the_tensor():
    """A tensor slices like a list, so the cut may come after the tensor is made."""

    def add_days(monday, tuesday):
        return torch.tensor(monday)[1:] + torch.tensor(tuesday)


@right
def unpack_by_name():
    """Giving the day a name shows the reader what is left out."""

    def add_days(monday, tuesday):
        day, *temperatures = monday
        return torch.tensor(temperatures) + torch.tensor(tuesday)


@right
def pair_by_pair():
    """Adding in Python, pair by pair, and making the tensor last: more work for Python, same numbers."""

    def add_days(monday, tuesday):
        return torch.tensor([m + t for m, t in zip(monday[1:], tuesday)])


@wrong
def cuts_to_fit():
    """The sizes fit now, because you cut monday's *last* number off. So the day number is added to a
    temperature, and each hour meets the wrong one. An error about sizes asks which number is too many:
    here, the first."""

    def add_days(monday, tuesday):
        return torch.tensor(monday[:-1]) + torch.tensor(tuesday)


@wrong
def pads_to_fit():
    """You gave tuesday one more number, so that the sizes fit. Now the result is one too long, and the day
    number counts as a temperature. Nothing is missing from tuesday: monday has one too many."""

    def add_days(monday, tuesday):
        return torch.tensor(monday) + torch.tensor(tuesday + [0.0])


@wrong
def hides_the_error():
    """You caught the error and answered with something else. The machine is quiet now, and the sums are
    gone. An error is the machine telling you what it saw: use it, and mend what it points to."""

    def add_days(monday, tuesday):
        try:
            return torch.tensor(monday) + torch.tensor(tuesday)
        except RuntimeError:
            return torch.tensor(tuesday)


@wrong
def gives_nothing_back():
    """Your function ends without handing a result back, so Python returns `None`. Is there a `return`
    on every way through it?"""

    def add_days(monday, tuesday):
        try:
            return torch.tensor(monday) + torch.tensor(tuesday)
        except RuntimeError:
            pass


@wrong
def lists_add_up():
    """You glued the two days, as `+` does with lists: twice as many numbers, none of them a sum.
    Make a tensor of each, then add the tensors."""

    def add_days(monday, tuesday):
        return torch.tensor(monday[1:] + tuesday)


@wrong
def not_a_tensor():
    """The sums are right, but in a Python list. Turn it into a tensor before you return it."""

    def add_days(monday, tuesday):
        return [m + t for m, t in zip(monday[1:], tuesday)]


@wrong
def changes_its_argument():
    """The sums are right, but the day number is gone from the caller's own list: call it twice and a
    temperature goes missing. A slice, `monday[1:]`, makes a new list instead."""

    def add_days(monday, tuesday):
        monday.pop(0)
        return torch.tensor(monday) + torch.tensor(tuesday)


@wrong
def cuts_both():
    """You cut the first number off both. Tuesday has no day number: it lost a temperature,
    and the sizes differ by one, as before."""

    def add_days(monday, tuesday):
        return torch.tensor(monday[1:]) + torch.tensor(tuesday[1:])


@wrong
def fits_three_hours_only():
    """You named places up to 3, and it works for three hours. A day may have more hours, or fewer:
    leave the end of the slice open."""

    def add_days(monday, tuesday):
        return torch.tensor(monday[1:4]) + torch.tensor(tuesday[0:3])


@wrong
def pads_in_front():
    """You put a number in front of tuesday, so that the sizes fit and the hours meet. But the result starts
    with the day number, which is no sum of temperatures. Leave it out."""

    def add_days(monday, tuesday):
        return torch.tensor(monday) + torch.tensor([0.0] + tuesday)


@wrong
def removes_by_value():
    """You dropped the day number wherever its *value* stands: a temperature that equals it goes, too. What
    marks the day number is its place."""

    def add_days(monday, tuesday):
        temperatures = [number for number in monday if number != monday[0]]
        return torch.tensor(temperatures) + torch.tensor(tuesday)


@wrong
def changes_tuesday():
    """The sums are right, but you put a number into the caller's own list: call it twice and the sizes
    differ again. A slice, `monday[1:]`, needs no filling and makes a new list."""

    def add_days(monday, tuesday):
        tuesday.insert(0, 0.0)
        return (torch.tensor(monday) + torch.tensor(tuesday))[1:]
