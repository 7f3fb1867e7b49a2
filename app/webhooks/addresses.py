"""Where messages may go: to public addresses only, and to the very address that was looked at.

A name is resolved once; the connection goes to what it resolved to, so that a name server cannot
answer differently the second time.
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

LONGEST = 2000
NAT64 = ip_network("64:ff9b::/96")
UNICAST = ip_network("2000::/3")
"""All that was ever given out of IPv6. Outside lie addresses that carry one of IPv4 to wherever a
network likes: compatible (::/96), translated (RFC 7915), NAT64 of one's own (RFC 8215)."""
DOCUMENTATION = ip_network("3fff::/20")
PORTS = {"https": 443, "http": 80}


class AddressRefused(Exception):
    """The address is none that messages go to; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def checked(url: str, *, private: bool) -> httpx.URL:
    """The address, if its form allows it; `private` lets http and addresses of one's own through.

    Raises AddressRefused.
    """
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        raise AddressRefused("url-invalid") from None
    if address.scheme not in PORTS or not address.host or len(url) > LONGEST:
        raise AddressRefused("url-invalid")
    if address.userinfo or address.fragment:
        raise AddressRefused("url-has-credentials" if address.userinfo else "url-invalid")
    if address.scheme != "https" and not private:
        raise AddressRefused("url-not-https")
    if not private and (literal := _literal(address.host)) and not is_public(literal):
        raise AddressRefused("address-not-public")
    return address


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address lies on the public internet, whatever it is wrapped in."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address not in UNICAST or address in DOCUMENTATION:
            return False
    return address.is_global and not address.is_multicast


async def resolved(address: httpx.URL, *, private: bool) -> str:
    """One address of a host; every address that it has must be public.

    Raises AddressRefused when one is not, or there is none.
    """
    loop = asyncio.get_running_loop()
    port = address.port or PORTS[address.scheme]
    try:
        found = await loop.getaddrinfo(address.host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise AddressRefused("host-unknown") from None
    addresses = [str(one[4][0]) for one in found]
    if not private and not all(is_public(ip_address(one)) for one in addresses):
        raise AddressRefused("address-not-public")
    return addresses[0]


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
