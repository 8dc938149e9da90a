"""Typed structs that all parts share: the lesson, the verdict, the event and the REST API.

Every other package may import from here; nothing here imports anything of ours.
The JSON Schema (`docs/contracts.schema.json`) and the TypeScript types (`src/contracts.ts`)
are generated from these structs by `scripts/generate`.
"""

from torchenstein_lab.contracts.version import CONTRACT

__all__ = ["CONTRACT"]
