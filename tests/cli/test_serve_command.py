"""``polybius serve``: what it refuses to start with, and that it starts, answers and stops."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from polybius import store as stores
from polybius.web.server import ServeError, address_of, is_loopback, settings_for
from tests.made import shelling

LONG = "a-token-nobody-can-guess"


@pytest.fixture
def kept(tmp_path):
    stores.write(tmp_path / "kept.store", [shelling()])
    return tmp_path / "kept.store"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "others could reach this server; give a --token"),
        (["--host", "::"], "others could reach this server"),
        (["--host", "192.0.2.1"], "others could reach this server"),
        (["--token", "short"], "--token: has 5 characters; take 16 or more"),
        (["--token", "a token with blanks in it"], "--token: may have letters, digits and signs of ASCII only"),
        (["--host", "203.0.113.7", "--token", LONG], "cannot listen at 203.0.113.7"),
    ],
)
def test_it_refuses_to_start_so_in_a_line(run, kept, options, said):
    result = run("serve", "--store", kept, "--port", "0", *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_without_a_store_it_says_how_to_make_one(run, tmp_path):
    result = run("serve", "--store", tmp_path / "none")
    assert result.exit_code == 2
    assert "there is no store here; make one with" in result.stderr


def test_a_port_that_is_taken_is_told(run, kept):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("serve", "--store", kept, "--port", str(port))
    assert result.exit_code == 2
    assert f"cannot listen at 127.0.0.1:{port}" in result.stderr
    assert "choose another --port" in result.stderr


@pytest.mark.parametrize(
    ("host", "only_here"),
    [
        ("127.0.0.1", True), ("127.8.8.8", True), ("localhost", True), ("::1", True), ("[::1]", True),
        ("0.0.0.0", False), ("::", False), ("10.0.0.1", False), ("example.org", False),
        ("localhost.example.org", False), ("", False),
    ],
)  # fmt: skip
def test_which_addresses_only_this_machine_can_reach(host, only_here):
    assert is_loopback(host) is only_here


def test_on_this_machine_only_its_own_names_are_answered(kept):
    assert set(settings_for(str(kept), host="127.0.0.1").hosts) == {"localhost", "127.0.0.1", "[::1]"}
    assert "127.8.8.8" in settings_for(str(kept), host="127.8.8.8").hosts
    assert settings_for(str(kept), host="0.0.0.0", token=LONG).hosts == ()
    with pytest.raises(ServeError):
        settings_for(str(kept), host="0.0.0.0")


def test_the_address_can_be_opened_in_a_browser():
    assert address_of("::1", 8321, None) == "http://[::1]:8321/"
    assert address_of("127.0.0.1", 80, "a&b") == "http://127.0.0.1:80/?token=a%26b"


def test_it_starts_answers_and_stops(kept):
    command = [
        sys.executable,
        "-c",
        "from polybius.cli import app; app()",
        "serve",
        "--store",
        str(kept),
        "--port",
        "0",
    ]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "POLYBIUS_TOKEN": LONG}
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert server.stderr is not None
        line = server.stderr.readline()
        found = re.search(
            r"Serving .*kept\.store at (http://127\.0\.0\.1:\d+/)\?token=(\S+) \(stop with Ctrl\+C\)", line
        )
        assert found, line
        assert found[2] == LONG
        asked = urllib.request.Request(found[1] + "api/state", headers={"Authorization": f"Bearer {LONG}"})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            assert answer.status == 200
        server.send_signal(signal.SIGINT)
        rest = server.communicate(timeout=60)[1]
    finally:
        server.kill()
    assert "Traceback" not in rest
    assert server.returncode in (0, 130)
