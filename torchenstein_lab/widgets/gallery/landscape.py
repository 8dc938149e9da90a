# %% [markdown]
# ## `landscape`: the ground an optimizer walks on
# The same training seen from above: a plane through all weights, chosen so that it holds most of the path.
# %%
def loss_of(model):
    return torch.nn.functional.binary_cross_entropy_with_logits(model(points), inside)


lab.landscape(loss_of, net, path=path)


# %% [markdown]
# Any function of two numbers will do, too.
# %%
def valley(a, b):
    return (1 - a) ** 2 + 10 * (b - a**2) ** 2


place = torch.tensor([-1.5, 1.5], requires_grad=True)
optimizer = torch.optim.SGD([place], lr=0.008, momentum=0.8)
steps = []
for _ in range(80):
    steps.append(place.detach().clone())
    optimizer.zero_grad()
    valley(*place).backward()
    optimizer.step()
lab.landscape(valley, x=(-2, 2), y=(-1, 3), path=steps, names=("a", "b"))
