"""An instance with the lists that every instance starts with."""

import pytest
from sqlalchemy.orm import Session, scoped_session

from tests.imports.sheets import seed


@pytest.fixture
def ready(db_session: scoped_session[Session]) -> scoped_session[Session]:
    """The database session of an instance that is ready to be filled."""
    seed()
    return db_session
