# %% [markdown]
# ## `show`: any tensor, of any size
# Move over a picture, or step into it with Tab and walk with the arrow keys:
# the line below says index and value.
# %%
x = torch.linspace(-3, 3, 49)
bowl = torch.sin(x)[:, None] * torch.cos(x)
lab.show(bowl, axes="latitude longitude")
# %% [markdown]
# A hundred million numbers: every pixel says what it stands for. Press + to look closer.
# %%
ripples = torch.sin(torch.linspace(0, 60, 10_000))[:, None] * torch.sin(torch.linspace(0, 40, 10_000))
lab.show(ripples)
# %% [markdown]
# Deeper tensors: move through the slices.
# %%
heat = torch.zeros(40, 48, 64)
heat[0, 24, 32] = 100
for step in range(39):
    spread = torch.nn.functional.avg_pool2d(heat[step][None, None], 5, stride=1, padding=2)[0, 0]
    heat[step + 1] = spread
lab.show(heat.sqrt(), axes="time row column")
# %% [markdown]
# NaN and infinity have patterns, so that nobody needs to tell them by colour.
# %%
logs = torch.log(bowl[::2, ::2])
logs[8:12, 8:12] = float("inf")
lab.show(logs)
# %% [markdown]
# Labels have names, booleans are counted, complex numbers have a size, sparse tensors say what they store.
# %%
animals = torch.tensor([[0, 0, 1, 2], [3, 1, 0, 2], [2, 2, 3, 1]])
lab.show(animals, categories=["cat", "dog", "duck", "owl"])
# %%
lab.show(bowl[::6, ::6] > 0.3)
# %%
lab.show(torch.fft.fft(torch.tensor([1.0, 2.0, 0.0, -1.0, 3.0])))
# %%
lab.show(torch.nn.Parameter(torch.eye(6)))
