"""The pages of files read back, under one name for addresses."""

from flask import Blueprint

bp = Blueprint("reconciliation", __name__)
