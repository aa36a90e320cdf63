"""`python -m generator` is the `club` command."""

from generator.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
