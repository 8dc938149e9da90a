"""The right token

A language model gives log-probabilities `logp` of shape (B, T, V): for each of B texts, at each of T places, one number
for each of V tokens. `ids`, int64 of shape (B, T), says which token really came.

Write `token_logprobs(logp, ids)`: the number of the token that came, for each place: shape (B, T).

Do not build more than the answer needs: a real V is 50,000.
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    expect,
    hints,
    promise,
    right,
    sample,
    solution,
    starter,
    wrong,
)

kind = Kind.FUNCTION
level = Level.ARTISAN
objectives = ['pick a block, pairs, or "for each row its own column", and never one for another']
equivalent_mutants = {
    "return logp.gather(2, ids[..., None])[..., 0] → return logp.gather(2, ids[..., None])[..., -1]": "of a single one, the first is the last",
}


@starter
def nothing_picked():
    def token_logprobs(logp, ids):
        """For logp (B, T, V) and ids (B, T): logp[b, t, ids[b, t]], of shape (B, T)."""
        ...


hints(
    "It is `p` and `y` from part 4 with one more direction. Along which direction does `ids` replace the position?",
    "`gather` wants an index with as many directions as `logp`. Which one does `ids` lack, and what puts in a new one?",
    "Give `ids` a last direction of length 1, gather along the last direction, and take that 1 out again, and only that.",
)


def on_paper(logp, ids):
    """The numbers, one place at a time."""
    picked = logp.new_empty(ids.shape)
    for b in range(ids.shape[0]):
        for t in range(ids.shape[1]):
            picked[b, t] = logp[b, t, ids[b, t]]
    return picked


def batch(b, t, v, dtype=torch.float32):
    """Fresh log-probabilities and tokens."""
    return -sample.uniform(b, t, v, dtype=dtype), sample.integers(0, v, (b, t))


def check(token_logprobs):
    with promise("for each place, the number of its own token"):
        for shape in ((2, 3, 5), (4, 2, 7)):
            logp, ids = batch(*shape)
            expect(token_logprobs, logp, ids).equals(on_paper(logp, ids))
    with promise("also where B, T and V are equal"):
        logp, ids = batch(4, 4, 4)
        expect(token_logprobs, logp, ids).equals(on_paper(logp, ids))
    with promise("one text, one place, one token, no text"):
        for shape in ((1, 3, 5), (3, 1, 5), (2, 3, 1), (1, 1, 4), (0, 3, 5)):
            logp, ids = batch(*shape)
            expect(token_logprobs, logp, ids).equals(on_paper(logp, ids))
    with promise("float64 stays float64"):
        logp, ids = batch(2, 3, 5, torch.float64)
        expect(token_logprobs, logp, ids).equals(on_paper(logp, ids))
    with promise("no more memory than a few times the answer"):
        logp, ids = batch(4, 64, 500)
        expect(token_logprobs, logp, ids).keeps_to(100_000).leaves_arguments_unchanged()


@solution
def gather_along_the_last():
    """`gather(2, index)`: out[b, t, k] = logp[b, t, index[b, t, k]]. With one k for each place, that is the answer with
    a tray too many; `[..., 0]` takes it out, and only that one."""

    def token_logprobs(logp, ids):
        return logp.gather(2, ids[..., None])[..., 0]


@right
def by_three_index_tensors():
    """All three positions as tensors, walked together: which text, which place, which token."""

    def token_logprobs(logp, ids):
        b, t = ids.shape
        texts = torch.arange(b)[:, None].expand(b, t)
        places = torch.arange(t).expand(b, t)
        return logp[texts, places, ids]


@right
def take_along_dim():
    """The same as gather, by the name that NumPy uses."""

    def token_logprobs(logp, ids):
        return torch.take_along_dim(logp, ids.unsqueeze(-1), -1).squeeze(-1)


@right
def place_by_place():
    """Two loops: slow for 4,096 places, but every step can be seen."""

    def token_logprobs(logp, ids):
        picked = torch.empty(ids.shape, dtype=logp.dtype)
        for b in range(ids.shape[0]):
            for t in range(ids.shape[1]):
                picked[b, t] = logp[b, t, ids[b, t]]
        return picked


@wrong
def everybody_gets_all():
    """You gave every place *everybody's* tokens: shape (B, T, B, T). At each place only its own token counts."""

    def token_logprobs(logp, ids):
        return logp[:, :, ids]


@wrong
def squeeze_eats_the_batch():
    """Right, until there is one text or one place: `squeeze()` takes out *every* direction of length 1.
    Name the one you mean."""

    def token_logprobs(logp, ids):
        return logp.gather(2, ids[..., None]).squeeze()


@wrong
def leaves_the_tray():
    """The numbers are right, but each still lies in a tray of its own: shape (B, T, 1). Take the last direction out."""

    def token_logprobs(logp, ids):
        return logp.gather(2, ids[..., None])


@wrong
def wrong_direction():
    """You let `ids` replace the *place*. It says which token, and tokens lie along the last direction."""

    def token_logprobs(logp, ids):
        return logp.gather(1, ids[..., None])[..., 0]


@wrong
def best_is_not_right():
    """You took the most likely token. Asked for is the one that really came: `ids` says which."""

    def token_logprobs(logp, ids):
        return logp.max(-1).values


@wrong
def builds_the_mountain():
    """The numbers are right, but on the way you built something as large as `logp`. With V = 50,000 that is a gigabyte
    for nothing. Pick, do not multiply."""

    def token_logprobs(logp, ids):
        return (logp * torch.nn.functional.one_hot(ids, logp.shape[2])).sum(-1).to(logp.dtype)


@wrong
def first_text_for_all():
    """You picked by place and token only, always from the first text. Each text has log-probabilities of its own."""

    def token_logprobs(logp, ids):
        places = torch.arange(ids.shape[1]).expand(ids.shape)
        return logp[torch.zeros_like(ids), places, ids]


@wrong
def turns_the_sign():
    """You changed the sign: that is the *loss* of each token. Asked for is its log-probability."""

    def token_logprobs(logp, ids):
        return -logp.gather(2, ids[..., None])[..., 0]
