"""What can go wrong with a learner's events.

StoreError
├── StoreFull          the disk has no room for one more line
├── StoreUnavailable   the folder cannot be written or read
└── BadExport          a file to import is not an export of events
"""


class StoreError(Exception):
    """A sentence for the learner (`message`) and what to do about it (`remedy`)."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class StoreFull(StoreError):
    """The disk is full, or the learner's quota is used up."""


class StoreUnavailable(StoreError):
    """The store's folder cannot be written or read."""


class BadExport(StoreError):
    """A file to import holds something that is not an exported event."""
