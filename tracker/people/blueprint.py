"""The one blueprint of people's pages, which several files of views share."""

from flask import Blueprint

bp = Blueprint("people", __name__)
