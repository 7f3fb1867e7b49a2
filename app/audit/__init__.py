"""The event log: what happened, who did it, to what. Append-only, in the change's transaction."""
