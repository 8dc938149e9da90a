# %% [markdown]
# ## `bits`: what is kept of a number
# Click a bit and see what it is worth.
# %%
lab.bits(0.1)
# %%
lab.bits(torch.tensor([1.0, 2.0, 0.0, float("inf")], dtype=torch.float16))
