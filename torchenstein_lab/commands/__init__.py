"""What the `torchenstein` command does, one module for each of its words. `cli` only parses and dispatches.

Each command prints sentences that a Python beginner understands, and returns the exit code: 0 when all is
well, 1 when not.
"""
