"""Verification finds what would harm a learner: refused right answers, accepted wrong ones, wrong words."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from torchenstein_lab.authoring.verify import Settings, Target, main, targets, verify
from torchenstein_lab.authoring.verify_exercise import HOSTILE_LIMIT, verify_exercise
from torchenstein_lab.authoring.verify_notebook import run_notebook
from torchenstein_lab.authoring.verify_summary import Counts
from torchenstein_lab.contracts.verdict import Outcome
from torchenstein_lab.course.load_lesson import load_lesson

TESTS = Path(__file__).parent.parent
EXERCISES = TESTS / "checks" / "exercises"
LESSON = TESTS / "packs" / "tiny" / "01-basics" / "01-01-first-steps"


@pytest.fixture(autouse=True)
def a_cache_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def changed(tmp_path, name, *replacements):
    """A copy of one of the exercises, with an author's mistake in it."""
    text = (EXERCISES / name).read_text()
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / name
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("name", "right", "wrong"), [("three_numbers.py", 3, 4), ("shares.py", 3, 4), ("guess.py", 3, 4)]
)
def test_a_sound_exercise_holds_in_both_sandboxes(name, right, wrong):
    report = verify_exercise(EXERCISES / name, seeds=10, hostile=False)
    assert report.failures == []
    assert (report.right, report.right_accepted) == (right, right)
    assert (report.wrong, report.wrong_rejected, report.wrong_diagnosed) == (wrong, wrong, wrong)


def test_attacks_on_a_function_and_on_a_value_end_as_they_should():
    function = verify_exercise(EXERCISES / "shares.py", seeds=1)
    value = verify_exercise(EXERCISES / "three_numbers.py", seeds=1)
    assert (function.failures, value.failures) == ([], [])
    assert function.hostile == function.hostile_right > 15
    assert value.hostile == value.hostile_right == 3


def test_a_busy_machine_does_not_make_an_attack_look_worse_than_it_is(monkeypatch):
    def judged(exercise, source):
        late = exercise.source.limit <= HOSTILE_LIMIT
        return (Outcome.TIMEOUT, "too late", 1.0) if late else (Outcome.FAILED, "a lie", 1.0)

    monkeypatch.setattr("torchenstein_lab.authoring.verify_exercise.judge_hostile", judged)
    report = verify_exercise(EXERCISES / "three_numbers.py", seeds=1, mutate=False)
    assert (report.hostile, report.hostile_right, report.failures) == (3, 3, [])


def test_an_attack_that_ends_wrongly_at_every_limit_is_a_failure(monkeypatch):
    passed = (Outcome.PASSED, "all kept", 0.1)
    monkeypatch.setattr("torchenstein_lab.authoring.verify_exercise.judge_hostile", lambda *_: passed)
    report = verify_exercise(EXERCISES / "three_numbers.py", seeds=1, mutate=False)
    assert report.hostile_right == 0
    assert all("ended as passed" in failure for failure in report.failures)


HALVED = "spark = torch.tensor([1, 3, 5]) / 2"
LISTED = "spark = [0.5, 1.5, 2.5]"
RIGHT = "spark = torch.tensor([0.5, 1.5, 2.5])"


@pytest.mark.parametrize(
    ("old", "new", "failure"),
    [
        (HALVED, "spark = torch.tensor([1, 3, 6]) / 2", "by_halving: right, but refused in the fork"),
        (LISTED, RIGHT, "still_a_list: wrong, but accepted with seed 0"),
        (
            "spark = torch.tensor([1, 2, 3])",
            "spark = list((0.5, 1.5, 2.5))",
            "rounded_to_ints: rejected, but",
        ),
        ("spark = ...", "spark = 3", "starter: untouched, without its text at hand"),
        ("spark = ...", "spark = 1 / 0", "starter: running it raises ZeroDivisionError"),
        ("kind = Kind.CODE", "kind = Kind.CODE\nnothing", "cannot be run: NameError"),
        ('hints("Which', 'hints("one")\n_ = ("Which', "cannot be read"),
    ],
)
def test_an_authors_mistake_is_a_sentence(tmp_path, old, new, failure):
    report = verify_exercise(changed(tmp_path, "three_numbers.py", (old, new)), seeds=2, hostile=False)
    assert any(failure in said for said in report.failures), report.failures


