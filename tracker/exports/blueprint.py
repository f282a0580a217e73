"""The pages of exports, under one name for addresses."""

from flask import Blueprint

bp = Blueprint("exports", __name__)
