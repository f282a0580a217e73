"""The bundle of a sample: a ZIP of each payment's evidence page and its files, with a manifest of SHA-256.

Files made for a bank hold account numbers in full: of those the manifest names the SHA-256, so that one
shown by whoever keeps it can be proved to be the same, and the bundle does not hold them. The same payments
in the same state are the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from flask import render_template

from tracker import tables
from tracker.documents import queries as documents
from tracker.errors import Refused
from tracker.evidence.models import AuditSample
from tracker.exports import choosing
from tracker.exports import queries as exports
from tracker.files.models import StoredFile
from tracker.files.services import PDF, stored
from tracker.payments import evidence, evidence_views
from tracker.payments.run_models import Payment
from tracker.permissions import Actor

MOST_BYTES = 50 * 1024 * 1024
HEADINGS = ("File", "What it is", "Payment", "Bytes", "SHA-256", "In this bundle")
_ENDINGS = {PDF: "pdf", "image/jpeg": "jpg"}
# A ZIP knows no day before this one.
_ANY_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Piece:
    """One file of a bundle; `content` is None of what is named by its SHA-256 alone."""

    path: str
    what: str
    payment: str
    sha256: str
    content: bytes | None

    @property
    def row(self) -> tables.Row:
        """The same in the manifest."""
        size = None if self.content is None else len(self.content)
        return (self.path, self.what, self.payment, size, self.sha256, self.content is not None)


def pieces(viewer: Actor, payment: Payment) -> list[Piece]:
    """A payment's evidence page, its receipt, what was handed in, and the names of its run's files."""
    found = evidence.evidence(viewer, payment.id)
    page = render_template(
        "evidence/bundled.html", linked=False, **evidence_views.shown(viewer, found)
    ).encode()
    made = [_piece(payment, "evidence.html", "Everything behind the payment", page)]
    made += [
        _piece(payment, f"{name}.{_ENDINGS.get(kept.media_type, 'bin')}", what, kept.bytes)
        for name, what, kept in _kept(viewer, payment)
    ]
    for file in exports.files(payment.run_id):
        what = f"{choosing.label(file.format)} of pay run {payment.run.ref}: holds account numbers in full"
        made.append(Piece(f"{file.format} of {payment.run.ref}", what, payment.reference, file.sha256, None))
    return made


def _piece(payment: Payment, name: str, what: str, content: bytes) -> Piece:
    path = f"payments/{payment.reference}/{name}"
    return Piece(path, what, payment.reference, sha256(content).hexdigest(), content)


def _kept(viewer: Actor, payment: Payment) -> Iterator[tuple[str, str, StoredFile]]:
    """The files that are kept of a payment: the name of each, what it is, and its bytes."""
    if payment.receipt_number is not None:
        receipt = documents.receipt_of(viewer, payment.id)
        if receipt.sha256 is not None:
            yield f"receipt-{receipt.number}", "The receipt", stored(receipt.sha256)
    for claim in payment.claims:
        if claim.form_sha256 is not None:
            yield f"form-{claim.ref}", f"The form of claim {claim.ref}", stored(claim.form_sha256)
        photos = [one for one in claim.lines if one.receipt_sha256 is not None]
        for number, one in enumerate(photos, start=1):
            what = f"Receipt for {one.description}, claim {claim.ref}"
            yield f"receipt-of-{claim.ref}-{number}", what, stored(one.receipt_sha256)


def packed(kept: AuditSample, found: list[Piece]) -> bytes:
    """All the pieces with an index, a manifest and the sums, as a ZIP. Raises Refused if it is too large."""
    content = [one for one in found if one.content is not None]
    if sum(len(one.content or b"") for one in content) > MOST_BYTES:
        raise Refused(
            f"The files of these payments are more than {MOST_BYTES // (1024 * 1024)} MB together: take two "
            "samples of fewer payments."
        )
    files = {one.path: one.content or b"" for one in content}
    files["index.html"] = render_template("evidence/bundle_index.html", kept=kept, pieces=found).encode()
    # No two rows alike: a run's file stands once, however many of its payments are in the sample.
    rows = dict.fromkeys(one.row for one in found)
    files["manifest.csv"] = tables.to_csv(HEADINGS, rows)
    sums = [f"{sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)]
    files["SHA256SUMS"] = "".join(sums).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            archive.writestr(zipfile.ZipInfo(path, _ANY_DAY), files[path], zipfile.ZIP_DEFLATED)
    return out.getvalue()
