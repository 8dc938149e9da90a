"""Finding out what the author of a check calls the value that `expect` looks at.

Small numbers, texts and dtypes are shared by everyone in Python: two answers that are both 3 are one object.
So a name is read from the text of the check where that is at hand, and looked up by identity only for values
that cannot be shared by accident.
"""

import linecache
import re
from collections.abc import Collection, Mapping
from types import FrameType

import torch

_SHARED = (int, float, complex, str, bytes, tuple, frozenset, type(None), torch.dtype, type)
_ARGUMENT = re.compile(r"\bexpect\(\s*([^,()]+(?:\([^()]*\))?)\s*[,)]")
_WORD = re.compile(r"[^\W\d]\w*")


def is_shared(value: object) -> bool:
    """Whether Python may use one object for every such value, so that its identity names nothing."""
    return isinstance(value, _SHARED)


def name_at(frame: FrameType, value: object, names: Mapping[int, str], known: Collection[str]) -> str | None:
    """The learner's name of `value`, which the line that `frame` runs gives to `expect`.

    `known` are all names of the learner's, `names` the same by identity. `None` where no name is certain."""
    arguments: list[str] = _ARGUMENT.findall(linecache.getline(frame.f_code.co_filename, frame.f_lineno))
    # Where one line asks twice, the text does not tell which of the two is running.
    words: list[str] = _WORD.findall(arguments[0]) if len(arguments) == 1 else []
    written = [word for word in words if word in known]
    if len(written) == 1:
        return written[0]
    return None if is_shared(value) else names.get(id(value))
