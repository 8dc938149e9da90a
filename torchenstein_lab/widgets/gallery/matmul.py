# %% [markdown]
# ## `matmul`: rows meet columns
# Walk the loops with the buttons or the arrow keys.
# %%
baskets = torch.tensor([[2, 0, 1], [1, 3, 0]])  # two shoppers, three fruits
shops = torch.tensor([[3, 4], [1, 2], [5, 5]])  # three fruits, their prices in two shops
lab.matmul(baskets, shops)
# %%
lab.matmul((8, 1, 512, 64), (12, 64, 512))
