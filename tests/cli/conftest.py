"""The command line with a coder that needs no model."""

import pytest
from typer.testing import CliRunner

from polybius.cli import app, coding
from tests.made import FakeCoder


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Runs a command in an empty folder; result has exit_code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(coding, "load_coder", lambda model, actors=None: FakeCoder())

    def run_command(*arguments, **kwargs):
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], **kwargs)
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run_command
