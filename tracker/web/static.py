"""Static files served with far-future names' caution: our own and the fetched assets, nothing else."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise


def init_app(app: Flask) -> None:
    """Serve `static/` without waking the app, so that pages and their assets do not queue for each other."""
    folder = Path(app.root_path) / "static"
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=str(folder), prefix="static/", autorefresh=app.testing)  # type: ignore[method-assign]
