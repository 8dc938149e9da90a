"""Why an answer works in the learner's kernel and not in a fresh one, told from cells and both kernels."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchenstein_lab.contracts.clean_room import CleanRoomCell, HiddenState
from torchenstein_lab.server.hidden_state import (
    Variables,
    hidden_state,
    last_that_matters,
    leaned_on,
    overwritten_below,
)


def notebook(*sources: str) -> tuple[CleanRoomCell, ...]:
    return tuple(CleanRoomCell(f"cell-{number}", source) for number, source in enumerate(sources, 1))


def run(*sources: str) -> Variables:
    """A kernel that ran these cells: a real namespace, with the values' texts for fingerprints."""
    space: dict[str, Any] = {}
    for source in sources:
        with contextlib.suppress(NameError, ValueError):
            exec(source, space)
    space.pop("__builtins__", None)
    values = {name: repr(value) for name, value in space.items() if not callable(value)}
    return Variables(frozenset(space), values, tuple(enumerate(sources, 1)))


def reasons(cells: tuple[CleanRoomCell, ...], at: int, own: Variables | None) -> list[tuple[str, str, Any]]:
    """The reasons for the answer in the cell at index `at`, run from the top."""
    clean = run(*(cell.source for cell in cells[: at + 1]))
    found = hidden_state(cells, at, clean, own)
    return [(reason.name, reason.why, reason.cell) for reason in found]


ANSWER = "def double(x):\n    return x * factor"


def test_a_variable_of_a_deleted_cell_is_named_with_the_cell_that_made_it() -> None:
    cells = notebook("row = 1", ANSWER)
    own = run("row = 1", "# mine\nfactor = 2", ANSWER)
    (reason,) = hidden_state(cells, 1, run("row = 1", ANSWER), own)
    assert reason == HiddenState(
        "factor",
        "deleted",
        "`factor` does not exist there. Your kernel has it from a cell that was deleted or changed since "
        "(it ran as [2]: `factor = 2`). Write that into a cell above again.",
        "cell-2",
    )


def test_a_variable_made_further_down_is_out_of_order() -> None:
    cells = notebook(ANSWER, "other = 1", "factor = 2")
    own = run("factor = 2", ANSWER)
    (reason,) = hidden_state(cells, 0, run(ANSWER), own)
    assert (reason.why, reason.cell) == ("out-of-order", "cell-3")
    assert reason.say.startswith("`factor` does not exist there: code cell 3 (`factor = 2`) makes it")


def test_a_variable_made_further_down_is_found_without_the_learners_kernel() -> None:
    assert reasons(notebook(ANSWER, "factor = 2"), 0, None) == [("factor", "out-of-order", "cell-2")]


def test_a_variable_that_no_cell_makes_is_told_without_the_learners_kernel() -> None:
    assert reasons(notebook("a = 1", ANSWER), 1, None) == [("factor", "nowhere", "cell-2")]


def test_a_variable_that_no_cell_has_made_is_told() -> None:
    own = Variables(frozenset({"factor"}), {"factor": "2"}, ((1, "%run helpers.py"),))
    assert reasons(notebook(ANSWER), 0, own) == [("factor", "nowhere", "cell-1")]


def test_a_value_from_a_cell_below_that_ran_earlier_is_overwritten() -> None:
    cells = notebook("factor = 3", ANSWER, "factor = 2")
    own = run("factor = 3", "factor = 2", ANSWER)
    (reason,) = hidden_state(cells, 1, run("factor = 3", ANSWER), own)
    assert (reason.name, reason.why, reason.cell) == ("factor", "overwritten", "cell-3")
    assert "made by code cell 1 (`factor = 3`)" in reason.say
    assert "code cell 3 (`factor = 2`), which stands further down" in reason.say


def test_a_value_from_an_earlier_text_of_a_cell_is_deleted() -> None:
    cells = notebook("factor = 3", ANSWER)
    assert reasons(cells, 1, run("factor = 2", ANSWER)) == [("factor", "deleted", "cell-1")]


def test_a_cell_above_that_was_run_again_is_out_of_order() -> None:
    cells = notebook("factor = 2", "factor = 3", ANSWER)
    own = run("factor = 2", "factor = 3", "factor = 2", ANSWER)
    assert reasons(cells, 2, own) == [("factor", "out-of-order", "cell-1")]


def test_of_two_cells_with_the_same_text_the_nearest_is_named() -> None:
    cells = notebook("factor = 2", "factor = 3", ANSWER, "other = 1", "factor = 2")
    own = run("factor = 3", "factor = 2", ANSWER)
    assert reasons(cells, 2, own) == [("factor", "out-of-order", "cell-1")]


