"""Which badges a learner holds, computed from events: effort, comebacks and explanations, never speed."""

from collections.abc import Iterable, Sequence

from torchenstein_lab.contracts.event import BadgeSeen, Checked, Event, Explained
from torchenstein_lab.contracts.lesson import BadgeSpec, Lesson
from torchenstein_lab.contracts.progress import Badge
from torchenstein_lab.contracts.verdict import Outcome
from torchenstein_lab.progress.progress import ATTEMPTS


def badges(pack: str, lessons: Sequence[Lesson], events: Iterable[Event]) -> tuple[Badge, ...]:
    """Compute all badges of a pack's lessons, earned and waiting, in the lessons' order.

    `events`, oldest first, may hold other packs'. A badge that was shown once stays earned, also when a
    newer version of the lesson asks more for it.
    """
    own = [event for event in events if event.pack == pack]
    found = []
    for lesson in lessons:
        of_lesson = [event for event in own if event.lesson == lesson.id]
        seen = {
            event.detail.badge: event.time
            for event in reversed(of_lesson)
            if isinstance(event.detail, BadgeSeen)
        }
        for spec in lesson.badges:
            earned_at = _earned_at(spec, lesson, of_lesson, own) or seen.get(spec.id)
            found.append(
                Badge(
                    id=spec.id,
                    title=spec.title,
                    how=spec.how,
                    says=spec.says,
                    pack=pack,
                    lesson=lesson.id,
                    earned_at=earned_at,
                    seen=spec.id in seen,
                )
            )
    return tuple(found)


def new_badges(before: Iterable[Badge], after: Iterable[Badge]) -> tuple[Badge, ...]:
    """Return the badges of `after` that are earned and were not earned in `before`."""
    held = {(badge.pack, badge.lesson, badge.id) for badge in before if badge.earned_at is not None}
    return tuple(
        badge
        for badge in after
        if badge.earned_at is not None and (badge.pack, badge.lesson, badge.id) not in held
    )


def _earned_at(
    spec: BadgeSpec, lesson: Lesson, of_lesson: Sequence[Event], of_pack: Sequence[Event]
) -> str | None:
    match spec.rule.kind:
        case "first-pass":
            return next((event.time for event in of_pack if _is_pass(event)), None)
        case "comeback":
            return _first_comeback(of_lesson)
        case "core":
            return _all_passed([exercise.id for exercise in lesson.exercises if exercise.core], of_lesson)
        case "exercises":
            return _all_passed(spec.rule.exercises, of_lesson)
        case "explained":
            return next((event.time for event in of_lesson if isinstance(event.detail, Explained)), None)


def _is_pass(event: Event) -> bool:
    return isinstance(event.detail, Checked) and event.detail.outcome is Outcome.PASSED


def _first_comeback(events: Sequence[Event]) -> str | None:
    failed: set[str | None] = set()
    for event in events:
        if _is_pass(event) and event.exercise in failed:
            return event.time
        if isinstance(event.detail, Checked) and event.detail.outcome in ATTEMPTS and not _is_pass(event):
            failed.add(event.exercise)
    return None


def _all_passed(exercises: Sequence[str], events: Sequence[Event]) -> str | None:
    waiting = set(exercises)
    if not waiting:
        return None
    for event in events:
        if _is_pass(event) and event.exercise is not None:
            waiting.discard(event.exercise)
            if not waiting:
                return event.time
    return None
