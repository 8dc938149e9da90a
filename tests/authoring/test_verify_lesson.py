"""A lesson that breaks a rule is told so: the tiny pack, broken in one place each time."""

import shutil
from pathlib import Path

import pytest

from torchenstein_lab.authoring.verify_lesson import verify_lesson
from torchenstein_lab.authoring.verify_notebook import run_notebook
from torchenstein_lab.course.errors import LessonErrors
from torchenstein_lab.course.load_lesson import load_lesson

LESSON = Path(__file__).parents[1] / "packs" / "tiny" / "01-basics" / "01-01-first-steps"
TEXT, DOUBLE, SUM = "lesson.md", "exercises/double_it.py", "exercises/sum_of_a_row.py"
WORDY = "This sentence has eight words in it now. " * 12
HARD = (
    "Notwithstanding considerable heterogeneity, multidimensional representations characteristically "
    "necessitate sophisticated computational infrastructure, particularly regarding interoperability. "
)
HINT, MESSAGE = "One number meets every number of a tensor.", "Your function adds 2. Multiply by 2 instead."
FENCED = "Like `y = x + x`:\n\n    def double(x):\n        return x + x\n\n"


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    copy: Path = shutil.copytree(LESSON, tmp_path / "lesson")
    return copy


def change(lesson: Path, file: str, *replacements: tuple[str, str]) -> None:
    text = (lesson / file).read_text()
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    (lesson / file).write_text(text)


def test_the_tiny_lesson_keeps_all_rules() -> None:
    report = verify_lesson(LESSON, run=False)
    assert (report.failures, report.notes) == ([], [])
    assert report.words > 200
    assert report.ease > 55


@pytest.mark.parametrize(
    ("file", "old", "new", "failure"),
    [
        # words
        (TEXT, "One number meets", "Obviously, one number meets", "“Obviously” tells a learner who is stuck"),
        (DOUBLE, "Multiply by 2 instead.", "Just multiply by 2.", "“Just” tells a learner who is stuck"),
        (SUM, "`sum` adds all of them.", "`sum` simply adds all of them.", "“simply” tells a learner"),
        (TEXT, "One number meets", "TODO: one number meets", "“TODO” stands in the text"),
        (TEXT, "One number meets", f"{WORDY}One number meets",
         "the paragraph has 104 words; 90 are the most"),
        (TEXT, "One number meets", "The colour of one color meets", "is American spelling"),
        (TEXT, "One number meets", HARD * 8 + "\n\nOne number meets", "the reading ease is"),
        (TEXT, "One number meets", "One.\n\nTwo.\n\nThree.\n\nOne number meets",
         "paragraph 4 without anything"),
        # links and pictures
        (TEXT, "One number", "[One](http://example.org/x) number", "is no address on the web"),
        (TEXT, "One number", "[One](notes/one.md) number", "is no address on the web"),
        (TEXT, "One number", "[One](#Sum) number", "leads to no heading of the lesson"),
        (TEXT, "One number", "[](https://example.org/x) number", "has no text. Say where it leads."),
        (TEXT, "One number", "![](data:image/png;base64,AA) One number", "has no text alternative"),
        (TEXT, "One number", "![a duck](https://example.org/duck.png) One number", "is not in the lesson"),
        (TEXT, "One number", '<img src="data:,"> One number', "an <img> has no text alternative"),
        # structure
        (TEXT, "# First steps", "# Second steps", "the first heading is not the lesson's title"),
        (TEXT, "## Doubling", "# Doubling", "“Doubling” is a second title"),
        (TEXT, "## Sums", "### Sums", "“Sums” skips a level"),
        (TEXT, "objectives:\n", "objectives:\n  - fly\n",
         "no exercise shows that the learner can “fly”"),
        (DOUBLE, HINT, "Return `x` times …", "two hints are the same"),
        (DOUBLE, MESSAGE, "Incorrect.", "names no misconception"),
        (DOUBLE, "@right\ndef by_torch", "@wrong\ndef by_torch", "There are 1 answers under `@right`"),
        # answers
        (TEXT, "One number meets", f"{FENCED}One number meets",
         "the answer `plus_itself` stands in the learner's notebook"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_a_sentence_with_its_place(
    lesson: Path, file: str, old: str, new: str, failure: str
) -> None:
    change(lesson, file, (old, new))
    found = verify_lesson(lesson, run=False).failures
    (told,) = [each for each in found if failure in each]
    assert told.startswith(f"{lesson.as_posix()}/")


def test_a_solution_in_a_hint_a_task_or_the_text_is_refused(lesson: Path) -> None:
    change(lesson, DOUBLE, ('"Return `x` times …"', '"Write:\\ndef double(x):\\n    return x * 2"'))
    with pytest.raises(LessonErrors, match="A hint contains the solution"):
        verify_lesson(lesson, run=False)


def test_a_lesson_without_a_duck_or_a_glossary_is_told_so(lesson: Path) -> None:
    text = (lesson / TEXT).read_text()
    (lesson / TEXT).write_text(text[: text.index("## The duck")])
    found = verify_lesson(lesson, run=False).failures
    assert [each.split("no ")[1].split(".")[0] for each in found if "the lesson has no" in each] == [
        "`{duck}`",
        "`{glossary}`",
    ]


def test_links_to_headings_and_to_the_web_are_fine_as_they_are(lesson: Path) -> None:
    change(lesson, TEXT, ("One number", "[One](#The-duck) and [two](https://pytorch.org/docs). One number"))
    assert verify_lesson(lesson, run=False).failures == []


def test_a_term_that_is_used_nowhere_is_a_note_and_no_failure(lesson: Path) -> None:
    change(lesson, TEXT, ("```{glossary}\n", "```{glossary}\nbroadcasting\n: To meet every element.\n"))
    report = verify_lesson(lesson, run=False)
    assert report.failures == []
    assert "“broadcasting”, which a learner meets nowhere" in report.notes[0]


# ---------------------------------------------------------------------- the notebook


@pytest.mark.slow
def test_a_lesson_runs_without_the_network_and_shows_what_it_claims(lesson: Path) -> None:
    cells = (
        "```{code-cell}\n:shows: tensor([1., 2., 3.])\nrow + 0\n```\n\n"
        "```{code-cell}\n:tags: [raises-exception]\n:shows: Dimension out of range\nrow.sum(9)\n```\n\n"
        "```{code-cell}\n:shows: 7\nprint('8')\n```\n\n"
        "```{code-cell}\nimport urllib.request\nurllib.request.urlopen('https://example.org')\n```\n\n"
        "```{code-cell}\nimport socket\nsocket.create_connection(('192.0.2.1', 80), timeout=1)\n```\n\n"
        "```{code-cell}\nlocal = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(local.getsockname()).close()\n```\n\n"
        "```{code-cell}\nkept = bytearray(b'x') * (2100 * 2**20)\n```\n\n"
    )
    change(lesson, TEXT, ("## Sums", f"{cells}## Sums"))
    run = run_notebook(load_lesson(lesson))
    assert "A lesson runs without a network, and a cell asks for 'example.org'" in run.failures[0]
    assert "a cell asks for '192.0.2.1'" in run.failures[1]
    assert "the cell should show “7”, and shows “8”" in run.failures[2]
    assert "GiB of memory; 2 are the most" in run.failures[3]
    assert (len(run.failures), run.shown) == (4, 2)
