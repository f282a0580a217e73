"""The one blueprint of the import's pages, which several files of views share, and who may open them."""

from flask import Blueprint

from tracker.permissions import Permission

bp = Blueprint("imports", __name__)

# What each sheet needs besides is asked row by row.
BRINGS_IN = (Permission.IMPORT_REGISTERS, Permission.MANAGE_PAYEES, Permission.BENEFIT_CONTACT)
