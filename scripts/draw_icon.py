"""Draw the icon of a phone's home screen, from the mark of the cards.

    python -m scripts.draw_icon

The other drawings of the mark are in `theme/assets/favicon.svg` and `theme/main.html`.
"""

from pathlib import Path

from generator.opengraph.drawing import icon

TARGET = Path(__file__).resolve().parent.parent / "theme" / "assets" / "apple-touch-icon.png"

if __name__ == "__main__":
    TARGET.write_bytes(icon(180))
    print(TARGET)
