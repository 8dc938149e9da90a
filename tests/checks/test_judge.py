"""The judge in a real kernel: one answer, one verdict."""

import msgspec
import pytest

from torchenstein_lab.contracts.verdict import Category, JudgeRequest, Outcome

RIGHT_SHARES = """
def shares(x, dim):
    e = (x - x.amax(dim, keepdim=True)).exp()
    return e / e.sum(dim, keepdim=True)
"""


@pytest.fixture(params=["fork", "guard"])
def sandbox(request):
    return request.param


def test_a_right_answer_passes_and_every_promise_is_kept(kernel, sandbox):
    verdict = kernel.answer("three-numbers", "spark = torch.tensor([1, 3, 5]) / 2", sandbox)
    assert verdict.outcome is Outcome.PASSED
    assert [(finding.promise, finding.state) for finding in verdict.findings] == [
        ("a float32 tensor of shape (3,)", "kept"),
        ("the values 0.5, 1.5, 2.5", "kept"),
    ]
    assert verdict.sandbox == sandbox
    assert verdict.misconception is None


def test_the_first_broken_promise_is_what_is_read_and_those_after_it_are_told_apart(kernel, sandbox):
    verdict = kernel.answer("three-numbers", "spark = torch.tensor([0.5, 1.5, 3.5])", sandbox)
    assert verdict.outcome is Outcome.FAILED
    assert verdict.say == ("`spark`: 1 of 3 numbers differs; the first is at [2]: expected 2.5, got 3.5.")
    assert verdict.seen == "All the other 2 numbers are right. The largest difference is 1."
    assert [finding.state for finding in verdict.findings] == ["kept", "broken"]
    broken = verdict.findings[1]
    assert broken.category is Category.VALUE
    assert broken.got.wrong == (2,)
    assert broken.got.cells == ("0.5", "1.5", "3.5")
    assert broken.expected.levels == (0.0, 0.333, 0.667)
    assert broken.got.levels == (0.0, 0.333, 1.0)


@pytest.mark.parametrize(
    ("cell", "category", "misconception"),
    [
        ("spark = list((0.5, 1.5, 2.5))", Category.TYPE, "still_a_list"),
        ("spark = torch.arange(1, 4)", Category.DTYPE, "rounded_to_ints"),
        ("spark = torch.tensor([0.5, 1.5, 2.5]).reshape(1, 3)", Category.SHAPE, "one_bracket_too_many"),
        ("spark = torch.tensor([0.5, 1.5])", Category.SHAPE, None),
        ("spark = 'half'", Category.TYPE, None),
    ],
)
def test_a_misconception_is_recognised_by_behaviour_and_never_by_text(
    kernel, sandbox, cell, category, misconception
):
    verdict = kernel.answer("three-numbers", cell, sandbox)
    assert verdict.outcome is Outcome.FAILED
    assert verdict.misconception == misconception
    assert next(f for f in verdict.findings if f.state == "broken").category is category


@pytest.mark.parametrize(
    ("exercise", "cell"),
    [
        ("three-numbers", "spark = 'half'"),
        ("shares", "def shares(x, dim): return [x]"),
        ("shares", "def shares(x, dim): return x.no_such_thing"),
    ],
)
def test_promises_wait_for_a_value_of_the_right_kind(kernel, sandbox, exercise, cell):
    states = [finding.state for finding in kernel.answer(exercise, cell, sandbox).findings]
    assert states == ["broken", *["waiting"] * (len(states) - 1)]
    assert len(states) > 1


def test_a_known_misconception_is_read_first_and_the_facts_stand_behind_it(kernel, sandbox):
    verdict = kernel.answer("three-numbers", "spark = [0.5, 1.5, 2.5]", sandbox)
    assert verdict.say == "A list does not obey. Hand it to `torch.tensor`."
    assert verdict.seen.startswith("`spark`: expected a tensor, got a list.")
    assert verdict.next == ""


def test_a_cell_that_raises_is_told_by_its_error_and_its_misconception(kernel, sandbox):
    kernel.run("spark = ...")
    verdict = kernel.answer("three-numbers", "# halves\nspark = torch.tensor(0.5, 1.5, 2.5)", sandbox)
    assert verdict.outcome is Outcome.ERROR
    assert verdict.misconception == "numbers_not_in_a_list"
    assert verdict.error.kind == "TypeError"
    assert verdict.seen == (
        "Your cell stops with a TypeError in line 2: a function or an operator got what it does not take."
    )
    assert verdict.error.line == 2
    assert verdict.error.source == "spark = torch.tensor(0.5, 1.5, 2.5)"
    assert [finding.state for finding in verdict.findings] == ["broken", "waiting"]


