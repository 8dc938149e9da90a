"""A prediction is judged without giving the answer away: the learner is to look again, and to try again."""

from __future__ import annotations

import re

import msgspec

from torchenstein_lab.checks.messages import Ended, Failed, Message, Surveyed
from torchenstein_lab.contracts.verdict import Category, Finding

NEXT = "Work it out on paper, one step at a time, and predict again."

_OWN_FAULT = {Category.MISSING, Category.NOT_ATTEMPTED, Category.RAISED, Category.CRASH, Category.TIME}
_KIND = re.compile(r"expected (an? [\w.]+)(?: \(.*?\))?, got ", re.DOTALL)


def withhold_answer(ended: Ended) -> Ended:
    """The same end of a sandboxed check, with what was expected taken out of each finding. Of a prediction of
    the wrong type, the type that is asked for may be told. What explains it was made not to give it away."""
    return msgspec.structs.replace(ended, messages=tuple(_withheld(message) for message in ended.messages))


def _withheld(message: Message) -> Message:
    if isinstance(message, Failed):
        return msgspec.structs.replace(message, finding=_told_less(message.finding))
    if isinstance(message, Surveyed):
        return msgspec.structs.replace(
            message,
            findings=tuple(_told_less(finding) for finding in message.findings),
            first=None if message.first is None else _told_less(message.first),
        )
    return message


def _told_less(finding: Finding) -> Finding:
    if finding.state != "broken" or finding.category in _OWN_FAULT:
        return finding
    subject, colon, _ = finding.say.partition(": expected ")
    said = subject if colon else "Your prediction"
    got = finding.got.text if finding.got is not None else ""
    kind = _KIND.search(finding.say) if finding.category is Category.TYPE else None
    if kind is not None:
        say = f"{said}: expected {kind[1]}, got {finding.say[kind.end() :]}"
    elif got and len(got) <= 80:
        say = f"{said}: {got} is not what comes out."
    else:
        say = f"{said}: that is not what comes out."
    return msgspec.structs.replace(finding, say=say, seen="", expected=None, got=None, replay="")
