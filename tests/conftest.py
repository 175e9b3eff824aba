"""Fixtures all tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

# how long one example takes depends on the machine and on what is imported the first time, not on what is tested
settings.register_profile("polybius", deadline=None)
settings.load_profile("ci" if settings.get_current_profile_name() == "ci" else "polybius")

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch):
    """Tables are printed as on a wide terminal, wherever the tests run."""
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture(scope="session")
def nlp():
    """The bare English model with paragraph breaks, for tests of single stages."""
    import polybius.annotate  # noqa: F401 - registers the extensions and the paragraph component
    from polybius.coder import load_model

    model = load_model()
    model.add_pipe("polybius_paragraphs", first=True)
    return model


@pytest.fixture(scope="session")
def coder():
    """The whole coder with the default model."""
    import polybius

    return polybius.load()


@pytest.fixture(scope="session")
def shared():
    """The folder of shared benchmarks beside the checkout; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    return SHARED
