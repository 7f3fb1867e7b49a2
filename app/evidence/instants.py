"""Instants as bundles write them: UTC, six decimals, so that texts sort as time does. Pure."""

from datetime import UTC, datetime

FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
SQL = """to_char({column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
"""The same as an SQL expression."""


def written(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime(FORMAT)


def as_sql(column: str) -> str:
    return SQL.format(column=column)
