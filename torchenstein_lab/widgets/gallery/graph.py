# %% [markdown]
# ## `graph`: what `backward()` will walk
# The boxes are PyTorch's own: what was computed, what was kept for it, and the gradient that arrives.
# Move the slider to let the gradients flow back, one step at a time. No `.grad` is touched.
# %%
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
w = torch.tensor(2.0, requires_grad=True)
b = torch.tensor(-3.0, requires_grad=True)
loss = ((x * w + b).relu() ** 2).sum() + w
lab.graph(loss)
# %% [markdown]
# A large graph is folded into its modules; press **+** to look inside one.
# %%
layer = torch.nn.TransformerEncoderLayer(32, 4, 64, batch_first=True)
encoder = torch.nn.TransformerEncoder(layer, 6, enable_nested_tensor=False)
out = encoder(torch.randn(2, 5, 32)).square().mean()
lab.graph(out)
