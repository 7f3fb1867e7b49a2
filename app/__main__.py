"""`python -m app` is `talenta`, where no console script is installed."""

from app.cli import app

app(prog_name="talenta")
