"""Noise in the same mould

Write `noise_like(x, scale)`: a new tensor of normal noise with mean 0 and spread `scale`.

- The shape and the device are those of `x`.
- If `x` holds floats (`x.is_floating_point()`), the dtype is that of `x`. Otherwise it is the default, float32.
- `x` is not changed, and each call gives new noise.
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    expect,
    given,
    hints,
    promise,
    right,
    sample,
    solution,
    starter,
    wrong,
)

kind = Kind.FUNCTION
level = Level.APPRENTICE
objectives = ["make random numbers that can be repeated without touching anybody else's"]


@starter
def an_empty_mould():
    def noise_like(x, scale):
        """Normal noise of mean 0 and spread `scale`, in the shape, device and (float) dtype of `x`."""
        ...


hints(
    "Which dice have mean 0 and spread 1? And which forms look at another tensor?",
    "`randn_like` takes shape, dtype and device from `x`. Only one kind of `x` makes it refuse.",
    "Choose the dtype first: that of `x` if it holds floats, float32 if not. Hand it to `randn_like` as `dtype=`. "
    "Multiplying noise of spread 1 by a number stretches its spread by that number.",
)


def check(noise_like):
    # The statistical promises raise a false alarm less than once in 10⁶ checks: with 40,000 numbers
    # each bound is 6 standard errors wide (2 · 10⁻⁹ for each of three questions).
    with promise("shape and dtype of a float `x`, any shape"):
        for shape in [(2, 3), (), (0, 3), (1, 4, 2)]:
            for dtype in (torch.float32, torch.float64, torch.float16):
                x = sample.uniform(*shape, dtype=dtype)
                expect(noise_like, x, 0.5).is_a(torch.Tensor).has_shape(*shape).has_dtype(dtype)
    with promise("float32 noise for an `x` of whole numbers or bools"):
        x = sample.integers(0, 9, (4, 2))
        expect(noise_like, x, 0.5).is_a(torch.Tensor).has_shape(4, 2).has_dtype(torch.float32)
        expect(noise_like, x > 4, 0.5).is_a(torch.Tensor).has_shape(4, 2).has_dtype(torch.float32)
    with promise("the device of `x`"):
        far = given(
            "a tensor on another device (`meta`, a device without numbers)", torch.ones(2, 3, device="meta")
        )
        expect(noise_like, far, 2.0).has_shape(2, 3).has_device(far)
    with promise("`x` is not changed"):
        expect(noise_like, sample.uniform(3, 2), 0.5).leaves_arguments_unchanged()
    with promise("new noise at each call"):
        x = sample.uniform(50)
        once, again = noise_like(x, 1.0), noise_like(x, 1.0)
        given("the noise of the second call", again)
        expect(again).satisfies(
            lambda noise: not torch.equal(noise, once), "other numbers than in the first call"
        )
    with promise("normal noise: mean 0, spread `scale`"):
        scale = sample.dice.uniform(4, 5)
        x = 1e6 + sample.uniform(200, 200)
        expect(noise_like, x, scale).satisfies(
            lambda noise: noise.abs().max() < 1000 * scale, "numbers around 0, whatever `x` holds"
        )
        units = noise_like(x, scale).double() / scale  # mean 0 and spread 1, if all is well
        mean = given("the mean of your noise, in units of `scale`", units.mean().item())
        aside = ""
        if units.min() >= 0 and units.max() <= 1:
            aside = ", and numbers on both sides of it"
        elif abs(units.mean().item() - 1) < 0.03:
            aside = ", whatever `scale` is"
        expect(mean).satisfies(lambda m: abs(m) < 6 / 200, "a mean of 0, give or take 0.03" + aside)
        spread = given("the spread of your noise, in units of `scale`", units.square().mean().sqrt().item())
        asides = {
            scale**-0.5: ", not one over the root of `scale`",
            1 / scale: ", not one over `scale`",
            scale: ", not `scale`",
        }
        aside = next((words for s, words in asides.items() if abs(units.std().item() / s - 1) < 0.03), "")
        expect(spread).satisfies(
            lambda s: abs(s - 1) < 6 / (2**0.5 * 200), "a spread of 1, give or take 0.02" + aside
        )
        inside = given(
            "the share of your noise within one spread of 0", (units.abs() < 1).double().mean().item()
        )
        expect(inside).satisfies(lambda p: abs(p - 0.6827) < 6 * 0.4654 / 200, "68 %, as normal noise has it")


@solution
def choose_the_dtype():
    """`randn_like` copies shape and device from `x`, and the dtype too unless you name one. Only the dtype needs
    a decision. A factor stretches noise of spread 1 to spread `scale`."""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.get_default_dtype()
        return scale * torch.randn_like(x, dtype=dtype)


@right
def by_saying_it_all():
    """Shape, dtype and device one by one: longer, and nothing is left for the reader to remember."""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return torch.randn(x.shape, dtype=dtype, device=x.device) * scale


@right
def by_filling_a_form():
    """An empty form like `x`, filled in place. It saves one tensor: useful for very large ones."""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return torch.empty_like(x, dtype=dtype).normal_(0, scale)


@right
def by_converting_whole_numbers():
    """If `x` holds whole numbers, take a float copy of it as the mould. It costs a copy that is thrown away."""

    def noise_like(x, scale):
        mould = x if x.is_floating_point() else x.float()
        return torch.randn_like(mould).mul(scale)


@wrong
def ints_have_no_noise():
    """For an `x` of whole numbers you asked for whole-number noise, and `randn_like` refused.
    Name a dtype for it when `x` does not hold floats."""

    def noise_like(x, scale):
        return scale * torch.randn_like(x)


@wrong
def forgets_dtype():
    """Your noise is float32 whatever `x` is; a float64 `x` is to get float64 noise. `torch.randn(x.shape)` sees only
    the shape, and `x.float()` forgets the dtype: hand the dtype over, and the device."""

    def noise_like(x, scale):
        return scale * torch.randn(x.shape)


@wrong
def forgets_device():
    """Shape and dtype are right, but your noise lies on the CPU wherever `x` lies. Give `device=` as well,
    or use a form that looks at `x`."""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return scale * torch.randn(x.shape, dtype=dtype)


@wrong
def uniform_is_not_normal():
    """Your numbers all lie between 0 and `scale`: `rand` is flat, with mean one half. Normal noise comes from
    `randn`: mind the n."""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return scale * torch.rand_like(x, dtype=dtype)


@wrong
def flat_noise_with_the_right_spread():
    """Mean and spread are right, but your noise is flat and has sharp ends. Normal noise has most numbers near 0
    and a few far out. Which dice give that?"""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return (torch.rand_like(x, dtype=dtype) - 0.5) * (12**0.5) * scale


@wrong
def flat_noise_around_zero():
    """Mean 0, but your noise is flat, and it ends at half of `scale` on both sides. Normal noise of spread 1 comes
    from `randn`: mind the n."""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return (torch.rand_like(x, dtype=dtype) - 0.5) * scale


@wrong
def one_number_for_all():
    """You threw once, and filled the whole tensor with that number. Noise has a throw of its own for each place."""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return torch.full_like(x, torch.randn(()).item() * scale, dtype=dtype)


@wrong
def adds_instead():
    """You added the noise to `x`. The task asks for the noise alone; `x` is only the mould."""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return x + scale * torch.randn_like(x, dtype=dtype)


@wrong
def variance_for_spread():
    """Your noise has spread √scale: you treated `scale` as a variance. A factor of `scale` on noise of spread 1
    gives spread `scale`."""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return scale**0.5 * torch.randn_like(x, dtype=dtype)


@wrong
def same_noise_each_time():
    """Two calls gave the same numbers: you set the seed *inside* the function, so the bookmark goes back to the start at
    each call (and for everyone else, too). Leave the seed to whoever calls."""

    def noise_like(x, scale):
        torch.manual_seed(0)
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return scale * torch.randn_like(x, dtype=dtype)


@wrong
def overwrites_x():
    """The noise is right, but it is written over `x`: a name with `_` at its end works in place.
    Make a new form first (`empty_like`)."""

    def noise_like(x, scale):
        if x.is_floating_point():
            return x.normal_(0, scale)
        return scale * torch.randn_like(x, dtype=torch.float32)


@wrong
def forgets_the_scale():
    """Your noise has spread 1, whatever `scale` is. A factor of `scale` stretches it."""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return torch.randn_like(x, dtype=dtype)


@wrong
def squares_the_scale():
    """Your noise has spread `scale` squared: that is the variance. A factor of `scale`, once, gives spread `scale`."""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return scale**2 * torch.randn_like(x, dtype=dtype)


@wrong
def adds_the_scale():
    """You added `scale`: that moves the noise, and leaves its spread at 1. A factor stretches it."""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return scale + torch.randn_like(x, dtype=dtype)


@wrong
def unpacks_the_shape():
    """Right, until `x` is a tensor of shape (): `torch.randn(*x.shape)` is then `torch.randn()`, without any size. Hand
    the shape over as it is, `torch.randn(x.shape)`, or use a form that looks at `x`."""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return scale * torch.randn(*x.shape, dtype=dtype, device=x.device)


@wrong
def drops_the_sign():
    """Your numbers are never below 0. Normal noise of mean 0 lies on both sides: leave the signs as they come."""

    def noise_like(x, scale):
        dtype = x.dtype if x.is_floating_point() else torch.float32
        return scale * torch.randn_like(x, dtype=dtype).abs()
