"""The hub over HTTP: what `Remote` says, signed, checked, and with every failure in plain words."""

import ipaddress
import ssl
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

import requests
import truststore
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.wire import codec, signature
from gridapp.wire.messages import Answer, Ask, Enrolment, Problem, SignIn

_TIMEOUT = (3.05, 30.0)
_OK, _REFUSED = 200, (401, 422)
Message = TypeVar("Message")


class HubAway(Expected):
    """The hub did not answer, or not to the end."""


class NotTheHub(Expected):
    """Something answered that is not the hub."""


class HubFault(Expected):
    """The hub answered that it failed."""


class NotAccepted(Expected):
    """The hub answered no, with a sentence."""


class NotPrivate(Expected):
    """The address would send records in the clear over a network."""


class HttpRemote:
    """One hub at `address`, as one device sees it; `private_key` signs what it says.

    `timeout` is how many seconds it may take to connect, and between two bytes.
    """

    def __init__(
        self,
        address: str,
        *,
        device_id: str = "",
        private_key: bytes = b"",
        timeout: tuple[float, float] = _TIMEOUT,
    ) -> None:
        self._address = checked_address(address)
        self._device_id = device_id
        self._private_key = private_key
        self._timeout = timeout
        self._session = _session()

    def sign_in(self, ask: SignIn) -> Enrolment:
        """Register this laptop."""
        return self._ask("/v1/sign-in", ask, Enrolment)

    def exchange(self, ask: Ask) -> Answer:
        """One round trip. Sent again after a cut it changes nothing twice."""
        return self._ask("/v1/exchange", ask, Answer)

    def close(self) -> None:
        """Give the connection back."""
        self._session.close()

    def _ask(self, path: str, message: Any, kind: type[Message]) -> Message:
        body = codec.encode(message)
        headers = dict(codec.HEADERS)
        if self._private_key:
            headers |= signature.headers(self._private_key, self._device_id, path, body)
        try:
            answer = self._session.post(
                self._address + path,
                data=body,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            )
            return _read(answer, body, kind)
        except requests.RequestException as problem:
            raise _away() from problem


def _session() -> requests.Session:
    session = requests.Session()
    # Else REQUESTS_CA_BUNDLE in the environment would override what we trust.
    session.trust_env = False
    session.mount("https://", _SystemTrust())
    # A kept connection may have died meanwhile; the same bytes are safe to send again.
    once_more = Retry(total=1, allowed_methods=None, status=0, backoff_factor=0.2)
    session.mount("http://", HTTPAdapter(max_retries=once_more))
    return session


class _SystemTrust(HTTPAdapter):
    """Trusts what this computer trusts, government roots included."""

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        named["ssl_context"] = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().init_poolmanager(*args, **named)


def checked_address(address: str) -> str:
    """`address` without a slash at its end; raises NotPrivate for plain http beyond this PC."""
    parts = _parts(address.strip().rstrip("/"))
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NotTheHub(
            N_(
                "“{address}” is not an address of an office hub. It looks like https://hub.example."
            ),
            address=address,
        )
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise NotPrivate(
            N_(
                "Nothing was sent: {address} is not a protected address. "
                "Please ask the office for the one that begins with https."
            ),
            address=address,
        )
    return address.strip().rstrip("/")


def _parts(address: str) -> SplitResult:
    """The parts of an address; of one that readers of addresses do not agree on, none."""
    try:
        parts = urlsplit(address)
        agreed = parts.port is None or parts.port > 0
    except ValueError:
        agreed = False
    return parts if agreed and not set(address) & set("\\@?# ") else urlsplit("")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _read(answer: requests.Response, sent: bytes, kind: type[Message]) -> Message:
    ours = (
        answer.headers.get(codec.HEADER) == codec.HEADERS[codec.HEADER]
        and answer.headers.get("Content-Type", "").split(";")[0] == codec.MEDIA_TYPE
        and answer.headers.get(codec.DIGEST) == signature.digest(sent)
    )
    if not ours:
        raise _fault() if answer.status_code >= requests.codes.server_error else _stranger()
    try:
        if answer.status_code == _OK:
            return codec.decode(answer.content, kind)
        problem = codec.decode(answer.content, Problem)
    except codec.NotOurs:
        raise _stranger() from None
    if answer.status_code in _REFUSED:
        raise NotAccepted(problem.text, **problem.values)
    raise _fault()


def _away() -> HubAway:
    return HubAway(
        N_(
            "The office hub did not answer. Everything you wrote is saved on this laptop. "
            "Keep working, and send again when there is a connection."
        )
    )


def _stranger() -> NotTheHub:
    return NotTheHub(
        N_(
            "Something else answered instead of the office hub, perhaps the network's own sign-in "
            "page. Nothing was taken as sent; everything is saved on this laptop. "
            "Check the address and the network, and send again."
        )
    )


def _fault() -> HubFault:
    return HubFault(
        N_(
            "The office hub has a problem. Everything you wrote is saved on this laptop. "
            "Please send again later."
        )
    )
