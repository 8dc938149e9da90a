"""What runs in the learner's kernel: the expectation library, the judge and its sandbox.

`torchenstein_lab.lesson` names what an exercise file may use; `entrance.judge_json` is what the server calls.
Nothing here knows of the server.
"""
