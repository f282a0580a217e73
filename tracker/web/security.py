"""Headers on every answer: a strict content security policy and its companions."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files

from flask import Flask, Response

# The page template's one inline script; a test pins the hash, so an upgrade that changes it is noticed.
_SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)


def template_script_hash() -> str:
    """The CSP source of the inline script in the GOV.UK page template."""
    template = files("govuk_frontend_jinja").joinpath("templates/template.html").read_text(encoding="utf-8")
    scripts = [body for body in _SCRIPT.findall(template) if body.strip()]
    if len(scripts) != 1:
        raise RuntimeError("the page template no longer holds exactly one inline script: review the CSP")
    digest = hashlib.sha256(scripts[0].encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def init_app(app: Flask) -> None:
    """Add the headers to every answer, error pages included."""
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {template_script_hash()}",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if app.config["SESSION_COOKIE_SECURE"]:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        response.headers.setdefault("Cache-Control", "no-store")
        return response
