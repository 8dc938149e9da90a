# %% [markdown]
# ## `diff`: what came, beside what was expected
# The same picture opens when an answer is checked. Point at a cell on one side: it is marked on both.
# %%
scores = torch.tensor([[2.0, 1.0, 0.1], [0.5, 2.5, 0.3], [1.0, 1.0, 1.0]])
lab.diff(torch.softmax(scores, dim=1), torch.softmax(scores, dim=0))
# %% [markdown]
# Of a large tensor you see the part around the first difference, and a map of all the others.
# %%
rounded = ripples[:600, :800].bfloat16().float()
lab.diff(ripples[:600, :800], rounded)
