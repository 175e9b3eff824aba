"""Fetching for strangers: no address of this machine or a private network is reached, by whatever road."""

import http.server
import socket
import threading

import pytest

from polybius.errors import ReadError
from polybius.read import public_only
from polybius.read.fetch import STRANGER, fetch
from polybius.read.public_only import PrivateAddress, is_public, public_address


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    ],
)  # fmt: skip
def test_private_addresses_are_told_also_where_they_are_wrapped(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::808:808"]
)
def test_public_addresses_are_told(address):
    assert is_public(address)


def looked_up(monkeypatch, *answers):
    def getaddrinfo(host, port, *_, **__):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, port)) for answer in answers]

    monkeypatch.setattr(public_only.socket, "getaddrinfo", getaddrinfo)


def test_a_name_with_one_private_address_is_refused_as_a_whole(monkeypatch):
    looked_up(monkeypatch, "93.184.216.34", "127.0.0.1")
    with pytest.raises(PrivateAddress):
        public_address("news.example", 443)


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    looked_up(monkeypatch, "93.184.216.34")
    assert public_address("news.example", 443) == "93.184.216.34"


@pytest.mark.parametrize("port", [22, 6379, 8080, 65535])
def test_other_ports_than_those_of_the_web_are_refused(port):
    with pytest.raises(PrivateAddress, match=str(port)):
        public_address("93.184.216.34", port)


@pytest.fixture
def server():
    """A page on loopback that counts who comes."""
    asked = []

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"secret")

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made.server_address[1], asked
        made.shutdown()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "127.1"])
def test_a_page_of_this_machine_is_never_asked(server, monkeypatch, host):
    port, asked = server
    monkeypatch.setattr(public_only, "PORTS", (80, 443, port))
    with pytest.raises(ReadError):
        fetch(f"http://{host}:{port}/", STRANGER)
    assert asked == []


def test_without_the_bound_the_same_page_is_fetched(server):
    port, asked = server
    with fetch(f"http://127.0.0.1:{port}/page").body as body:
        assert body.read() == b"secret"
    assert asked == ["/page"]


def test_a_redirect_to_this_machine_is_not_followed(server, monkeypatch):
    """The first server counts as public here; the second, on another port, does not."""
    port, asked = server
    real = public_only.public_address

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{port}/inside")
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as first:
        threading.Thread(target=first.serve_forever, daemon=True).start()
        own = first.server_address[1]
        monkeypatch.setattr(public_only, "PORTS", (80, 443, own, port))
        monkeypatch.setattr(
            public_only, "public_address", lambda host, port: "127.0.0.1" if port == own else real(host, port)
        )
        with pytest.raises(ReadError, match="private"):
            fetch(f"http://127.0.0.1:{own}/", STRANGER)
        first.shutdown()
    assert asked == []