def test_what_the_answers_own_cell_makes_too_late_comes_from_nowhere_else() -> None:
    cells = notebook("def helper():\n    return factor", "int('x')\nfactor = 2\nanswer = helper()")
    assert reasons(cells, 1, None) == []


def test_a_cell_that_counts_on_is_told_when_it_ran_twice() -> None:
    cells = notebook("n = 1", "n = n + 1", "answer = n")
    own = run("n = 1", "n = n + 1", "n = n + 1", "answer = n")
    assert reasons(cells, 2, own) == [("n", "run-again", "cell-2")]


def test_random_numbers_are_no_hidden_state() -> None:
    cells = notebook("import random", "n = random.random()", "answer = n")
    own = run(*(cell.source for cell in cells))
    assert own.values["n"] != run("import random", "n = random.random()").values["n"]
    assert reasons(cells, 2, own) == []


def test_what_a_helper_needs_is_named_for_the_answer_that_calls_it() -> None:
    cells = notebook("def helper(x):\n    return x * factor", "def double(x):\n    return helper(x)")
    own = run("factor = 2", *(cell.source for cell in cells))
    assert reasons(cells, 1, own) == [("factor", "deleted", "cell-1")]


def test_a_cell_above_that_stopped_is_followed_to_what_it_lacked() -> None:
    cells = notebook("factor = base + 1", ANSWER)
    own = run("base = 1", "factor = base + 1", ANSWER)
    assert reasons(cells, 1, own) == [("base", "deleted", "cell-1")]


def test_a_name_that_exists_nowhere_is_a_slip_and_no_hidden_state() -> None:
    cells = notebook("a = 1", ANSWER)
    assert reasons(cells, 1, run("a = 1", ANSWER)) == []


def test_the_same_value_from_elsewhere_is_no_reason() -> None:
    cells = notebook("factor = 2", ANSWER, "factor = 4 / 2", "factor = 2")
    own = run("factor = 2", "factor = 4 / 2", "factor = 2", ANSWER)
    assert reasons(cells, 1, own) == []


CELL = st.tuples(st.sampled_from("abc"), st.sampled_from(["1", "2", "a", "b", "c"])).map(" = ".join)


@given(st.lists(CELL, min_size=1, max_size=6), st.sampled_from("abc"))
def test_a_notebook_run_from_the_top_has_no_hidden_state(sources: list[str], needed: str) -> None:
    """When the learner's kernel is a fresh one that ran the notebook, there is nothing to name but what the
    order of the cells itself withholds."""
    cells = notebook(*sources, f"answer = {needed}")
    own = run(*(cell.source for cell in cells))
    assert all(reason[1] == "out-of-order" for reason in reasons(cells, len(sources), own))


@given(st.lists(CELL, min_size=1, max_size=6), st.data())
def test_a_missing_variable_that_the_kernel_has_is_always_named(sources: list[str], data: Any) -> None:
    """Whatever the order in which the cells ran: where the answer stops for want of a name that the learner's
    kernel has, a reason is given."""
    cells = notebook(*sources, "answer = a")
    ran = data.draw(st.lists(st.sampled_from(["a = 1", *sources]), max_size=8))
    own = run("b = 1", "c = 2", "a = 1", *ran)
    clean = run(*sources)
    if "a" not in clean.names:
        assert hidden_state(cells, len(sources), clean, own)


@pytest.mark.parametrize(
    ("below", "why_cell"),
    [("factor = 3", "cell-3"), ("double = 5", "cell-3"), ("factor.append(1)", "cell-3")],
)
def test_a_cell_of_the_learners_below_that_spoils_the_answer_is_named(below: str, why_cell: str) -> None:
    cells = notebook("factor = [1]", ANSWER, below)
    assert last_that_matters(cells, 1, set()) == 2
    (reason,) = overwritten_below(cells, 1, set())
    assert (reason.why, reason.cell) == ("overwritten", why_cell)


def test_what_the_lesson_overwrites_itself_is_not_the_learners_doing() -> None:
    cells = notebook("factor = 2", ANSWER, "factor = 3", "double(1)")
    assert last_that_matters(cells, 1, {0, 1, 2}) == 1
    assert last_that_matters(cells, 1, {0, 1}) == 3


def test_cells_that_have_nothing_to_do_with_the_answer_do_not_matter() -> None:
    cells = notebook("factor = 2", ANSWER, "other = 1", "print(other)")
    assert last_that_matters(cells, 1, set()) == 1
    assert leaned_on(cells, 1) == {"factor", "double"}
