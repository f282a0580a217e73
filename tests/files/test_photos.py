"""Photos that people send are kept without what their telephones wrote into them, whatever that was."""

import io
import struct

import pytest
from PIL import Image

from tracker.errors import Invalid
from tracker.files import services as files

_TURNED = struct.pack("<HHLHH", 0x0112, 3, 1, 6, 0)


def photo(*tags: bytes) -> bytes:
    """A JPEG, four pixels wide and two high, with these tags of twelve bytes in its metadata."""
    out = io.BytesIO()
    metadata = struct.pack("<2sHLH", b"II", 42, 8, len(tags)) + b"".join(tags) + b"\0" * 4 + b"\1" * 16
    Image.new("RGB", (4, 2), "red").save(out, "JPEG", exif=b"Exif\0\0" + metadata)
    return out.getvalue()


def test_a_photo_is_kept_upright_and_without_metadata() -> None:
    kept, media_type = files.harmless(photo(_TURNED))
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.size, dict(image.getexif()), media_type) == ((2, 4), {}, "image/jpeg")


@pytest.mark.parametrize(
    "tag",
    [
        "0001070004000000260826ff",
        "1a01020002000000ff080000",
        "32010b0001000000ff2608ff",
        "258808000100000001ff0800",
    ],
)
def test_a_photo_whose_metadata_makes_no_sense_is_kept_all_the_same(tag: str) -> None:
    kept, _ = files.harmless(photo(_TURNED, bytes.fromhex(tag)))
    with Image.open(io.BytesIO(kept)) as image:
        assert dict(image.getexif()) == {}


@pytest.mark.parametrize("length", [2, 10, 100, 300])
def test_a_photo_that_was_cut_short_is_refused_with_what_to_choose(length: int) -> None:
    with pytest.raises(Invalid, match="Choose a photo"):
        files.harmless(photo()[:length])
