"""The pages of accounts, in several modules."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
