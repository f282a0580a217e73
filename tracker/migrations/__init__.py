"""The history of the tables: numbered steps, tested up and down with data in them, on both databases."""

from pathlib import Path

from flask_migrate import Migrate

FOLDER = str(Path(__file__).parent)

migrate = Migrate(directory=FOLDER, render_as_batch=True, compare_type=True)
