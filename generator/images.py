"""Images of `content/assets/`: what they must be, and how they leave without metadata.

A photo carries the place and time it was taken (EXIF); a file called .jpg may hold a page.
So an image is recognised by its bytes, limited in size, and always encoded again.
"""

import io
import re
import struct
import warnings
import zlib
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from generator.sources.files import read_regular

MAX_BYTES = 5_000_000
MAX_PIXELS = 40_000_000
MAX_SIDE = 1_600  # pixels: no page shows more
_FORMATS = ("JPEG", "PNG", "WEBP")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(jpe?g|png|webp)")


class ImageError(Exception):
    """An image that looked right and cannot be decoded, cut for example."""


def inspect(path: Path) -> tuple[str, str] | None:
    """Return what is wrong with an image and what to do, or None. Decodes nothing."""
    if not _NAME.fullmatch(path.name):
        return f"nom « {path.name} »", "minuscules sans accent, chiffres et tirets : photo.jpg"
    size = path.lstat().st_size
    if size > MAX_BYTES:
        return f"{size} octets, pour {MAX_BYTES} au plus", "réduisez l’image"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we set the limit
            with Image.open(io.BytesIO(read_regular(path)), formats=_FORMATS) as image:
                pixels = image.width * image.height
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return "ce n’est pas une image JPEG, PNG ou WebP", "exportez-la de nouveau"
    if pixels > MAX_PIXELS:
        return f"{pixels} pixels, pour {MAX_PIXELS} au plus", "réduisez l’image"
    return None


def clean(path: Path) -> bytes:
    """Return an inspected image encoded again: upright, at most MAX_SIDE, no metadata.

    Raises ImageError when its pixels cannot be read.
    """
    try:
        return _clean(path)
    except (OSError, ValueError, SyntaxError, struct.error, zlib.error) as error:
        raise ImageError(str(error)) from None


def _clean(path: Path) -> bytes:
    with Image.open(io.BytesIO(read_regular(path)), formats=_FORMATS) as source:
        kind = source.format or "PNG"
        image = ImageOps.exif_transpose(source)
        image.thumbnail((MAX_SIDE, MAX_SIDE))
        bare = Image.frombytes(image.mode, image.size, image.tobytes())
        if image.mode == "P" and (palette := image.getpalette()):
            bare.putpalette(palette)
        out = io.BytesIO()
        bare.save(out, kind, quality=82)
    return out.getvalue()
