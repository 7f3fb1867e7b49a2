"""Results in the shapes in which SIASN takes them, for BKN."""
