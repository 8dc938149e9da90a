"""How an explanation shows itself: as text and as HTML, with the same facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

from torchenstein_lab.contracts.explanation import Explanation
from torchenstein_lab.explainer.view import ExplanationView, as_text

Explained = Callable[[str], Explanation]
FAIL = "x = torch.ones(2, 3)\nw = torch.ones(2, 3)\nx @ w"


class Tags(HTMLParser):
    """Collects the tags and the text of a page, and checks that they nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_text_form_holds_every_fact(explained: Explained) -> None:
    text = as_text(explained(FAIL))
    first, rest = text.split("\n", 1)
    assert re.fullmatch(r"RuntimeError, in line 3, in the cell that ran as \[\d+\]", first)
    assert rest == (
        "\n"
        "    x @ w\n"
        "    ^^^^^\n"
        "\n"
        "You multiply `x` (2, 3) by `w` (2, 3) with `@`. The last size of the left (3) must equal the "
        "second-to-last size of the right (2).\n"
        "\n"
        "The rule: A matrix product sums over one axis: the last of the left, the second-to-last of "
        "the right "
        "(or its only one).\n"
        "\n"
        "Worth a look: Compare `w` with `w.T`, which is (3, 2).\n"
        "\n"
        "    x  Tensor, shape (2, 3), float32, on cpu\n"
        "    w  Tensor, shape (2, 3), float32, on cpu\n"
        "\n"
        "    x  [2] [3≠]\n"
        "    w  [2≠] [3]"
    )


def test_the_page_says_the_same_as_the_text(explained: Explained) -> None:
    explanation = explained(FAIL)
    page = Tags(ExplanationView(explanation)._repr_html_())
    said = " ".join(page.text.split())
    for sentence in (explanation.say, explanation.rule, explanation.look):
        assert sentence.replace("`", "") in said
    assert "Tensor, shape (2, 3), float32, on cpu" in said
    assert "3 ≠ 2" in page.text
    assert explanation.traceback in page.text


def test_what_clashes_is_told_by_word_sign_and_pattern(explained: Explained) -> None:
    html = ExplanationView(explained(FAIL))._repr_html_()
    assert 'aria-label="Shapes. x: 2, 3 does not fit; w: 2 does not fit, 3."' in html
    assert "3 ≠ 2" in html
    assert "stroke-dasharray" in html


def test_what_the_learner_wrote_is_escaped(explained: Explained) -> None:
    explanation = explained(
        'names = {"<script>alert(1)</script>": torch.ones(2, 3)}\n'
        'names["<script>alert(1)</script>"] @ torch.ones(2, 3)  # <img src=x onerror=alert(2)>'
    )
    view = ExplanationView(explanation)
    assert "<script" in repr(view)
    page = Tags(view._repr_html_())
    text = {"div", "pre", "mark", "p", "code", "b", "table", "tr", "td", "details", "summary"}
    assert page.seen <= text | {"svg", "rect", "line", "text"}


def test_every_colour_is_a_variable_of_jupyterlabs_with_a_fallback(explained: Explained) -> None:
    html = ExplanationView(explained(FAIL))._repr_html_()
    assert all("," in name for name in re.findall(r"var\(([^()]*(?:\([^()]*\))?[^()]*)\)", html))
    bare = re.sub(r"var\((?:[^()]|\([^()]*\))*\)|rgba\(128[^)]*\)", "", html)
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb", bare)


def test_without_an_error_a_sentence_is_shown() -> None:
    view = ExplanationView(None, "No cell has <stopped>.")
    assert repr(view) == "No cell has <stopped>."
    assert view._repr_html_() == "<p>No cell has &lt;stopped&gt;.</p>"


def test_a_backtick_without_a_partner_stands_for_itself(explained: Explained) -> None:
    explanation = explained('raise ValueError("one ` <i>too</i> many")')
    page = Tags(ExplanationView(explanation)._repr_html_())
    assert "one ` <i>too</i> many" in page.text
    assert "i" not in page.seen
