"""Measures the promises of the design, each beside a baseline taken in the same run.

    python -m benchmarks [--only NAME] [--quick]        (make bench)

One file a promise or a group that is measured together, each with `measure(quick) -> list[Result]`; one
runner (`__main__.py`), one table (`report.py`). Nothing here is imported by the package.
"""
