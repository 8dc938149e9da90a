"""Pictures of tensors for a notebook. They run in the kernel, and know of nothing but what they draw."""
