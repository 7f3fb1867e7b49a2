"""Personnel files in: read, judged row by row, merged in one transaction."""
