"""The error explainer, in the learner's kernel: from an exception to what was computed and the rule it broke.

It looks at the traceback, the source and the variables of the frames, and runs nothing of the learner's
again. `explainer.exception.explain` explains an exception, `explainer.last_error` the last one of the kernel,
`explainer.view` shows it in a notebook. The kinds of errors that are known stand in `explainer/kinds/`.
"""
