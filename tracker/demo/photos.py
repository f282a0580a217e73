"""Photos of receipts, drawn: a slip of paper with a shop, a date and an amount."""

from __future__ import annotations

import io
from datetime import date

from PIL import Image, ImageDraw, ImageFont

from tracker.files.services import harmless
from tracker.money import Money


def photo(shop: str, pence: Money, on: date) -> tuple[bytes, str]:
    """The picture as it would be kept after an upload, with its media type."""
    paper = Image.new("RGB", (420, 520), "#8f9599")
    draw = ImageDraw.Draw(paper)
    draw.rectangle((50, 30, 370, 490), fill="#fbfaf4")
    lines = ((shop.upper(), 26, 70), (f"{on.day} {on:%B %Y}", 20, 130), ("1 x", 20, 220))
    for text, size, top in (*lines, ("DEMO", 40, 410)):
        draw.text((80, top), text, fill="#33302b", font=ImageFont.load_default(size))
    draw.line((80, 300, 340, 300), fill="#33302b", width=2)
    draw.text((80, 320), f"TOTAL   {pence.pounds()}", fill="#33302b", font=ImageFont.load_default(26))
    out = io.BytesIO()
    paper.save(out, "PNG")
    return harmless(out.getvalue(), field="receipt")
