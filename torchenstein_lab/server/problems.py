"""Turns errors into answers: the one place that knows which error gets which HTTP status."""

import logging
from http.client import responses

import msgspec
from tornado.web import HTTPError

from torchenstein_lab.contracts.api import Problem
from torchenstein_lab.course.packs import NotInPackError, PackError
from torchenstein_lab.progress.errors import StoreError, StoreFull
from torchenstein_lab.study import NotAccepted, NotOpenYet, NotThere, StudyError

_SENTENCES = {
    400: ("The server could not understand this request.", "Reload the page."),
    401: ("You are not logged in.", "Reload the page and log in."),
    403: ("This request is not allowed.", "Reload the page, log in if you are asked to, and try again."),
    404: ("There is nothing at this address.", "Reload the page; the extension may have been upgraded."),
    405: ("This address does not take such a request.", "Reload the page."),
    413: ("This request is too large.", "Make the text in the cell or in the editor shorter."),
}


class TooLarge(Exception):
    """A request's body is longer than any of ours."""


class BadRequest(Exception):
    """A request's body is not what its route takes; `reason` says where."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def problem(error: BaseException | None, status: int, log: logging.Logger) -> tuple[int, Problem]:
    """Return status and body for `error`; `status` is what Tornado proposes when there is no better."""
    match error:
        case NotThere():
            return 404, Problem(error.message, error.remedy)
        case NotOpenYet():
            return 409, Problem(error.message, error.remedy)
        case NotAccepted() | StudyError():
            return 400, Problem(error.message, error.remedy)
        case StoreFull():
            return 507, Problem(error.message, error.remedy)
        case StoreError():
            return 503, Problem(error.message, error.remedy)
        case NotInPackError():
            return 404, Problem(str(error))
        case PackError():
            return 500, Problem(str(error))
        case BadRequest():
            return 400, Problem(
                f"The server could not understand this request: {error.reason}", "Reload the page."
            )
        case TooLarge():
            return 413, Problem(*_SENTENCES[413])
        case HTTPError():
            return error.status_code, _of_status(error.status_code)
        case None:
            return status, _of_status(status)
        case _:
            log.error("A request failed", exc_info=error)
            return 500, Problem(
                "Something went wrong inside Torchenstein Lab; nothing that was saved is lost.",
                "Try again. If it stays so, the server's log tells more.",
            )


def _of_status(status: int) -> Problem:
    return Problem(*_SENTENCES.get(status, (responses.get(status, "Unknown error") + ".", "")))


def decode_error(error: msgspec.DecodeError | UnicodeDecodeError | RecursionError) -> BadRequest:
    """Say in a word what is wrong with a body."""
    if isinstance(error, msgspec.ValidationError):
        return BadRequest(f"{str(error)[:300]}.")
    return BadRequest("its body is not JSON.")
