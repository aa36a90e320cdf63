"""Sources of a club in, its published site out. See docs/architecture.md."""
