"""What `import torchenstein_lab as lab` offers in a notebook or a console: the same as the exercise bar.

`check`, `hint`, `solution` and `reset` judge and record in this very process, without a server: they work in
VS Code, Colab or plain IPython; `explain` explains the last error. Each returns something that shows itself,
and none raises for a learner's slip: a wrong name is answered with the nearest right one.
"""

import difflib
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from torchenstein_lab.notebook.display import (
    HintShown,
    Note,
    Shown,
    SolutionShown,
    StarterShown,
    VerdictShown,
)

if TYPE_CHECKING:
    from torchenstein_lab.contracts.api import ExerciseRequest
    from torchenstein_lab.explainer.view import ExplanationView
    from torchenstein_lab.study import Place, Study

__all__ = ["check", "explain", "hint", "reset", "solution"]

_DEAL = re.compile(r"^# deal (\d+)\s*$", re.MULTILINE)


def check(exercise: str) -> Shown:
    """Judge your answer to `exercise` ("wake-up", or "first-spark/wake-up"), as it is in memory now."""
    place = _find(exercise)
    if isinstance(place, Note):
        return place
    import msgspec

    from torchenstein_lab.checks.entrance import judge_json
    from torchenstein_lab.contracts.verdict import JudgeRequest, Verdict

    request = JudgeRequest(
        pack=place.pack.id,
        lesson=place.lesson.id,
        exercise=place.exercise.id,
        content=place.exercise.content,
        deal=_dealt(place),
    )
    verdict = msgspec.json.decode(judge_json(msgspec.json.encode(request).decode()), type=Verdict)
    reply = _study().checked(verdict)
    badges = tuple(f"{badge.title}: {badge.says}" for badge in reply.new_badges)
    return VerdictShown(place.exercise.title, verdict, badges, reply.notice)


def explain() -> "ExplanationView":
    """Explain the last error: what was computed, the rule that it broke, and what to look at."""
    from torchenstein_lab.contracts.explanation import ExplainRequest
    from torchenstein_lab.explainer.last_error import explain_last
    from torchenstein_lab.explainer.view import ExplanationView

    reply = explain_last(ExplainRequest())
    return ExplanationView(reply.explanation, reply.say)


def hint(exercise: str, tier: int | None = None) -> Shown:
    """Show the next hint for `exercise`, or the one numbered `tier` (1, 2 or 3)."""
    from torchenstein_lab.study import StudyError

    place = _find(exercise)
    if isinstance(place, Note):
        return place
    try:
        reply = _study().hint(_request(place, tier=tier))
    except StudyError as error:
        return Note(str(error))
    return HintShown(place.exercise.title, reply.tier, reply.text, reply.notice)


def solution(exercise: str) -> Shown:
    """Show the solution of `exercise`, and other right answers. Asking for it counts as help."""
    from torchenstein_lab.study import StudyError

    place = _find(exercise)
    if isinstance(place, Note):
        return place
    try:
        reply = _study().reveal(_request(place, asked=True))
    except StudyError as error:
        return Note(str(error))
    return SolutionShown(place.exercise.title, (reply.solution, *reply.others), reply.notice)


def reset(exercise: str) -> Shown:
    """Give the starter of `exercise` again, in a new cell where the front end can make one."""
    from torchenstein_lab.study import StudyError

    place = _find(exercise)
    if isinstance(place, Note):
        return place
    try:
        reply = _study().reset(_request(place))
    except StudyError as error:
        return Note(str(error))
    shell = _shell()
    if shell is not None:
        shell.set_next_input(reply.starter, replace=False)
    return StarterShown(place.exercise.title, reply.starter, reply.notice)


@cache
def _study() -> "Study":
    from torchenstein_lab.study import Study

    return Study()


def _find(name: str) -> "Place | Note":
    """Find the exercise that goes by `name`, or say which ones there are."""
    places = _study().every_exercise()
    wanted = str(name).strip().strip("/").split("/")
    found = [place for place in places if _full_name(place)[-len(wanted) :] == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        several = " or ".join(f'"{"/".join(_full_name(place)[-2:])}"' for place in found)
        return Note(f"There are {len(found)} exercises called “{_cut(name)}”. Write {several}.")
    if not places:
        return Note(
            "No lessons are installed in this notebook's environment. Install them with: "
            "%pip install --upgrade torchenstein-lab"
        )
    ids = sorted({place.exercise.id for place in places})
    near = difflib.get_close_matches(wanted[-1], ids, n=3, cutoff=0.5)
    close = " or ".join(f'"{each}"' for each in near)
    hint_at = f"Did you mean {close}?" if near else f"The first one is called “{places[0].exercise.id}”."
    return Note(f"There is no exercise called “{_cut(name)}”. {hint_at}")


def _full_name(place: "Place") -> list[str]:
    return [place.pack.id, place.lesson.id, place.exercise.id]


def _cut(name: object) -> str:
    text = str(name)
    return text if len(text) <= 60 else text[:60] + "…"


def _request(place: "Place", *, tier: int | None = None, asked: bool = False) -> "ExerciseRequest":
    from torchenstein_lab.contracts.api import ExerciseRequest

    pack, lesson, exercise = _full_name(place)
    return ExerciseRequest(pack, lesson, exercise, deal=_dealt(place), tier=tier, asked=asked)


def _dealt(place: "Place") -> int | None:
    """Find the numbers dealt to the learner: the last cell with one of the exercise's names says which."""
    if not place.exercise.deals:
        return None
    known = {deal.number for deal in place.exercise.deals}
    shell = _shell()
    cells = shell.user_ns.get("In", ()) if shell is not None else ()
    for cell in reversed([cell for cell in cells if isinstance(cell, str)]):
        said = _DEAL.search(cell)
        names = any(re.search(rf"\b{re.escape(name)}\b", cell) for name in place.exercise.names)
        if said and names and int(said[1]) in known:
            return int(said[1])
    return place.exercise.deals[0].number


def _shell() -> Any:
    import sys

    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None
