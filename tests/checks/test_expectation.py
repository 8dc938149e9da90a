"""What a check can ask, what is said when the answer is no, and what one run of a check remembers."""

import random

import numpy as np
import pytest
import torch

from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.fault import CheckFault
from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.session import Session, run_as
from torchenstein_lab.contracts.verdict import Category
from torchenstein_lab.lesson import expect, given, promise, sample


def only(session):
    assert len(session.failures) == 1
    return session.failures[0]


def test_outside_a_check_the_author_is_told_so():
    with pytest.raises(CheckFault, match="only while a check is running"):
        expect(1)


def test_a_failed_question_silences_the_rest_of_its_chain_and_nothing_else(session):
    expect([1]).is_a(torch.Tensor).has_shape(1).has_dtype(torch.int64)
    expect(torch.tensor([1])).has_shape(2)
    assert [failure.category for failure in session.failures] == [Category.TYPE, Category.SHAPE]


def test_a_call_gets_copies_that_share_memory_as_the_arguments_did(session):
    base = torch.arange(6.0)
    seen = []

    def look(whole, part, rows):
        seen.append((whole.data_ptr() == part.data_ptr(), part.stride(), rows is not outer))
        whole.add_(1)
        rows.append(3)

    outer = [1]
    expect(look, base, base[::2], outer).returns_none()
    assert seen == [(True, (2,), True)]
    assert base.tolist() == [0, 1, 2, 3, 4, 5]
    assert outer == [1]
    assert session.failures == []


def test_a_function_is_called_once_however_much_is_asked(session):
    calls = []
    expect(lambda x: calls.append(x) or x, 3).equals(3).is_a(int).satisfies(lambda v: v > 2, "more than 2")
    assert len(calls) == 1


def test_what_a_call_raises_is_reported_once_also_when_nothing_was_asked(session):
    def fails(x):
        return x / 0

    expect(fails, 1)
    expect(fails, 2).equals(1).has_shape(2)
    session.settle()
    assert [failure.category for failure in session.failures] == [Category.RAISED, Category.RAISED]
    first = session.failures[0]
    assert first.error.source == "return x / 0"
    assert first.say == (
        f"`fails(1)` stops with a ZeroDivisionError in line {first.error.line} of your cell: "
        "a number is divided by zero."
    )
    assert "`x`" in first.explained
    assert session.failures[1].explained == ""


@pytest.mark.parametrize(
    ("function", "category"),
    [
        (lambda x: x.add_(1), Category.ARGUMENT),
        (lambda x: x.mul_(1), Category.ARGUMENT),
        (lambda x: x.unsqueeze_(0), Category.ARGUMENT),
        (lambda x: x.requires_grad_(), Category.ARGUMENT),
        (lambda x: x + 1, None),
    ],
)
def test_a_damaged_argument_is_found(session, function, category):
    expect(function, torch.zeros(3)).leaves_arguments_unchanged()
    assert [failure.category for failure in session.failures] == ([category] if category else [])


@pytest.mark.parametrize("argument", [[1, 2], {"a": 1}, np.array([1.0])])
def test_a_damaged_container_is_found(session, argument):
    def harm(value):
        if isinstance(value, list):
            value.append(3)
        elif isinstance(value, dict):
            value["b"] = 2
        else:
            value += 1

    expect(harm, argument).leaves_arguments_unchanged()
    assert only(session).category is Category.ARGUMENT


def test_a_generator_that_was_moved_on_is_a_damaged_argument(session):
    generator = torch.Generator().manual_seed(1)
    expect(lambda g: torch.rand(1, generator=g), generator).leaves_arguments_unchanged()
    assert "moved on" in only(session).say


def test_work_in_place_is_asked_for_by_the_argument(session):
    expect(lambda x: x.add_(1), torch.zeros(2)).changes_argument(0, torch.ones(2))
    assert session.failures == []
    expect(lambda x: x + 1, torch.zeros(2)).changes_argument(0, torch.ones(2))
    assert only(session).say.startswith(
        "`<lambda>(tensor([0, 0], float32))`: looking at argument 1 after the call"
    )


def test_views_and_copies_are_told_apart(session):
    expect(lambda x: x[1:], torch.zeros(3)).shares_memory_with(0)
    expect(lambda x: x[1:].clone(), torch.zeros(3)).owns_its_memory()
    expect(torch.from_numpy, np.zeros(2)).shares_memory_with(0)
    assert session.failures == []
    expect(lambda x: x + 0, torch.zeros(3)).shares_memory_with(0)
    expect(lambda x: x.view(-1), torch.zeros(3)).owns_its_memory()
    assert [failure.category for failure in session.failures] == [Category.MEMORY, Category.MEMORY]


@pytest.mark.parametrize(
    ("function", "category"),
    [
        (lambda x: (x * x).sum(0), None),
        (lambda x: (x.detach() * x).sum(0), Category.GRADIENT),
        (lambda x: (x * x).sum(0).detach(), Category.GRADIENT_TRACKING),
        (lambda x: (x * x).detach().sum(0) + 0 * x.sum(0), Category.GRADIENT),
    ],
)
def test_gradients_are_compared_with_those_of_a_reference(session, function, category):
    x = sample.normal(3, 4, requires_grad=True)
    expect(function, x).has_gradients_of(lambda x: (x**2).sum(0))
    assert [failure.category for failure in session.failures] == ([category] if category else [])


