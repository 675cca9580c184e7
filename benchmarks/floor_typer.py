"""The least that a command line by Typer can be: two commands that do nothing."""

from __future__ import annotations

import typer

app = typer.Typer()


@app.command()
def version() -> None:
    """Say a version."""
    typer.echo("floor 0")


@app.command(name="list")
def list_nothing(limit: int = 20) -> None:
    """List nothing."""


if __name__ == "__main__":
    app(prog_name="floor")
