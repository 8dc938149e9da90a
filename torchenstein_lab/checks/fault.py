"""The errors of this package: what went wrong on our side, never on the learner's."""


class CheckFault(Exception):
    """The check itself cannot go on: an author's mistake, or an exercise file that cannot be read."""


class Unavailable(Exception):
    """A result was asked for that the learner's code did not deliver; it ends the promise it stands in."""


class TimeIsUp(BaseException):
    """Raised inside an answer that runs in process when its time is over. Not an `Exception`, so that an
    answer's own `except Exception` does not swallow it."""


class Cancelled(TimeIsUp):
    """The learner cancelled a check that runs in process. Told apart from a `KeyboardInterrupt` that an
    answer
    raises itself."""
