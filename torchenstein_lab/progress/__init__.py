"""What a learner did, and what follows from it: events in files; progress, badges and journal from them.

`progress`, `badges` and `journal` are pure functions over events. `store` is the only module that writes
events. Used by the server and, for `lab.check` in a notebook, by the kernel. Knows nothing of lessons on
disk, of kernels or of Tornado.
"""
