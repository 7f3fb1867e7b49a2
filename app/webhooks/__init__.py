"""Webhooks: what happened is told to the systems that asked for it, by Standard Webhooks.

A message says that something happened and to what, never what it says: whoever is told reads it
over the API with rights of their own.
"""
