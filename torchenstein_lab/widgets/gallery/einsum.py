# %% [markdown]
# ## `einsum`: any product, letter by letter
# A letter that the result has is free; the others are summed away.
# %%
queries, keys = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
lab.einsum("bqd,bkd->bqk", queries, keys)
# %%
lab.einsum("ii->", torch.arange(9.0).reshape(3, 3))
