"""Every kind of error: the real error is provoked in the pinned PyTorch, and every sentence is compared.

The cases stand in `cases/<family>.txt`: the kind, the learner's cell, and what the explanation says.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from torchenstein_lab.contracts.explanation import Explanation
from torchenstein_lab.explainer.registry import FAMILIES, all_kinds
from torchenstein_lab.explainer.table import page

CASES = Path(__file__).parent / "cases"
ERRORS = Path(__file__).parents[2] / "docs" / "errors.md"


def cases() -> list[tuple[str, str, str, str, str]]:
    """All cases: the family, the kind, the cell, the sentences, and what to look at."""
    found = []
    for path in sorted(CASES.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("=== ")[1:]:
            kind, rest = block.split("\n", 1)
            cell, rest = rest.split("\n--- say\n")
            say, look = rest.split("\n--- look\n")
            found.append((path.stem, kind, cell, say.strip(), look.strip()))
    return found


ALL = cases()


@pytest.mark.parametrize(
    ("family", "kind", "cell", "say", "look"),
    ALL,
    ids=[f"{number}-{kind}" for number, (_, kind, *_) in enumerate(ALL)],
)
def test_an_error_is_explained_in_the_sentences_of_its_case(
    family: str, kind: str, cell: str, say: str, look: str, explained: Callable[[str], Explanation]
) -> None:
    explanation = explained(cell)
    assert (explanation.family, explanation.kind) == (family, kind)
    assert explanation.say == say
    assert explanation.look == look
    assert explanation.known
    source = explanation.source.splitlines()
    assert source[0] in cell
    assert explanation.marks
    assert all(0 <= mark.start < mark.end <= len(source[mark.line]) for mark in explanation.marks)


def test_every_kind_has_a_case() -> None:
    assert {one.id for one in all_kinds()} == {kind for _, kind, *_ in ALL}


def test_at_least_sixty_kinds_are_known() -> None:
    assert len(all_kinds()) >= 60
    assert {one.family for one in all_kinds()} == set(FAMILIES)


def test_titles_and_rules_are_sentences_without_blame() -> None:
    for one in all_kinds():
        assert one.rule.endswith("."), one.id
        assert not one.title.endswith("."), one.id
        assert "wrong" not in f"{one.title} {one.rule}".lower(), one.id


def test_the_page_of_errors_lists_the_kinds_of_the_registry() -> None:
    repair = "python -m torchenstein_lab.explainer.table > docs/errors.md"
    assert ERRORS.read_text(encoding="utf-8") == page(), (
        f"docs/errors.md is out of date. Repair it with: {repair}"
    )
