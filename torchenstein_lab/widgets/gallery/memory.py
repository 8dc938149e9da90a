# %% [markdown]
# ## `memory`: where the numbers lie
# A tensor is a description of a strip of cells. Point at a number to see its cell, or at a cell to see every
# number that it is. The same colour is the same cell.
# %%
board = torch.arange(1, 13).reshape(3, 4)
lab.memory(board, board.t(), board[:, ::2], board[1].expand(2, 4), board.t().contiguous())
# %% [markdown]
# A bare shape asks: would `view` do it? Here is why not.
# %%
lab.memory(board.t(), (12,), (4, 3))
