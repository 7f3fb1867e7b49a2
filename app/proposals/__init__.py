"""What Swagger UI proposes to send: an example of every body and parameter, that can be sent.

An id in an example is made of the name of what is meant (`names`). Where that exists, as in the
demonstration, the served document has its real id in that place, and the proposal can be sent as it
stands.
"""
