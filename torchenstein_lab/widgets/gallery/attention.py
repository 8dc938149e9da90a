# %% [markdown]
# ## `attention`: who looks at whom
# A row for each token that looks, a column for each it looks at. Choose another head above;
# walk with the arrow keys. Below it says what was checked.
# %%
words = ["the", "cat", "sat", "on", "the", "mat", "because", "it", "was", "tired"]
embedded = torch.randn(len(words), 16)
queries, keys = torch.randn(4, 16, 8), torch.randn(4, 16, 8)
scores = (embedded @ queries) @ (embedded @ keys).mT / 16
ahead = torch.ones(len(words), len(words), dtype=torch.bool).triu(1)
weights = scores.masked_fill(ahead, -torch.inf).softmax(-1)  # (head, query, key)
lab.attention(weights, words)
