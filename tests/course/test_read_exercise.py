"""An exercise file is read as a syntax tree, and its author learns of every fault at once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchenstein_lab.contracts.lesson import Kind, Level
from torchenstein_lab.course.dealing import put_in
from torchenstein_lab.course.errors import LessonErrors
from torchenstein_lab.course.exercise_source import ExerciseSource
from torchenstein_lab.course.read_exercise import read_exercise

TINY = Path(__file__).parents[1] / "packs/tiny/01-basics/01-01-first-steps/exercises"

WHOLE = '''"""Title

Task.
"""
raise SystemExit("an exercise file is never run")
kind = Kind.CODE
level = Level.MASTER
objectives = ["one"]
limit = 30
core = False

@starter
def start(
):
    # First a comment,

    x = ...  # then a line,
    # then a last comment.

# This comment belongs to nobody.
hints("a", "b", "c")

@forbid(torch.sum)
def check(x):
    """What the check says."""
    with promise("first"):
        expect(x).equals(1)
    if x:
        with promise("second"):
            pass
    with promise("first"):
        pass

@solution
def answer():
    """Why."""
    x = """
outdented text
    indented text
"""
'''


def read(tmp_path: Path, text: str, name: str = "an_exercise.py") -> ExerciseSource:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_exercise(path, name)


def faults(tmp_path: Path, text: str, name: str = "an_exercise.py") -> list[tuple[int, str]]:
    with pytest.raises(LessonErrors) as caught:
        read(tmp_path, text, name)
    return [(error.line, error.wrong) for error in caught.value.errors]


def test_everything_about_an_exercise_is_read_and_nothing_is_run(tmp_path: Path) -> None:
    exercise = read(tmp_path, WHOLE)
    assert exercise.id == "an-exercise"
    assert (exercise.title, exercise.task) == ("Title", "Task.")
    assert (exercise.kind, exercise.level, exercise.core) == (Kind.CODE, Level.MASTER, False)
    assert (exercise.limit, exercise.objectives) == (30.0, ("one",))
    assert (exercise.names, exercise.hints) == (("x",), ("a", "b", "c"))
    assert exercise.promises == ("first", "second")


def test_a_cell_keeps_its_comments_and_knows_its_lines(tmp_path: Path) -> None:
    exercise = read(tmp_path, WHOLE)
    starter = "# First a comment,\n\nx = ...  # then a line,\n# then a last comment."
    assert exercise.starter.source == starter
    lines = WHOLE.split("\n")
    assert lines[exercise.starter.line - 1].strip() == "# First a comment,"
    assert lines[exercise.solution.line - 1].strip() == 'x = """'


def test_a_string_that_goes_on_further_left_stays_as_it_is(tmp_path: Path) -> None:
    exercise = read(tmp_path, WHOLE)
    assert exercise.solution.source == 'x = """\noutdented text\nindented text\n"""'
    assert exercise.solution.note == "Why."


def test_the_check_is_shown_with_its_rules(tmp_path: Path) -> None:
    exercise = read(tmp_path, WHOLE)
    assert exercise.check.startswith("@forbid(torch.sum)\ndef check(x):")
    assert WHOLE.split("\n")[exercise.check_line - 1] == "@forbid(torch.sum)"


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = '''"""Only a title"""
kind = Kind.RIDDLE
limit = 100
objectives = "one"
hints("a", 3)

@wrong
def silent():
    x = 1

@wrong
def leaves():
    """Says something."""
    return 1

@answer
def unknown():
    x = 1

def check(START, *more):
    pass
'''
    told = faults(tmp_path, text)
    assert told == sorted(told)
    assert [line for line, _ in told] == [1, 1, 1, 1, 2, 3, 4, 5, 5, 8, 12, 17, 20, 20]
    text_of_all = "\n".join(wrong for _, wrong in told)
    for part in (
        "a title and a task",
        "0 functions under `@starter`",
        "0 functions under `@solution`",
        "`level` is missing",
        "`Kind.RIDDLE` is unknown",
        "The limit is 100",
        "no list of texts",
        "There are 1 hints",
        "`silent` has no docstring",
        "'return' outside function",
        "`@answer` above `unknown`",
        "`START`, which nothing deals",
        "other than plain parameters",
    ):
        assert part in text_of_all


