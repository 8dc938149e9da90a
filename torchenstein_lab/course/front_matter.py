"""Reads the YAML head of a `lesson.md`."""

from typing import Any, Final

import yaml

from torchenstein_lab.contracts.lesson import BadgeRule, BadgeSpec
from torchenstein_lab.course.errors import Faults
from torchenstein_lab.course.ids import KEBAB
from torchenstein_lab.course.lesson_source import FrontMatter

_BADGE_RULES: Final = ("first-pass", "comeback", "core", "explained")


def split_front_matter(text: str) -> tuple[str, str]:
    """The head without its `---` lines, and the body with an empty line for each line of the head.

    The head is empty when there is none. Line numbers of the body are those of the file.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return "", text
    for number in range(1, len(lines)):
        if lines[number].rstrip() == "---":
            return "\n".join(lines[1:number]), "\n" * (number + 1) + "\n".join(lines[number + 1 :])
    return "", text


def read_front_matter(head: str, faults: Faults) -> FrontMatter | None:
    """Read the head of a lesson; `None` when it cannot be read at all. Faults are collected."""
    try:
        node = yaml.compose(head, Loader=yaml.SafeLoader)
        values = yaml.safe_load(head)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        faults.add(
            (mark.line if mark else 0) + 2,
            f"The head of the lesson is no valid YAML: {getattr(error, 'problem', error)}.",
            "Put texts that contain `: ` or begin with a sign in quotes.",
        )
        return None
    if not isinstance(values, dict) or not isinstance(node, yaml.MappingNode):
        faults.add(
            1,
            "The lesson has no head.",
            "Begin it with a line `---`, then id, number, title, question, minutes, objectives, then `---`.",
        )
        return None
    lines = {str(key.value): key.start_mark.line + 2 for key, _ in node.value}
    reader = _Head(values, lines, faults)
    known = {"id", "number", "title", "question", "minutes", "builds_on", "objectives", "badges"}
    for key in values:
        if key not in known:
            faults.add(
                lines[str(key)], f"The key `{key}` is unknown.", f"Known are {', '.join(sorted(known))}."
            )
    return FrontMatter(
        id=reader.kebab("id"),
        number=reader.text("number"),
        title=reader.text("title"),
        question=reader.text("question"),
        minutes=reader.minutes(),
        builds_on=reader.texts("builds_on", required=False),
        objectives=reader.texts("objectives", required=True),
        badges=reader.badges(),
        lines=lines,
    )


class _Head:
    def __init__(self, values: dict[Any, Any], lines: dict[str, int], faults: Faults) -> None:
        self.values, self.lines, self.faults = values, lines, faults

    def line(self, key: str) -> int:
        return self.lines.get(key, 1)

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is None:
            self.faults.add(self.line(key), f"`{key}` is missing.", f"Write `{key}: …` into the head.")
        else:
            self.faults.add(
                self.line(key), f"`{key}` is {value!r}, no text.", f'Quote it: `{key}: "{value}"`.'
            )
        return ""

    def kebab(self, key: str) -> str:
        value = self.text(key)
        if value and not KEBAB.match(value):
            self.faults.add(
                self.line(key), f"The id `{value}` is not kebab-case.", "Write it like `creating-tensors`."
            )
        return value

    def minutes(self) -> int:
        value = self.values.get("minutes")
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.faults.add(self.line("minutes"), "`minutes` is no whole number above 0.", "Write `minutes: 30`.")
        return 1

    def texts(self, key: str, *, required: bool) -> tuple[str, ...]:
        value = self.values.get(key)
        if value is None and not required:
            return ()
        if isinstance(value, list) and (value or not required) and all(isinstance(t, str) for t in value):
            if len(set(value)) != len(value):
                self.faults.add(self.line(key), f"`{key}` says something twice.", "Leave out the copy.")
            return tuple(text.strip() for text in value)
        self.faults.add(
            self.line(key), f"`{key}` is no list of texts.", f"Write `{key}:` and lines `  - text`."
        )
        return ()

    def badges(self) -> tuple[BadgeSpec, ...]:
        value = self.values.get("badges") or []
        if not isinstance(value, list):
            self.faults.add(
                self.line("badges"), "`badges` is no list.", "Write `badges:` and entries `  - id: …`."
            )
            return ()
        return tuple(badge for entry in value if (badge := self._badge(entry)) is not None)

    def _badge(self, entry: object) -> BadgeSpec | None:
        line = self.line("badges")
        keys = ("id", "title", "how", "says")
        if not isinstance(entry, dict) or not all(isinstance(entry.get(k), str) and entry[k] for k in keys):
            self.faults.add(
                line, "A badge lacks one of its texts.", "Each needs id, title, how, says and for."
            )
            return None
        if not KEBAB.match(entry["id"]):
            self.faults.add(
                line, f"The badge's id `{entry['id']}` is not kebab-case.", "Write it like `first-spark`."
            )
        target = entry.get("for")
        if target in _BADGE_RULES:
            rule = BadgeRule(target)
        elif isinstance(target, list) and target and all(isinstance(name, str) for name in target):
            rule = BadgeRule("exercises", tuple(target))
        else:
            self.faults.add(
                line,
                f"The badge `{entry['id']}` is for {target!r}.",
                f"Write one of {', '.join(_BADGE_RULES)}, or a list of exercise ids, after `for:`.",
            )
            return None
        return BadgeSpec(entry["id"], entry["title"], entry["how"], entry["says"], rule)
