"""The kinds of requests: what each is about, who asks, what must be there, what a yes does.

A kind is one module here, and a line in the registry; the engine beside this package names none.
"""
