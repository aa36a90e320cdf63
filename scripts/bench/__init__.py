"""Measurements, as commands: ratios side by side in one run, medians, never a lone time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: what it is, its value, its unit, and the most it may be (None: no target)."""

    name: str
    value: float
    unit: str
    target: float | None = None

    def __str__(self) -> str:
        text = f"{self.name:<62} {self.value:>9.2f} {self.unit:<4}"
        if self.target is None:
            return text
        verdict = "tenu" if self.value <= self.target else "MANQUÉ"
        return f"{text} cible {self.target:g} : {verdict}"
