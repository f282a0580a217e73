"""The one blueprint of sessions' pages, which several files of views share."""

from flask import Blueprint

bp = Blueprint("sessions", __name__)
