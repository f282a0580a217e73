"""The pages of exports: importing them puts their routes on the blueprint."""

from tracker.exports import bank_name_views, file_views, setup_views, supplier_views
from tracker.exports.blueprint import bp

__all__ = ["bank_name_views", "bp", "file_views", "setup_views", "supplier_views"]
