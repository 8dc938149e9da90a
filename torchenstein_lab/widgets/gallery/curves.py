# %% [markdown]
# ## `curves`: training, while it runs
# Log what you like, as often as you like. The picture follows, and the last one stays.
# %%
points = torch.rand(256, 2) * 4 - 2
inside = (points.norm(dim=1, keepdim=True) < 1.2).float()
net = torch.nn.Sequential(torch.nn.Linear(2, 16), torch.nn.Tanh(), torch.nn.Linear(16, 1))
optimizer = torch.optim.Adam(net.parameters(), lr=0.02)
path = []
run = lab.curves(title="Inside the circle?")
for step in range(600):
    batch = torch.randint(256, (32,))
    loss = torch.nn.functional.binary_cross_entropy_with_logits(net(points[batch]), inside[batch])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    run.log(train_loss=loss)
    if step % 20 == 0:
        right = ((net(points) > 0) == (inside > 0)).float().mean()
        run.log(accuracy=right, step=step)
        path.append(torch.nn.utils.parameters_to_vector(net.parameters()).detach().clone())
