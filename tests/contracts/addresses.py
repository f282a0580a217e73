"""Every address of the application that a test can try: its rule, its method, and ids of the right shape."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

# An id that no record has: the guard at the door has to answer before anything looks for the record.
NOBODY_HAS = 1


@dataclass(frozen=True)
class Address:
    """One endpoint asked in one way."""

    endpoint: str
    method: str
    path: str

    def ask(self, client: FlaskClient) -> TestResponse:
        """What the application answers."""
        return client.open(self.path, method=self.method)


def every_address(app: Flask) -> Iterator[Address]:
    """Each endpoint under each method that it answers, the framework's own left out."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            made = rule.build(dict.fromkeys(rule.arguments, NOBODY_HAS))
            assert made is not None, rule
            for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
                if rule.endpoint != "static":
                    yield Address(rule.endpoint, method, made[1])
