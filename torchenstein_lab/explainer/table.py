"""The page `docs/errors.md`, made from the registry.

python -m torchenstein_lab.explainer.table > docs/errors.md
"""

from __future__ import annotations

import sys

from torchenstein_lab.explainer.registry import FAMILIES, all_kinds

HEAD = """# Errors that are explained

<!-- Made by: python -m torchenstein_lab.explainer.table > docs/errors.md -->

`lab.explain()`, and the button on a cell that failed, turn an exception into what was computed, the values
by the learner's own names, the rule that was broken, and what to look at. {count} kinds are known. An error
of another kind is said to be unknown, with the last line of the learner's own that ran.

How it works: the traceback's column positions name the failing expression; its operands are looked up in
the frame (names, attributes, constant subscripts) and nothing is run again. A kind is recognised by the
exception's type, by whose code raised it, by the operation, and only then by the message. A new kind is a
function below `@kind(…)` in `torchenstein_lab/explainer/kinds/`, with a case in `tests/explainer/cases/`.
"""


def page() -> str:
    """The whole page."""
    kinds = all_kinds()
    parts = [HEAD.format(count=len(kinds))]
    for family in FAMILIES:
        rows = [one for one in kinds if one.family == family]
        parts.append(
            f"\n## {family.capitalize()}\n\n| kind | what happened | the rule |\n| --- | --- | --- |\n"
        )
        parts += [f"| `{one.id}` | {_cell(one.title)} | {_cell(one.rule)} |\n" for one in rows]
    return "".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(page())
