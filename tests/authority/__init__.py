"""Who may do what: every route, every role, on what is theirs and on what is not."""
