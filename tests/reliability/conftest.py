import pytest

from tests.commands import Commands


@pytest.fixture
def commands(tmp_path):
    """Yield what starts the command in an empty folder."""
    with Commands(tmp_path) as commands:
        yield commands
