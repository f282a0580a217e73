"""Headers on every answer, and the one script that the policy lets run."""

from flask.testing import FlaskClient

from tracker.web import security

# Of the page template of govuk-frontend-jinja 4.1.0. An upgrade that changes the script must be looked at.
SCRIPT = "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"


def test_the_page_templates_script_is_the_one_we_reviewed() -> None:
    assert security.template_script_hash() == SCRIPT


def test_every_answer_carries_the_strict_headers(client: FlaskClient) -> None:
    for path in ("/sign-in", "/no-such-page", "/"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; ")
        assert SCRIPT in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
