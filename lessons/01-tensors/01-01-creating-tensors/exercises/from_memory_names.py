"""From memory: two names

Answer without looking back. These lines ran:

```python
a = BEFORE
b = a
b.append(EXTRA)
```

Put what `a` holds now into `a_holds`, and what `b` holds now into `b_holds`.
"""

from torchenstein_lab.lesson import (
    Kind,
    Level,
    choices,
    deal,
    expect,
    hints,
    promise,
    right,
    solution,
    starter,
    wrong,
)

kind = Kind.PREDICT
level = Level.APPRENTICE
objectives = ["say, for `tensor`, `as_tensor` and `from_numpy`, which share memory with what they were given"]


@deal
def fresh_list(dice):
    before = [dice.randint(1, 4), dice.randint(1, 4)]
    extra = dice.randint(5, 9)
    return {"BEFORE": before, "EXTRA": extra, "AFTER": [*before, extra], "FRONT": [extra, *before]}


@choices
def a_holds(BEFORE, AFTER, FRONT):
    return [repr(BEFORE), repr(AFTER), repr(FRONT), "None"]


@choices
def b_holds(BEFORE, AFTER, FRONT):
    return [repr(BEFORE), repr(AFTER), repr(FRONT), "None"]


@starter
def two_blanks():
    a_holds = ...
    b_holds = ...


hints(
    "How many lists do these lines make? Count the square brackets.",
    "`=` gives something a name. Does it make anything new?",
    "There is one list with two names. `append` writes at its end.",
)


def check(a_holds, b_holds, BEFORE, EXTRA):
    a = list(BEFORE)
    b = a
    b.append(EXTRA)
    with promise("what `a` holds"):
        expect(a_holds).equals(a, loosely=True)
    with promise("what `b` holds"):
        expect(b_holds).equals(b, loosely=True)


@solution
def one_list_two_names():
    """`b = a` gives the same list a second name. What is done through one name is seen through the other."""
    a_holds = AFTER
    b_holds = AFTER


@right
def as_tuples():
    """The same row, written with round brackets."""
    a_holds = tuple(AFTER)
    b_holds = tuple(AFTER)


@right
def by_the_second_name():
    """The two answers are one list, so one answer may be the other."""
    b_holds = [*BEFORE, EXTRA]
    a_holds = b_holds


@wrong
def equals_copies():
    """You expected `b = a` to make a second list. It makes a second *name*; there is still one list.
    What does `a` see, then?"""
    a_holds = BEFORE
    b_holds = AFTER


@wrong
def append_makes_a_new_list():
    """You left both lists as they were. `append` gives nothing back because it writes into the list itself.
    Who sees that?"""
    a_holds = BEFORE
    b_holds = BEFORE


@wrong
def adds_in_front():
    """You put EXTRA in front. `append` writes at the *end* of the list."""
    a_holds = FRONT
    b_holds = FRONT


@wrong
def moves_the_list():
    """You expected `b = a` to take the list away from `a`. Nothing is moved: the list has two names now."""
    a_holds = None
    b_holds = AFTER


@wrong
def append_answers_none():
    """You mixed up what `append` *gives back* (`None`) with what it *does*. The name `b` was not given a new
    value: it still names the list, which has grown."""
    a_holds = AFTER
    b_holds = None


@wrong
def append_nests():
    """You put a list inside the list. `append` adds what it is handed, here a bare number, as one more item."""
    a_holds = [*BEFORE, [EXTRA]]
    b_holds = [*BEFORE, [EXTRA]]
