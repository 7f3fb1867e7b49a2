"""The offline verifier: the second implementation of the rules, and attacks on what it reads."""
