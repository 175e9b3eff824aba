"""Connections that reach public addresses only, for whoever fetches what a stranger asks for.

The name is looked up once and the connection goes to the very address that was checked, so that a name which changes
its address in between gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from functools import cache

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from polybius.errors import ReadError

PORTS = (80, 443)
"""Where web servers listen; other ports belong to other services."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class PrivateAddress(ReadError):
    """An address that is nobody's business but the machine's or its network's."""


def public_address(host: str, port: int) -> str:
    """The IP address of a host, if all it has are public. Raises PrivateAddress, or OSError where it has none."""
    if port not in PORTS:
        raise PrivateAddress(f"port {port} is not fetched from; only {' and '.join(map(str, PORTS))} are")
    found = [entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for text in found:
        if not is_public(str(text)):
            raise PrivateAddress(
                "it is at an address of this machine or a private network; only public ones are fetched"
            )
    return str(found[0])


def is_public(text: str) -> bool:
    """Whether an IP address can be reached from all of the internet, also where it is wrapped in another."""
    address = ipaddress.ip_address(text.split("%", 1)[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast


@cache
def public_connections() -> urllib3.PoolManager:
    """A pool whose connections reach public addresses only; it knows no proxy."""
    pool = urllib3.PoolManager(num_pools=8)
    pool.pool_classes_by_scheme = {"http": _PublicPool, "https": _PublicSecurePool}
    return pool


class _PublicConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        name = self._dns_host
        self._dns_host = public_address(name, self.port or 80)
        try:
            return super()._new_conn()
        finally:
            self._dns_host = name


class _PublicSecureConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        name = self._dns_host
        self._dns_host = public_address(name, self.port or 443)
        try:
            return super()._new_conn()
        finally:
            # the certificate is checked against the name
            self._dns_host = name


class _PublicPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _PublicConnection


class _PublicSecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _PublicSecureConnection
