"""Why an answer that works in the learner's kernel does not work in a fresh one: names the variable, and the
cell that it really comes from.

Pure functions over the texts of cells and what both kernels say about their variables. A reason is a fact
about where a variable comes from, never a guess at what is wrong with the answer.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from torchenstein_lab.contracts.clean_room import CleanRoomCell, HiddenState
from torchenstein_lab.server.cell_names import CellNames, cell_names, first_line


@dataclass(frozen=True)
class Variables:
    """What a kernel says about its variables: their names, a fingerprint of each value that has one, and,
    from the learner's own kernel, the cells it ran, as (number, text), oldest first."""

    names: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)
    history: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class _Leaning:
    """A name that the answer leans on, the cell that reads it, and the cell above that makes it."""

    name: str
    reader: int
    maker: int | None


def leaned_on(cells: Sequence[CleanRoomCell], at: int) -> frozenset[str]:
    """The names that the answer in cell `at` leans on, those that their makers lean on, and its own."""
    return frozenset(each.name for each in _leanings(cells, at)) | _names(cells[at]).binds


def last_that_matters(cells: Sequence[CleanRoomCell], at: int, of_lesson: Collection[int]) -> int:
    """The last cell below `at` that is the learner's own and works with a name the answer makes or leans on;
    `at` itself where there is none.

    What cells `of_lesson` overwrite (a lesson may use a name again) is none of the learner's doing: below
    such a cell nobody can tell any more, and `at` it is."""
    names = leaned_on(cells, at)
    below = range(at + 1, len(cells))
    last = max((i for i in below if i not in of_lesson and _names(cells[i]).mentions & names), default=at)
    rebound = any(_names(cells[i]).binds & names for i in range(at + 1, last) if i in of_lesson)
    return at if rebound else last


def hidden_state(
    cells: Sequence[CleanRoomCell], at: int, clean: Variables, own: Variables | None
) -> tuple[HiddenState, ...]:
    """Why the answer in cell `at`, which did not pass in the clean room, may pass in the learner's kernel.

    `clean` is what the clean room had when it judged, `own` what the learner's kernel has (`None`: nobody can
    tell). The reasons come in the order in which the answer needs the names."""
    reasons: dict[str, HiddenState] = {}
    for leaning in _leanings(cells, at):
        came_later = leaning.maker is None and leaning.reader < at and _makes(cells, leaning, at)
        if leaning.name in clean.names and not came_later:
            reason = _other_value(cells, leaning, clean, own)
        else:
            reason = _not_there(cells, leaning, at, own)
        if reason is not None:
            reasons.setdefault(leaning.name, reason)
    return tuple(reasons.values())


def overwritten_below(
    cells: Sequence[CleanRoomCell], at: int, of_lesson: Collection[int]
) -> tuple[HiddenState, ...]:
    """Why the answer in cell `at` passes where it stands, and no longer when the cells below have run."""
    names = leaned_on(cells, at)
    own = [index for index in range(at + 1, len(cells)) if index not in of_lesson]
    last_maker = {name: index for index in own for name in sorted(_names(cells[index]).binds & names)}
    if not last_maker:
        touching = next(index for index in reversed(own) if _names(cells[index]).mentions & names)
        name = min(_names(cells[touching]).mentions & names)
        say = f"{_cell(cells, touching)} below changes `{name}`, and the answer needs it as it is here."
        return (HiddenState(name, "overwritten", say, cells[touching].id),)
    return tuple(
        HiddenState(
            name,
            "overwritten",
            f"{_cell(cells, index)} below makes `{name}` anew, and the answer needs the one from here. "
            "Give one of the two another name.",
            cells[index].id,
        )
        for name, index in last_maker.items()
    )


# ------------------------------------------------------------------ reasons


def _not_there(
    cells: Sequence[CleanRoomCell], leaning: _Leaning, at: int, own: Variables | None
) -> HiddenState | None:
    name, reader = leaning.name, leaning.reader
    ran = _last_ran(name, own)
    standing = None if ran is None else _standing(cells, ran[1], near=reader)
    below = [standing] if standing is not None and standing > at else []
    if leaning.maker is None:
        below += [index for index in range(reader + 1, len(cells)) if name in _names(cells[index]).binds]
    if below:
        say = (
            f"`{name}` does not exist there: {_cell(cells, below[0])} makes it, which stands further down. "
            "Move it up, or move what needs it down."
        )
        return HiddenState(name, "out-of-order", say, cells[below[0]].id)
    if leaning.maker is not None:
        # The cell above that makes it stopped before it did: its own troubles and names are told.
        return None
    if own is None:
        say = f"`{name}` does not exist there: no cell of this notebook makes it."
        return HiddenState(name, "nowhere", say, cells[reader].id)
    if name not in own.names:
        return None
    if ran is None:
        say = (
            f"`{name}` does not exist there. Your kernel has it, but no cell of this notebook makes it. "
            "Write what makes it into a cell above."
        )
        return HiddenState(name, "nowhere", say, cells[reader].id)
    say = (
        f"`{name}` does not exist there. Your kernel has it from a cell that was deleted or changed since "
        f"(it ran as [{ran[0]}]: `{first_line(ran[1])}`). Write that into a cell above again."
    )
    return HiddenState(name, "deleted", say, cells[reader].id)


