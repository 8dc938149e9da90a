"""Tools for authors of lessons: compile, preview, verify. Nothing is imported until it is used."""
