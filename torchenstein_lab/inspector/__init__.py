"""Which tensors the kernel holds: what the *Tensors* panel asks for while it is open, and nothing before.

It looks from a thread of its own at what the learner's code is changing at that moment. So it reads fields
and never computes: no tensor operation, no `repr`, no attribute that a class of the learner's could have
replaced. It keeps no tensor alive, and makes few objects: each may set off a garbage collection.
"""