def test_a_cell_that_raises_is_not_judged_by_what_an_earlier_run_left_behind(kernel, sandbox):
    assert kernel.answer("three-numbers", "spark = torch.tensor([0.5, 1.5, 2.5])").outcome is Outcome.PASSED
    verdict = kernel.answer("three-numbers", "spark = torch.tensor(0.5, 1.5, 2.5)", sandbox)
    assert verdict.outcome is Outcome.ERROR
    assert verdict.misconception == "numbers_not_in_a_list"


def test_a_cell_that_is_no_python_says_where(kernel):
    kernel.fails("import torch\nspark = torch.tensor([0.5]")
    verdict = kernel.judge("three-numbers", "import torch\nspark = torch.tensor([0.5]")
    assert verdict.outcome is Outcome.ERROR
    assert verdict.say == "Your cell is no valid Python yet: Python cannot read line 2."
    assert "never closed" in verdict.seen


def test_an_untouched_cell_is_not_attempted(kernel, sandbox):
    verdict = kernel.answer("three-numbers", "spark = ...", sandbox)
    assert verdict.outcome is Outcome.NOT_ATTEMPTED
    assert {finding.state for finding in verdict.findings} == {"waiting"}


def test_a_cell_with_another_comment_only_is_not_attempted_either(kernel):
    verdict = kernel.answer("three-numbers", "# hm\nspark = ...  # later", "fork")
    assert verdict.outcome is Outcome.NOT_ATTEMPTED


def test_an_untouched_function_is_not_attempted_even_where_the_text_is_unknown(kernel):
    kernel.run("def shares(x, dim):\n    '''Shares along `dim`.'''")
    assert kernel.judge("shares", None).outcome is Outcome.NOT_ATTEMPTED


def test_a_missing_name_is_named(kernel):
    verdict = kernel.judge("three-numbers", "sparc = 1")
    assert verdict.outcome is Outcome.FAILED
    assert verdict.findings[0].category is Category.MISSING
    assert verdict.say == "`spark` does not exist in the notebook's memory."


def test_a_name_that_still_waits_is_named(kernel):
    kernel.run("import random as _r; _dice = _r.Random(0); _s, _f = _dice.randint(5, 9), _dice.randint(3, 4)")
    verdict = kernel.answer("guess", "answer = _s * _f\nshape = ...\n# deal 0", deal=0)
    assert verdict.outcome is Outcome.NOT_ATTEMPTED
    assert "`shape`" in verdict.say


def test_dealt_numbers_are_those_of_the_deal_that_was_asked_for(kernel, sandbox):
    kernel.run("import random as _r; _dice = _r.Random(7); _s, _f = _dice.randint(5, 9), _dice.randint(3, 4)")
    cell = "answer = _s * _f\nshape = [_s, _f]"
    assert kernel.answer("guess", cell, sandbox, deal=7).outcome is Outcome.PASSED
    wrong = kernel.answer("guess", "answer = _s + _f\nshape = (_s, _f)", sandbox, deal=7)
    assert (wrong.misconception, wrong.deal) == ("adds", 7)


def test_the_deal_is_read_from_the_cell_where_nobody_names_it(kernel):
    kernel.run("import random as _r; _dice = _r.Random(3); _s, _f = _dice.randint(5, 9), _dice.randint(3, 4)")
    verdict = kernel.answer("guess", "answer = _s * _f\nshape = (_s, _f)\n# deal 3")
    assert (verdict.outcome, verdict.deal) == (Outcome.PASSED, 3)


