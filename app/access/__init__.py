"""Who may come in: clients (OAuth 2.0 client credentials), their roles, and access tokens.

A client is a system or a desk that calls the API under one name. It holds one or more roles in one
agency, or in all of them.
"""
