"""The one blueprint of documents' pages, which several files of views share."""

from flask import Blueprint

bp = Blueprint("documents", __name__)
