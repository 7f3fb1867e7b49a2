"""Whether the systems that are connected still work: what each last did, and what waits for it."""
