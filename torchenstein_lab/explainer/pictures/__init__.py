"""Pictures of shapes: for each kind of clash the facts, row by row, and a drawing of them as plain data."""
