"""From what a sandbox said to the verdict that a learner reads."""

from __future__ import annotations

import re
import signal
from collections.abc import Mapping

from torchenstein_lab.checks.messages import Broke, Calling, Ended, Failed, Recognised, Surveyed
from torchenstein_lab.contracts.verdict import Category, Finding, LearnerError, Outcome

_CRASHES = {
    "SIGSEGV": "It touched memory that is not its own",
    "SIGABRT": "It gave up in compiled code",
    "SIGFPE": "It divided by zero in compiled code",
    "SIGBUS": "It touched memory that does not exist",
}

_NEXT: Mapping[Category, str] = {
    Category.TYPE: "Put `type(…)` of your result in a cell of its own and look at it.",
    Category.SHAPE: "Look at the `.shape` after each step: which one is the first that is not as expected?",
    Category.DTYPE: "Look at the `.dtype` after each step: which one is the first that is not as expected?",
    Category.DEVICE: "Look at the `.device` of your result: make new tensors where the inputs lie.",
    Category.GRADIENT_TRACKING: "Look for what cuts the graph: `detach`, `item`, `no_grad`, a new tensor.",
    Category.VALUE: "Take the first place that differs and work it out by hand, step by step.",
    Category.GRADIENT: "Compare your gradient with one that you work out for a single number.",
    Category.MEMORY: "Ask after each step: is this a view of the old memory, or a copy?",
    Category.ARGUMENT: "Look for what reaches out of your function: `+=`, a method that ends in `_`, a seed.",
    Category.RULE: "Rebuild that step from simpler ones.",
    Category.RAISED: "Read the error from its last line up, and look at the line of yours that it names.",
    Category.CRASH: "Take the call apart: run it line by line in cells of its own.",
    Category.TIME: "Look for a loop that never ends, or try a smaller input first.",
    Category.MISSING: "Write the answer under the name that the task gives, run the cell, then check.",
}


_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")
_SHORT = 90


class Diagnosis:
    """What the learner reads about one answer: outcome, sentence, facts, next step."""

    def __init__(
        self, ended: Ended, limit: float, notes: Mapping[str, str], promises: tuple[str, ...]
    ) -> None:
        self.outcome = Outcome.PASSED
        self.say = "Every promise of the task is kept."
        self.seen = ""
        self.next = ""
        self.misconception: str | None = None
        self.findings: tuple[Finding, ...] = ()
        self.error: LearnerError | None = None
        survey = ended.last(Surveyed)
        failed = next((message for message in ended.messages if isinstance(message, Failed)), None)
        if isinstance(survey, Surveyed):
            self._from_survey(survey, ended, notes)
        elif ended.how in ("cancelled", "silent"):
            self._cannot(_CANNOT[ended.how])
        elif failed is not None:
            self.findings = _with(failed.finding, promises)
            self.error = failed.error
            self._failed(failed.finding)
        else:
            self._ended(ended, limit, promises)

    def _from_survey(self, survey: Surveyed, ended: Ended, notes: Mapping[str, str]) -> None:
        self.findings = survey.findings
        self.error = survey.error
        if survey.first is not None:
            recognised = ended.last(Recognised)
            name = recognised.misconception if isinstance(recognised, Recognised) else None
            note = notes.get(name or "", "")
            self._failed(survey.first, name, note)
            if survey.explained and not note:
                self.seen = f"{survey.explained} {self.seen}".strip()
        elif survey.fault is not None:
            self._cannot(f"The check of this exercise failed. That is not your fault. {survey.fault}")

    def _failed(self, finding: Finding, misconception: str | None = None, note: str = "") -> None:
        category = finding.category or Category.VALUE
        self.outcome = {Category.RULE: Outcome.RULE_BROKEN, Category.RAISED: Outcome.ERROR}.get(
            category, Outcome.FAILED
        )
        self.say = _LINE_END.sub(" ", note) or finding.say
        seen = [finding.say] if note else []
        if finding.seen:
            seen.append(finding.seen if finding.seen.endswith(".") else f"{finding.seen}.")
        self.seen = " ".join(part[:1].upper() + part[1:] for part in seen)
        self.misconception = misconception
        self.next = "" if note else _NEXT.get(category, "")
        if 0 < len(finding.replay) <= _SHORT:
            self.next = f"Put `{finding.replay}` in a cell and look. {self.next}".strip()

    def _ended(self, ended: Ended, limit: float, promises: tuple[str, ...]) -> None:
        calling = ended.last(Calling)
        what = f"`{calling.text}`" if isinstance(calling, Calling) else "your code"
        category = Category.CRASH
        self.outcome = Outcome.ERROR
        if ended.how == "time":
            self.outcome, category = Outcome.TIMEOUT, Category.TIME
            self.say = f"After {limit:g} seconds {what} had not come back, so the check ended it."
        elif ended.how == "flood":
            self.say = f"While running {what}, your code printed without end, so the check ended it."
        elif ended.how == "exit":
            self.say = (
                f"While running {what}, your code ended the Python program itself (exit code {ended.code})."
            )
        elif ended.how == "signal" and _signal_name(ended.code) == "SIGKILL":
            self.say = f"While running {what}, the system ended your code: most likely it used up the memory."
        elif ended.how == "signal":
            name = _signal_name(ended.code)
            reason = _CRASHES.get(name, "It was ended from outside")
            self.say = f"While running {what}, your code crashed Python itself. {reason} ({name})."
        else:
            broke = ended.last(Broke)
            detail = broke.what if isinstance(broke, Broke) else "it said nothing"
            self._cannot(
                f"The judge failed, which is not your fault ({detail}). Restart the kernel and try again."
            )
            return
        self.next = _NEXT[category]
        self.findings = _with(
            Finding(promise=promises[0] if promises else "", state="broken", category=category, say=self.say),
            promises,
        )

    def _cannot(self, say: str) -> None:
        self.outcome = Outcome.CANNOT_CHECK
        self.say = say


_CANNOT = {
    "cancelled": "You cancelled the check.",
    "silent": "The check could not start in this kernel. Restart the kernel, run your cells and check again.",
}


def _signal_name(number: int) -> str:
    known = [one.name for one in signal.Signals if one.value == number]
    return known[0] if known else f"signal {number}"


def _with(finding: Finding, promises: tuple[str, ...]) -> tuple[Finding, ...]:
    """The one known finding among the promises: those before it were kept, those after it wait."""
    if finding.promise not in promises:
        return (finding, *(Finding(promise=text, state="waiting") for text in promises))
    at = promises.index(finding.promise)
    before = tuple(Finding(promise=text, state="kept") for text in promises[:at])
    after = tuple(Finding(promise=text, state="waiting") for text in promises[at + 1 :])
    return (*before, finding, *after)
