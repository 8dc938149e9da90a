# %% [markdown]
# ## `broadcast`: how shapes meet
# Dashed numbers are read again, and stored only once.
# %%
prices = torch.tensor([[2.0], [3.5], [12.0]])
discounts = torch.tensor([0.0, 0.1, 0.25, 0.5])
lab.broadcast(prices, discounts, "*")
# %% [markdown]
# Shapes are enough. All distances between 50,000 words would cost:
# %%
lab.broadcast((50_000, 1, 768), (50_000, 768), "-")
# %%
lab.broadcast((3, 4), (3,))