@pytest.mark.parametrize(
    ("function", "whose"),
    [
        (torch.rand, "PyTorch"),
        (torch.manual_seed, "PyTorch"),
        (random.seed, "Python"),
        (np.random.seed, "NumPy"),
    ],
)
def test_global_random_numbers_that_move_are_told_by_their_owner(session, function, whose):
    random.seed(77)
    np.random.seed(77)  # noqa: NPY002
    torch.manual_seed(77)
    expect(function, 1).leaves_random_state_alone()
    assert f"of {whose} to be left alone" in only(session).say


def test_a_generator_of_ones_own_moves_nobody_else(session):
    expect(lambda s: torch.rand(1, generator=torch.Generator().manual_seed(s)), 1).leaves_random_state_alone()
    assert session.failures == []


def test_errors_that_should_come_are_told_apart_from_those_that_should_not(session):
    def choosy(x):
        if x is True:
            raise TypeError("no bools")
        if x < 0:
            raise ValueError("too small")
        return x

    expect(choosy, -1).raises(ValueError)
    assert session.failures == []
    expect(choosy, 1).raises(ValueError)
    expect(choosy, True).raises(ValueError)
    assert [failure.say for failure in session.failures] == [
        "`choosy(1)`: expected a ValueError, got 1 and no error.",
        "`choosy(True)`: expected a ValueError, got a TypeError instead.",
    ]
    assert {failure.category for failure in session.failures} == {Category.VALUE}


def test_memory_beyond_what_is_allowed_is_measured_at_its_peak(session):
    def wasteful(x):
        return (x.expand(1000, 1000) * 1.0).sum()

    def thrifty(x):
        return x.sum() * 1000

    x = torch.ones(1000)
    expect(thrifty, x).keeps_to(100_000)
    assert session.failures == []
    expect(wasteful, x).keeps_to(100_000)
    assert only(session).category is Category.MEMORY
    assert "got 4,000,0" in only(session).say


def test_a_predicate_that_stumbles_is_not_satisfied(session):
    expect("text").satisfies(lambda v: v.sum() > 0, "a positive sum")
    assert only(session).say.startswith("The value: expected a positive sum, got 'text'")


def test_a_reason_and_a_name_for_the_input_are_read_with_the_failure(session):
    expect(lambda text: text, given("an empty text", "")).equals("x", because="nothing is something")
    assert only(session).say == (
        "`<lambda>('' (an empty text))`: expected 'x', got ''. This matters because nothing is something."
    )


def test_a_result_that_never_came_ends_its_promise_and_no_other(session):
    def fails(x):
        raise KeyError(x)

    with promise("one"):
        made = expect(fails, 1)
        expect(made.result + 1).equals(2)
    with promise("two"):
        expect(2).equals(2)
    assert [(failure.promise, failure.category) for failure in session.failures] == [("one", Category.RAISED)]
    assert session.finished == {"one", "two"}


def test_what_the_learner_raises_in_a_direct_call_belongs_to_its_promise(session):
    def fails():
        raise IndexError("off the end")

    with promise("one"):
        fails()
    with promise("two"):
        expect(2).equals(3)
    assert [failure.promise for failure in session.failures] == ["one", "two"]
    assert session.failures[0].say.startswith("Your code stops with an IndexError in line ")
    assert session.failures[0].error.message == "off the end"


def test_samples_come_from_the_seed_and_leave_the_global_dice_alone():
    before = torch.get_rng_state(), random.getstate()
    drawn = []
    for _ in range(2):
        with run_as(Session(5, Learner({}))):
            drawn.append(
                (
                    sample.integers(0, 9, (2, 2)).tolist(),
                    sample.uniform(3).tolist(),
                    sample.text(8),
                    sample.shuffled(range(5)),
                    [x.tolist() for x in sample.tensors(shapes=[(2,)], scales=[1, 10])],
                )
            )
    assert drawn[0] == drawn[1]
    assert torch.equal(torch.get_rng_state(), before[0])
    assert random.getstate() == before[1]


def test_a_failing_call_can_be_replayed_in_a_cell(session):
    expect(lambda x, **_: x, torch.tensor([[1.0, float("nan")]]), dim=0).has_shape(3)
    replay = only(session).replay
    assert replay == "<lambda>(torch.tensor([[1.0, float('nan')]], dtype=torch.float32), dim=0)"


def test_a_name_for_a_small_number_does_not_stick_to_its_twin_in_another_call(session):
    expect(lambda _, seed: seed, given("the largest of all dice", 6), 1).equals(2)
    expect(lambda _, seed: seed, 6, 4252).equals(2)
    expect(lambda _, seed: seed, 6, given("the largest of all dice", 6)).equals(2)
    assert [failure.say.split("`")[1] for failure in session.failures] == [
        "<lambda>(6 (the largest of all dice), 1)",
        "<lambda>(6, 4252)",
        "<lambda>(6, 6)",
    ]


def test_a_name_for_a_tensor_stays_with_it(session):
    x = given("any ordinary input", torch.zeros(1))
    for dim in (0, 1):
        expect(lambda x, _: x, x, dim).equals(1)
    assert all("(any ordinary input)" in failure.say for failure in session.failures)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({1, 2}, {1, 3}),
        (range(3), range(4)),
        (np.zeros(2), np.ones(2)),
        (torch.nn.Linear(2, 2, bias=False), torch.nn.Linear(3, 2, bias=False)),
        (torch.device("cpu"), torch.device("meta")),
        (int, float),
    ],
)
def test_values_that_fail_a_predicate_differently_are_told_apart(session, one, other):
    for value in (one, one, other):
        expect(value).satisfies(lambda _: False, "something else")
    first, again, last = (failure.evidence.value for failure in session.failures)
    assert compare(first, again) is None
    assert compare(first, last) is not None
