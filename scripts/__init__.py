"""Commands for maintainers: `python -m scripts.NAME`."""