def _other_value(
    cells: Sequence[CleanRoomCell], leaning: _Leaning, clean: Variables, own: Variables | None
) -> HiddenState | None:
    name, maker = leaning.name, leaning.maker
    ran = _last_ran(name, own)
    here, there = clean.values.get(name), own.values.get(name) if own else None
    if ran is None or maker is None or not here or not there or here == there:
        return None
    standing = _standing(cells, ran[1], near=maker)
    if standing is None:
        say = (
            f"`{name}` has another value there, made by {_cell(cells, maker)}. Your kernel has the one from "
            f"a cell that was deleted or changed since (it ran as [{ran[0]}]: `{first_line(ran[1])}`)."
        )
        return HiddenState(name, "deleted", say, cells[maker].id)
    if standing > leaning.reader:
        say = (
            f"`{name}` has another value there, made by {_cell(cells, maker)}. In your kernel "
            f"{_cell(cells, standing)}, which stands further down, gave it the one you see."
        )
        return HiddenState(name, "overwritten", say, cells[standing].id)
    if standing != maker:
        say = (
            f"`{name}` has another value there, made by {_cell(cells, maker)}. In your kernel "
            f"{_cell(cells, standing)} was run again after it."
        )
        return HiddenState(name, "out-of-order", say, cells[standing].id)
    if name not in _names(cells[maker]).reads:
        # Random numbers, perhaps: another value each time, and nothing hidden.
        return None
    say = (
        f"`{name}` has another value there: {_cell(cells, maker)} goes on from the value it finds, and your "
        "kernel ran it more than once."
    )
    return HiddenState(name, "run-again", say, cells[maker].id)


def _cell(cells: Sequence[CleanRoomCell], index: int) -> str:
    return f"code cell {index + 1} (`{first_line(cells[index].source)}`)"


# ------------------------------------------------------------------ who makes what


def _leanings(cells: Sequence[CleanRoomCell], at: int) -> tuple[_Leaning, ...]:
    """What cell `at` leans on, and what the cells that make it lean on in turn, nearest first."""
    found: list[_Leaning] = []
    waiting, seen = [at], set[int]()
    while waiting:
        reader = waiting.pop(0)
        if reader in seen:
            continue
        seen.add(reader)
        for name, maker in _needs(cells, reader, at):
            found.append(_Leaning(name, reader, maker))
            if maker is not None:
                waiting.append(maker)
    return tuple(found)


def _needs(cells: Sequence[CleanRoomCell], reader: int, at: int) -> Iterator[tuple[str, int | None]]:
    """What one cell needs, and the cell that makes it: above the reader, or, for what its functions need
    when they are called, anywhere above the answer."""
    names = _names(cells[reader])
    for name in sorted(names.reads):
        yield name, _maker(cells, name, range(reader))
    for name in sorted(names.reads_when_called - names.reads):
        yield name, _maker(cells, name, range(at + 1))


def _maker(cells: Sequence[CleanRoomCell], name: str, among: range) -> int | None:
    return next((index for index in reversed(among) if name in _names(cells[index]).binds), None)


def _makes(cells: Sequence[CleanRoomCell], leaning: _Leaning, at: int) -> bool:
    """Whether a cell between the one that needs a name and the answer makes it: too late for the one."""
    return _maker(cells, leaning.name, range(leaning.reader + 1, at)) is not None


def _last_ran(name: str, own: Variables | None) -> tuple[int, str] | None:
    """The cell that the learner's kernel ran last of those that make a name."""
    history = own.history if own is not None else ()
    return next((ran for ran in reversed(history) if name in cell_names(ran[1]).binds), None)


def _standing(cells: Sequence[CleanRoomCell], source: str, near: int) -> int | None:
    """The cell that has this text now; of several, the one nearest to cell `near`."""
    same = [index for index, cell in enumerate(cells) if cell.source.strip() == source.strip()]
    return min(same, key=lambda index: abs(index - near), default=None)


def _names(cell: CleanRoomCell) -> CellNames:
    return cell_names(cell.source)
