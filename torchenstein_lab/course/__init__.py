"""Lessons as text, as compiled packs and as the learner's copies.

The build, the server and the kernel use this package; it knows the contracts and nothing else of ours,
never torch and never Tornado. Modules that read lesson source need markdown-it-py and PyYAML; reading
installed packs (`packs`), exercise files (`exercise_source`) and copies (`copies`) needs neither.
"""