def test_a_raised_error_names_the_call_the_error_and_the_learners_line(kernel, sandbox):
    cell = "def shares(x, dim):\n    y = x.exp()\n    return y.reshape(7, 7)\n"
    verdict = kernel.answer("shares", cell, sandbox)
    assert verdict.outcome is Outcome.ERROR
    assert verdict.say.startswith("`shares(tensor([")
    assert "stops with a RuntimeError in line 3 of your cell" in verdict.say
    assert "`y`" in verdict.seen
    assert verdict.error.message.startswith("shape '[7, 7]' is invalid")
    assert (verdict.error.line, verdict.error.source) == (3, "return y.reshape(7, 7)")
    assert "torchenstein_lab" not in verdict.error.traceback


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("return torch.softmax(x, dim)", "torch.softmax"),
        ("return x.softmax(dim)", "torch.softmax"),
        ("return torch.nn.functional.softmax(x, dim)", "softmax"),
        ("return torch.nn.Softmax(dim)(x)", "softmax"),
        ("f = getattr(torch, 'soft' + 'max'); return f(x, dim)", "torch.softmax"),
        ("return torch.stack([x.exp() for _ in [0]]).sum(0) / x.exp().sum(dim, keepdim=True)", "`for` loop"),
    ],
)
def test_what_is_off_limits_is_found_by_what_runs(kernel, sandbox, body, what):
    verdict = kernel.answer("shares", f"def shares(x, dim):\n    {body}", sandbox)
    assert verdict.outcome is Outcome.RULE_BROKEN
    assert what in verdict.say
    assert "line 2" in verdict.say


def test_a_forbidden_word_that_is_never_run_breaks_no_rule(kernel, sandbox):
    cell = RIGHT_SHARES + "\ndef unused(x):\n    for i in x:\n        torch.softmax(i, 0)\n"
    assert kernel.answer("shares", cell, sandbox).outcome is Outcome.PASSED


def test_wrong_values_are_read_before_a_broken_rule(kernel):
    cell = "def shares(x, dim):\n    return torch.softmax(x, dim) * 2"
    verdict = kernel.answer("shares", cell, "fork")
    assert verdict.outcome is Outcome.FAILED
    assert "numbers differ" in verdict.say


def test_what_the_answer_prints_comes_with_the_verdict(kernel, sandbox):
    verdict = kernel.answer(
        "shares", RIGHT_SHARES.replace("    e =", "    print('hm', dim)\n    e ="), sandbox
    )
    assert verdict.outcome is Outcome.PASSED
    assert verdict.printed.startswith("hm 0\n")


def test_a_verdict_can_be_repeated_from_its_seed(kernel, sandbox):
    cell = "def shares(x, dim):\n    return x"
    first = kernel.answer("shares", cell, sandbox, seed=None)
    again = kernel.answer("shares", cell, sandbox, seed=first.seed)
    assert (again.say, again.seen) == (first.say, first.seen)
    other = kernel.answer("shares", cell, sandbox, seed=first.seed + 1)
    assert other.say != first.say


def test_the_judge_answers_the_server_by_its_public_name(kernel):
    kernel.run("def double(x):\n    return 2 * x")
    request = msgspec.json.encode(JudgeRequest("tiny", "first-steps", "double-it")).decode()
    assert kernel.judge_json(request).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("request_text", "sentence"),
    [
        ("nonsense", "did not understand"),
        ('{"pack": "absent", "lesson": "l", "exercise": "e"}', "-m pip install absent"),
        ('{"pack": "tiny", "lesson": "../x", "exercise": "e"}', "no lesson"),
        ('{"pack": "tiny", "lesson": "first-steps", "exercise": "nothing"}', "no exercise"),
        (
            '{"pack": "tiny", "lesson": "first-steps", "exercise": "double-it", "content": "0"}',
            "different versions",
        ),
        (
            '{"pack": "tiny", "lesson": "l", "exercise": "e", "contract": 99}',
            "is older than the one of the notebook",
        ),
        (
            '{"pack": "tiny", "lesson": "l", "exercise": "e", "contract": 0}',
            "of the notebook server is older",
        ),
    ],
)
def test_what_cannot_be_checked_is_a_sentence_that_says_what_to_do(kernel, request_text, sentence):
    verdict = kernel.judge_json(request_text)
    assert verdict.outcome is Outcome.CANNOT_CHECK
    assert sentence in verdict.say


def test_what_became_of_the_right_values_is_told_where_no_misconception_is_known(kernel, sandbox):
    cell = RIGHT_SHARES.replace("return e", "return 3 * e")
    verdict = kernel.answer("shares", cell, sandbox)
    assert verdict.misconception is None
    assert verdict.seen.startswith("Your values are those expected, multiplied by 3.")
