"""Who may come in: clients, their roles and where these hold, tokens."""
