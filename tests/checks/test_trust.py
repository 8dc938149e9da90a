"""Exercises that are easily judged wrongly: right answers pass, wrong ones fail for their own reason, and an
answer that uses the very function it should rebuild is told so."""

from pathlib import Path

import pytest

from torchenstein_lab.authoring.verify_exercise import verify_exercise
from torchenstein_lab.contracts.verdict import Category, Outcome

EXERCISES = Path(__file__).parent / "exercises"


@pytest.mark.parametrize("name", ["shares", "scores", "layer_norm", "dropout", "relu", "halves"])
def test_every_right_answer_passes_and_every_wrong_one_fails_with_its_own_message(name):
    report = verify_exercise(EXERCISES / f"{name}.py", seeds=3, hostile=False)
    assert report.failures == []
    assert (report.right_accepted, report.wrong_rejected, report.wrong_diagnosed) == (3, 4, 4)


RULE_BREAKERS = {
    "layer-norm": "def layer_norm(x, eps):\n    return torch.layer_norm(x, x.shape[-1:], None, None, eps)",
    "dropout": "def dropout(x, p, training):\n    return torch.nn.Dropout(p).train(training)(x)",
    "relu": "def relu(x):\n    return getattr(x, 're' + 'lu')()",
    "scores": "def scores(q, k):\n    eye = torch.eye(len(k))[None]\n"
    "    return torch.nn.functional.scaled_dot_product_attention(q[None], k[None], eye)[0]",
}


@pytest.mark.parametrize("name", RULE_BREAKERS)
def test_the_very_function_that_is_off_limits_breaks_the_rule(kernel, name):
    verdict = kernel.answer(name, RULE_BREAKERS[name], "fork")
    assert verdict.outcome is Outcome.RULE_BROKEN
    assert next(f for f in verdict.findings if f.state == "broken").category is Category.RULE
