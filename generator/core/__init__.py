"""What every room stands on: texts, findings, settings, the system. Knows nothing of a club."""
