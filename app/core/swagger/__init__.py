"""Swagger UI at /docs, from files of our own: it needs no internet and runs no inline script."""
