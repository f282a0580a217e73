"""The blueprint that the payment pages share."""

from flask import Blueprint

bp = Blueprint("payments", __name__)