def test_an_answer_that_is_right_for_some_numbers_only_is_found_with_the_seed(tmp_path):
    old = "answer = START * FACTOR\n    shape = [START, FACTOR]"
    path = changed(tmp_path, "guess.py", (old, old.replace("FACTOR\n", "FACTOR + (START == 9)\n")))
    report = verify_exercise(path, seeds=20, hostile=False)
    assert any("as_a_list: right, but refused in the fork for" in said for said in report.failures)


def test_the_tiny_pack_is_sound_and_its_counts_add_up():
    chosen, broken = targets(TESTS / "packs" / "tiny")
    found = verify(chosen, Settings(seeds=3, hostile=False, notebooks=False))
    assert broken == []
    assert found.counts == Counts(
        ok=True,
        lessons=1,
        exercises=2,
        right=6,
        right_accepted=6,
        wrong=8,
        wrong_rejected=8,
        wrong_diagnosed=8,
        mutants=13,
        mutants_killed=13,
    )


def test_one_lesson_one_exercise_or_one_file_can_be_chosen():
    tiny = TESTS / "packs" / "tiny"
    whole, _ = targets(tiny)
    assert [(target.lesson, len(target.exercises)) for target in whole] == [("first-steps", 2)]
    assert targets(tiny, lesson="another") == ([], [])
    (one,), _ = targets(tiny, exercise="double-it")
    assert [path.name for path in one.exercises] == ["double_it.py"]
    file = LESSON / "exercises" / "double_it.py"
    assert targets(file) == ([Target(LESSON, LESSON.name, (file,), whole=False)], [])


def test_the_command_prints_counts_and_fails_when_something_does_not_hold(tmp_path, capsys):
    path = changed(
        tmp_path, "three_numbers.py", ("spark = [0.5, 1.5, 2.5]", "spark = torch.tensor([0.5, 1.5, 2.5])")
    )
    assert main([str(path), "--seeds", "1", "--jobs", "1", "--json", "--no-hostile"]) == 1
    counts = msgspec.json.decode(capsys.readouterr().out, type=Counts)
    assert (counts.ok, counts.wrong, counts.wrong_rejected) == (False, 4, 3)
    assert main([str(tmp_path / "absent")]) == 1
    assert "lesson.md" in capsys.readouterr().out


def test_an_interrupt_stops_everything_and_proves_nothing(tmp_path):
    started = tmp_path / "started"
    os.mkfifo(started)
    waits = f"def check(spark):\n    open({str(started)!r}, 'w').close()\n    [0 for _ in iter(int, 1)]"
    endless = changed(tmp_path, "three_numbers.py", ("def check(spark):", waits))
    command = [sys.executable, "-m", "torchenstein_lab.authoring.verify", str(endless), "--jobs", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as running:
        started.open().close()  # returns once the check is running
        running.send_signal(signal.SIGINT)
        assert "nothing is proved" in running.communicate(timeout=60)[1]
    assert running.returncode == 130
    wait_for_the_end_of(running.pid)


def wait_for_the_end_of(session):
    """Return once no process of the session is left; the test's own time limit ends the waiting."""
    while subprocess.run(["ps", "--no-headers", "-s", str(session)], capture_output=True, check=False).stdout:
        pass


@pytest.mark.slow
def test_a_notebook_runs_from_the_top_and_a_cell_that_should_raise_must(tmp_path):
    import shutil

    assert run_notebook(load_lesson(LESSON)).failures == []
    copy = tmp_path / "lesson"
    shutil.copytree(LESSON, copy)
    text = (copy / "lesson.md").read_text()
    place = text.index("```{code-cell}")
    broken = "```{code-cell}\n1 / 0\n```\n\n```{code-cell}\n:tags: [raises-exception]\n1 + 1\n```\n\n"
    (copy / "lesson.md").write_text(text[:place] + broken + text[place:])
    failures = run_notebook(load_lesson(copy)).failures
    assert len(failures) == 2
    assert "raises ZeroDivisionError" in failures[0]
    assert "raises nothing" in failures[1]
