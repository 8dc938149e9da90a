"""Immutable records of what a learner did. Progress and badges are computed from them.

`detail` is a tagged union: its `kind` tells what happened. Code and output are in no event. `Explained`
holds the learner's own words; it stays on the learner's machine unless they choose to share it.
"""

from typing import Final

import msgspec

from torchenstein_lab.contracts.verdict import Outcome

EVENT_SCHEMA: Final = 1


class _Detail(msgspec.Struct, frozen=True, tag_field="kind"):
    """What happened; one subclass for each kind of event."""


class Opened(_Detail, frozen=True, tag="opened"):
    """A lesson was opened."""


class Checked(_Detail, frozen=True, tag="checked"):
    """An answer was judged. Outcomes that say nothing about the answer are no attempts."""

    outcome: Outcome
    misconception: str | None = None
    seed: int = 0
    deal: int | None = None
    clean_room: bool = False


class Hinted(_Detail, frozen=True, tag="hinted"):
    """A hint was shown; `tier` is 1, 2 or 3."""

    tier: int


class Revealed(_Detail, frozen=True, tag="revealed"):
    """The solution was shown."""


class Restored(_Detail, frozen=True, tag="restored"):
    """The learner's cell was reset to the starter."""


class Explained(_Detail, frozen=True, tag="explained"):
    """The idea of a lesson was explained to the duck; `met` are the rubric's points the learner ticked."""

    text: str
    met: tuple[int, ...] = ()


class Ticked(_Detail, frozen=True, tag="ticked"):
    """Points of the duck's rubric were ticked for the explanation that the event `explanation` holds; `met`
    are all that are ticked now."""

    explanation: str
    met: tuple[int, ...] = ()


class BadgeSeen(_Detail, frozen=True, tag="badge-seen"):
    """A new badge was shown to the learner, and need not be shown again."""

    badge: str


Detail = Opened | Checked | Hinted | Revealed | Restored | Explained | Ticked | BadgeSeen


class Event(msgspec.Struct, frozen=True):
    """One record. `id` is a UUIDv7, `time` UTC in RFC 3339 with milliseconds, `content` the version of
    the exercise (or of the lesson, where `exercise` is `None`) that the learner had before them."""

    id: str
    time: str
    learner: str
    pack: str
    lesson: str
    exercise: str | None
    content: str
    detail: Detail
    schema: int = EVENT_SCHEMA