def test_a_syntax_error_is_told_with_its_line(tmp_path: Path) -> None:
    assert [line for line, _ in faults(tmp_path, "x = 1\ny = = 2\n")] == [2]


def test_an_answer_that_does_not_produce_the_name_is_refused(tmp_path: Path) -> None:
    told = faults(tmp_path, WHOLE.replace("def check(x)", "def check(x, y)"))
    line = WHOLE.split("\n").index('    x = """') + 1
    assert told == [(line, "The answer `answer` does not produce `y`, which `check` asks for.")]


@pytest.mark.parametrize(
    "body",
    [
        "x, *y = 1, 2",
        "for x in range(3): y = x",
        "with a as x, b as y: pass",
        "def x(): pass\n    class y: pass",
        "import a.b as x, y.z",
        "if 1:\n        x = 1\n    else:\n        y = 2",
        "print(x := 1, y := 2)",
        "try:\n        x = 1\n    except ValueError:\n        y = 2",
    ],
)
def test_names_are_found_however_they_are_produced(tmp_path: Path, body: str) -> None:
    start = WHOLE.index('    x = """')
    text = WHOLE[:start].replace("def check(x)", "def check(x, y)") + f"    {body}\n"
    assert read(tmp_path, text).names == ("x", "y")


@pytest.mark.parametrize(
    "body", ["def f():\n        x = 1", "f = lambda x: x", "f = [x for x in ()]", "x.y = 1"]
)
def test_names_inside_other_scopes_are_not_produced(tmp_path: Path, body: str) -> None:
    start = WHOLE.index('    x = """')
    assert "does not produce `x`" in faults(tmp_path, WHOLE[:start] + f"    {body}\n")[0][1]


def test_a_deal_is_put_in_everywhere_and_is_the_same_for_its_number() -> None:
    exercise = read_exercise(TINY / "sum_of_a_row.py")
    assert exercise.names == ("total",)
    assert exercise.dealt == ("START", "STEP")
    dealt = exercise.deal_out(3)
    start, step = dealt.numbers["START"], dealt.numbers["STEP"]
    assert dealt == exercise.deal_out(3)
    assert f"torch.tensor([{start}, {step}])" in dealt.task
    assert dealt.starter == "# Write a number.\ntotal = ...\n# deal 3"
    assert dealt.solution.source == f"total = {start} + {step}"
    assert dealt.wrong[0].note == f"You multiplied {start} and {step}. `sum` adds them."
    assert str(start + step) in dealt.choices[0].options  # type: ignore[operator]


def test_the_right_choice_does_not_always_stand_first() -> None:
    exercise = read_exercise(TINY / "sum_of_a_row.py")
    places = set()
    for number in range(30):
        dealt = exercise.deal_out(number)
        right = str(dealt.numbers["START"] + dealt.numbers["STEP"])  # type: ignore[operator]
        places.add(dealt.choices[0].options.index(right))
    assert places == {0, 1, 2}


def test_a_dealing_function_runs_alone(tmp_path: Path) -> None:
    text = (TINY / "sum_of_a_row.py").read_text().replace("dice.randint(10, 40)", "torch.tensor(3)")
    assert "NameError: name 'torch' is not defined" in faults(tmp_path, text)[0][1]


def test_a_dealing_function_cannot_import(tmp_path: Path) -> None:
    text = (TINY / "sum_of_a_row.py").read_text()
    text = text.replace("    return {", "    import os\n    return {")
    assert "ImportError" in faults(tmp_path, text)[0][1]


def test_dealt_names_are_upper_case(tmp_path: Path) -> None:
    text = (TINY / "sum_of_a_row.py").read_text().replace('"STEP": dice', '"step": dice')
    assert "the name 'step', which is not an UPPER-CASE" in faults(tmp_path, text)[0][1]


@given(value=st.integers() | st.text(max_size=5), around=st.sampled_from([" {} ", "({})", "x={},", "'{}'"]))
def test_only_whole_words_are_replaced(value: object, around: str) -> None:
    text = around.format("N") + "N_1 NN xN"
    assert put_in(text, {"N": value}, code=True) == around.format(repr(value)) + "N_1 NN xN"
    assert put_in(text, {"N": value}, code=False) == around.format(value) + "N_1 NN xN"
