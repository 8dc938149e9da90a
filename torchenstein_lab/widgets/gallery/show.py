# %% [markdown]
# ## `show`: any tensor, of any size
# Move over a picture, or step into it with Tab and walk with the arrow keys:
# the line below says index and value.
# %%
x = torch.linspace(-3, 3, 49)
bowl = torch.sin(x)[:, None] * torch.cos(x)
lab.show(bowl, axes="latitude longitude")
