"""Stored bytes: issued documents, photos of receipts, uploads, exports, each kept once under its SHA-256.

Owns `StoredFile` and the re-encoding of images. Must not know what a file is of.
"""
