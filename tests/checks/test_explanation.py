"""What is said of a value that is not the one expected: only what can be seen of it, in plain terms."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.explanation import explained_fault, explained_prediction
from torchenstein_lab.checks.measure import STRICT, Measure
from torchenstein_lab.contracts.verdict import Category
from torchenstein_lab.lesson import expect

LOOSE = Measure(loosely=True)
RAMP = torch.arange(6.0).view(2, 3)


def explained(got, expected, measure=STRICT):
    """What is said of a value that a check compares with another; the two must differ."""
    fault = compare(got, expected, measure)
    assert fault is not None
    return explained_fault(got, expected, fault, measure)


def predicted(got, expected):
    fault = compare(got, expected, LOOSE)
    assert fault is not None
    return explained_prediction(got, expected, fault, LOOSE)


@pytest.mark.parametrize(
    ("got", "expected", "said"),
    [
        ("FEED", "feed", "Only capital and small letters differ."),
        ("feed ", "feed", "Only blanks or line ends at the beginning or the end differ: some are too many."),
        ("feedtheduck", "feed the duck", "Only blanks differ: some are missing."),
        ("deef", "feed", "Your text is the one expected, backwards."),
        ("gffe", "feed", "The code of each of your characters is too high by 1."),
        ("f e e d", "feed", "Only blanks differ: some are too many."),
        ("f,e,e,d", "feed", "Your characters are right, with ',' between each and the next."),
        ("['f', 'e', 'e', 'd']", "feed", "`''.join(…)` puts its characters together."),
        ("'feed'", "feed", "Quotes around a text are not part of it."),
        ("eedf", "feed", "Your characters are those expected, in another order."),
        ("fee", "feed", "The end is missing: 1 character."),
        ("ed", "feed", "The beginning is missing: 2 characters."),
        ("feeding", "feed", "The beginning is right, but 3 characters too many follow."),
        ("fead", "feed", "Only the character at 2 differs."),
        ("", "feed", "Your text is empty."),
        ("quack!", "feed", "Your text is 2 characters too long."),
    ],
)
def test_a_text_is_told_how_it_differs(got, expected, said):
    assert said in explained(got, expected)


@pytest.mark.parametrize(
    ("got", "expected", "said"),
    [
        (-7, 7, "Only the sign differs."),
        (6, 7, "Off by one: yours is too small."),
        (8, 7, "Off by one: yours is too large."),
        (21, 7, "Yours is 3 times what is expected."),
        (2.5, 10.0, "What is expected is 4 times yours."),
        (3.0, 3.5, "Yours is rounded to a whole number; what is expected is not."),
        (3.5, 4.0, "What is expected is a whole number; yours is not rounded."),
        (49.0, 7.0, "Yours is 7 times what is expected."),
        (0.3, 0.7, "Yours is 1 minus what is expected."),
        (0.2, 0.7, "Yours is too small by 0.5."),
    ],
)
def test_a_number_is_told_how_it_differs(got, expected, said):
    assert explained(got, expected) == said


@pytest.mark.parametrize(
    ("got", "expected", "said"),
    [
        ([3, 2, 1], [1, 2, 3], "The entries are right, in the opposite order."),
        ([2, 3, 1], [1, 2, 3], "The entries are right, in another order."),
        ([[1, 2, 3]], [1, 2, 3], "The entries are right, in one pair of brackets too many."),
        ([[1, 2], [3]], [1, 2, 3], "The entries are right, but some stand in brackets of their own."),
        ([1, 2], [1, 2, 3], "The beginning is right; the last 1 entry is missing."),
        ([2, 3], [1, 2, 3], "The end is right; the first 1 entry is missing."),
        ([1, 2, 3, 4], [1, 2, 3], "The beginning is right, but 1 entry too many follows."),
        ([1, 2, 3] * 2, [1, 2, 3], "The beginning is right, but 3 entries too many follow."),
        ([1, 2, 4], [1, 2, 3], "Only the entry at [2] differs. Off by one: yours is too large."),
        ([2, 3, 4], [1, 2, 3], "Each entry is too large by 1."),
        ([9, 2, 9, 4], [1, 2, 3, 4], "2 of 4 entries are right; the first that differs is at [0]."),
        ([], [1, 2, 3], "Yours is empty."),
        (
            ((2, 3), "x"),
            ((3, 2), "x"),
            "Only the entry at [0] differs. The entries are right, in the opposite order.",
        ),
    ],
)
def test_a_list_is_told_how_it_differs(got, expected, said):
    assert explained(got, expected) == said


@pytest.mark.parametrize(
    ("got", "expected", "said"),
    [
        (
            [[0.0, 1, 2], [3, 4, 5]],
            RAMP,
            "The numbers are right. `torch.tensor(…)` makes a tensor of a list of numbers.",
        ),
        ([[0.0, 1, 2], [3, 4, 9]], RAMP, "`torch.tensor(…)` makes a tensor of a list of numbers."),
        (
            RAMP.numpy(),
            RAMP,
            "The numbers are right. A NumPy array becomes a tensor with `torch.from_numpy(…)`.",
        ),
        (list(RAMP), RAMP, "The tensors in it are right; `torch.stack(…)` makes one tensor of them."),
        (list(RAMP[None]), RAMP, "The tensors in it are right; `torch.cat(…)` makes one tensor of them."),
        ("[[0, 1, 2], [3, 4, 5]]", RAMP, "Quotes make a text of it; without them it would be right."),
        (None, RAMP, "None stands for no value; a call that returns nothing gives it, such as `print(…)`."),
        (torch.zeros, RAMP, "That is the function `zeros` itself."),
        (lambda: RAMP, RAMP, "A lambda is a function: it gives its result when it is called."),
        (RAMP.max(0), RAMP, "`max` gives values and their places together: take `.values` or `.indices`."),
        (torch.nn.Linear(1, 1), RAMP, "Yours is a module. It gives a tensor when it is called with one."),
        (torch.tensor(3.0), 3.0, "The number is right. It stands in a tensor; `.item()` takes it out."),
        (3, 3.0, "The value is right, but it is a whole number, and a decimal number is wanted."),
        (True, 1, "True and False are no numbers here."),
        ("3", 3, "Quotes make a text of it; without them it would be right."),
        ([3], 3, "The number is right, but it stands in brackets."),
        ((1, 2), [1, 2], "The entries are right; `[…]` makes a list."),
        (torch.tensor([1, 2]), [1, 2], "The numbers are right; `.tolist()` makes a list of them."),
        (5, (5,), "The number is right; a tuple of one entry is written like `(5,)`."),
        (range(2), [0, 1], "Yours is a range: `list(…)` makes a list of it."),
        (["a", "b"], "ab", "The characters are right; `''.join(…)` makes one text of them."),
        (b"ab", "ab", "The characters are right; `.decode()` makes a text of bytes."),
        ([97, 98], "ab", "The codes are right; `chr(…)` makes a character of each."),
        ("int64", torch.int64, "A dtype is written without quotes: `torch.int64`."),
        (torch.zeros(2), torch.float32, "Yours is a whole tensor; its `.dtype` is the kind of its numbers."),
        (float, torch.float32, "`float` is Python's own type of numbers;"),
    ],
)
def test_a_value_of_another_type_is_told_what_makes_it_right(got, expected, said):
    assert explained(got, expected).startswith(said)


def test_a_function_that_hands_nothing_back_is_told_so(session):
    def silent(x):
        x + 1

    def printing(x):
        print(x + 1)

    for function in (silent, printing):
        session.observations.clear()
        expect(function, torch.zeros(2)).equals(torch.ones(2))
        assert "return" in session.failures[0].explained
        assert ("prints" in session.failures[0].explained) == (function is printing)


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (
            RAMP[:1],
            "Your values are the first 1 of those expected along dimension 0; the last 1 are missing.",
        ),
        (torch.cat([RAMP, RAMP]), "Your values hold those expected along dimension 0; 2 more follow."),
        (RAMP[1], "Yours is only one part of what is expected: index 1 along dimension 0."),
        (RAMP.sum(), "You gave one number, the sum of those expected: 6 numbers."),
        (torch.stack([RAMP, RAMP]) / 2, "Expected are the sums of your values along dimension 0."),
        (torch.zeros(3, 2), "The sizes are right; their order is not."),
        (torch.zeros(6), "You have as many numbers as expected (6), in another shape."),
        (torch.zeros(2, 1, 3), "The sizes are right, but 1 dimension of size 1 is too many."),
        (torch.zeros(4), "1 dimension is missing."),
        (torch.zeros(2, 3, 4), "1 dimension is too many."),
        (torch.zeros(2, 5), "Along dimension 1 yours has 2 too many."),
    ],
)
def test_a_tensor_of_another_shape_is_told_what_the_two_share(got, said):
    assert explained(got, RAMP) == said


def changed(where, by=7.3):
    expected = torch.tensor([[1.0, -2, 0.5], [3, -0.25, 9], [-4, 6, 11]])
    return expected + torch.where(where(expected), by, 0.0) * torch.arange(1.0, 10).view(3, 3), expected


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (lambda t: t < 0, "Exactly the places differ at which a number below 0 is expected."),
        (lambda _: torch.eye(3, dtype=torch.bool), "Exactly the numbers on the diagonal differ."),
        (lambda _: torch.ones(3, 3).tril(-1).bool(), "Exactly the numbers below the diagonal differ."),
        (lambda _: torch.arange(3).expand(3, 3) == 2, "All that differ lie at index 2 along dimension 1,"),
        (lambda t: t == 9, "All the other 8 numbers are right."),
        (lambda t: t.abs() > 3.5, "5 numbers of 9 are right."),
    ],
)
def test_wrong_numbers_are_told_by_what_their_places_have_in_common(where, said):
    assert explained(*changed(where)).startswith(said)


@pytest.mark.parametrize(
    ("got", "expected", "said"),
    [
        (torch.full((4,), 2.0), torch.arange(4.0), "1 number of 4 is right."),
        (torch.full((4,), 7.0), torch.arange(4.0), "All your numbers are the same: 7."),
        (torch.tensor([0.2, 0.1, 0.7]), torch.tensor([0.7, 0.2, 0.1]), "towards the beginning"),
        (
            torch.tensor([1.0, 5.5, 900]),
            torch.tensor([0.1, 0.3, 0.6]),
            "Your numbers go from 1 to 900, those",
        ),
        (torch.tensor([torch.nan, 3, 4]), torch.tensor([1.0, 2, 9]), "1 number of yours is NaN or infinite."),
    ],
)
def test_other_numbers_are_told_by_what_they_have_in_common(got, expected, said):
    assert said in explained(got, expected)


def test_a_dtype_is_told_by_the_numbers_it_is_for():
    assert explained(torch.zeros(3).double() + 2, torch.arange(3.0)) == (
        "Both are for decimal numbers; float64 has 64 bits for each, float32 has 32."
    )
    assert explained(torch.int64, torch.float32) == (
        "int64 is for whole numbers, float32 for decimal numbers."
    )


def test_a_function_that_hands_its_argument_back_is_told_so(session):
    expect(lambda x, _: x, RAMP, 1).equals(RAMP.exp())
    assert session.failures[0].explained == "Your function gave back its argument 1 as it was."


def test_a_number_that_was_picked_from_another_place_is_told_by_both_places(session):
    x = torch.arange(12.0).view(3, 4).square()
    expect(lambda x, i: x[i, torch.arange(3)], x, [2, 1, 0]).equals(x[torch.arange(3), [1, 2, 3]])
    assert session.failures[0].explained == "At [0] you took `x`[2, 0]; expected is `x`[0, 1]."


def test_what_was_done_along_a_dimension_is_told_where_something_else_is_wanted(session):
    x = torch.tensor([[1.0, 5, 2], [7, 3, 9], [4, 8, 6]])
    expect(lambda x: x.mean(1), x).equals(x.exp().sum(0).sqrt())
    assert session.failures[0].explained == "Yours are the means along dimension 1 of what was given."


def test_work_in_place_that_was_not_done_is_told_so(session):
    expect(lambda x: x[[0]].mul_(0), RAMP).changes_argument(0, RAMP * 0)
    expect(lambda x: x.neg_(), RAMP).changes_argument(0, RAMP * 0.5)
    assert session.failures[0].explained == (
        "The argument is as it was before the call: nothing has been written to it."
    )
    session.observations.clear()
    expect(lambda x: x.neg_(), RAMP).changes_argument(0, RAMP)
    assert (
        session.failures[0].explained == "Your values are those expected, with the sign the other way round."
    )


def test_a_function_that_remembers_is_told_so(session):
    calls = []

    def grows(x):
        calls.append(1)
        return x * len(calls)

    x = torch.tensor([3.0, 5.0, 7.5])
    expect(grows, x).equals(x)
    expect(grows, x).equals(x)
    assert session.failures[0].explained == (
        "The same call was right before: your function remembers something from call to call."
    )


def test_a_function_that_does_not_look_at_its_input_is_told_so(session):
    def constant(_):
        return torch.tensor([4.0, 1, 9])

    expect(constant, torch.zeros(1)).equals(torch.tensor([4.0, 1, 9]))
    expect(constant, torch.ones(1)).equals(torch.tensor([8.0, 3, 2]))
    assert session.failures[0].explained == "`constant(tensor([0], float32))` gave the same."


def test_a_function_of_other_arguments_is_told_so(session):
    expect(lambda x: x, 1, 2).equals(3)
    assert session.failures[0].explained == ("The task calls it with 2 arguments; yours is `<lambda>(x)`.")


def test_only_the_first_failure_is_explained_for_only_that_is_read(session):
    expect(1).equals(2)
    expect(1).equals(3)
    assert [failure.explained != "" for failure in session.failures] == [True, False]


# ---------------------------------------------------------------------- predictions


VALUES = st.one_of(
    st.lists(st.integers(20, 99), min_size=2, max_size=6),
    st.text(alphabet="ABCDEFGH", min_size=3, max_size=8),
    st.integers(20, 999),
    st.sampled_from([torch.int64, torch.float32, torch.bool, torch.float64, torch.uint8]),
)


@settings(max_examples=300, deadline=None)
@given(VALUES, VALUES)
def test_what_is_said_of_a_prediction_names_neither_the_right_value_nor_a_part_of_it(got, expected):
    if compare(got, expected, LOOSE) is None:
        return
    said = predicted(got, expected)
    own = repr(got)
    parts = expected if isinstance(expected, list) else [expected]
    for part in parts:
        value = str(part).removeprefix("torch.")
        if value not in own:
            assert not re.search(rf"(?<!\w){re.escape(value)}(?!\w)", said), said


@pytest.mark.parametrize(
    ("got", "expected", "said"),
    [
        ([10, 16, 19], [16, 19, 10], "The entries are right; their order is not."),
        ([16, 19], [19, 16], "None of its entries holds."),
        ([16, 19], [16, 19, 10], "What comes out has more entries."),
        ([16, 19, 11], [16, 19, 10], "What stands at [0], [1] holds; look at the rest again."),
        (4, 5, "That is too small."),
        ("5", 5, "Quotes make a text of it: leave them away, and Python reads the numbers."),
        (torch.int32, torch.int64, "For whole numbers, yes; but not with so many bits for each."),
        (torch.int64, torch.float32, "What comes out is not for whole numbers."),
        ("FERMS", "FERNS", "4 of its 5 characters hold."),
        ("ferns", "FERNS", "Only capital and small letters differ."),
        ([], None, "What comes out is not a list at all."),
        ("(3, 4)", (3, 4), "Quotes make a text of it: leave them away, and Python reads the numbers."),
        (True, False, ""),
    ],
)
def test_a_prediction_is_told_which_slip_it_is(got, expected, said):
    assert predicted(got, expected) == said


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (np.str_("FERNS"), "FERNS"),
        (np.array([1, 2]), [1, 2]),
        (torch.tensor([5]), (5,)),
        (torch.Size([2, 3]), [2, 3]),
        (range(3), [0, 1, 2]),
        (np.int64(4), 4),
        (torch.tensor(4.0), 4),
        ("torch.float32", torch.float32),
        ("int64", torch.int64),
        (np.bool_(True), True),
        ([torch.tensor(1), 2.0], (1, 2)),
    ],
)
def test_all_ways_to_write_a_prediction_are_one(got, expected):
    assert compare(got, expected, LOOSE) is None


@pytest.mark.parametrize(
    ("got", "expected"),
    [(True, 1), (1, True), ("5", 5), ([[1, 2]], [1, 2]), (5, (5,)), (None, 0), ("x", torch.int64)],
)
def test_what_is_not_the_same_prediction_stays_another(got, expected):
    assert compare(got, expected, LOOSE).category is Category.TYPE or got == [[1, 2]]
