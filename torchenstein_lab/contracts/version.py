"""The number that server, kernel side and front end exchange before they trust each other's data."""

from typing import Final

CONTRACT: Final = 1
"""Raised by one whenever a struct in this package changes in a way that an older reader cannot take."""
