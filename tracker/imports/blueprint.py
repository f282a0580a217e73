"""The blueprint that the pages of imports share, and who may come to them."""

from __future__ import annotations

from flask import Blueprint

from tracker.permissions import Permission

bp = Blueprint("imports", __name__)

# What each sheet needs besides is asked row by row.
BRINGS_IN = (Permission.IMPORT_REGISTERS, Permission.MANAGE_PAYEES, Permission.BENEFIT_CONTACT)
