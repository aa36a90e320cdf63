"""Images of `content/assets/`: what they must be, and how they leave without metadata.

A photo carries the place and time it was taken (EXIF); a file called .jpg may hold a page.
So an image is recognised by its bytes, limited in size, and always encoded again.
"""

import io
import re
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from generator.core.text import slug
from generator.sources.files import read_regular

MAX_BYTES = 5_000_000
MAX_PIXELS = 40_000_000
MAX_SIDE = 1_600  # pixels: no page shows more
_FORMATS = ("JPEG", "PNG", "WEBP")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(jpe?g|png|webp)")


class ImageError(Exception):
    """An image that looked right and cannot be decoded, cut for example."""


def inspect(path: Path) -> tuple[str, str] | None:
    """Return what is wrong with an image and what to do, or None.

    Its pixels are read by the decoder that will encode it again: what it refuses is refused here.
    """
    if not _NAME.fullmatch(path.name):
        meant = f"{slug(path.stem) or 'image'}{path.suffix.lower()}"
        return f"nom « {path.name} »", f"renommez le fichier « {meant} »"
    size = path.lstat().st_size
    if size > MAX_BYTES:
        return f"{size} octets, pour {MAX_BYTES} au plus", "réduisez l’image"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we set the limit
            with Image.open(io.BytesIO(read_regular(path)), formats=_FORMATS) as image:
                pixels = image.width * image.height
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        hint = "exportez-la en JPEG ou en PNG : changer le nom du fichier ne la convertit pas"
        return "ce n’est pas une image JPEG, PNG ou WebP", hint
    if pixels > MAX_PIXELS:
        return f"{pixels} pixels, pour {MAX_PIXELS} au plus", "réduisez l’image"
    try:
        _upright(path)
    except ImageError:
        return "l’image est abîmée ou incomplète", "exportez-la de nouveau"
    return None


def clean(path: Path) -> bytes:
    """Return an inspected image encoded again: upright, at most MAX_SIDE, no metadata.

    Raises ImageError when its pixels cannot be read.
    """
    image, kind = _upright(path)
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    if image.mode == "P" and (palette := image.getpalette()):
        bare.putpalette(palette)
    out = io.BytesIO()
    bare.save(out, kind, quality=82)
    return out.getvalue()


def _upright(path: Path) -> tuple[Image.Image, str]:
    """Return the pixels of an image, or of its first frame, and its format. Raises ImageError."""
    try:
        with Image.open(io.BytesIO(read_regular(path)), formats=_FORMATS) as source:
            # A phone may put several JPEG in a file (MPO): the first one is shown.
            kind = source.format if source.format in _FORMATS else "JPEG"
            image = ImageOps.exif_transpose(source)
            image.thumbnail((MAX_SIDE, MAX_SIDE))
    except Exception as error:  # noqa: BLE001 - whatever a decoder makes of hostile bytes
        raise ImageError(str(error)) from None
    return image, kind
