"""The hub over HTTP: what `Remote` says, signed and checked; only ever to the hub we mean."""

import contextlib
import hashlib
import re
import secrets
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

import requests
import truststore
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from gridapp.domain.errors import Expected
from gridapp.domain.fingerprints import is_said
from gridapp.domain.snapshots import PIECE, SnapshotGone
from gridapp.sync import link
from gridapp.sync.address import checked_address, parts_of
from gridapp.wire import codec, signature
from gridapp.wire.messages import Answer, Ask, Enrolment, Problem, SignIn, SnapshotPiece, Spent

_TIMEOUT = (3.05, 30.0)
_PROBE_TIMEOUT = (3.05, 5.0)
_HTTPS_PORT = 443
Response = requests.Response
_PART = re.compile("bytes ([0-9]{1,12})-[0-9]{1,12}/([0-9]{1,12})")
Message = TypeVar("Message")


class HttpRemote:
    """One hub at `address`, as one device sees it; `private_key` signs what it says.

    With a `fingerprint` exactly that certificate is trusted and nothing else, and where it does
    not answer, `others` are tried; `moved` is told where it did. Without one the certificate must
    be of a root this computer trusts. `timeout` is how many seconds it may take to connect, and
    between two bytes. On a slow line messages are to be `thrifty` both ways.
    """

    def __init__(  # noqa: PLR0913 - the device, its hub, and the line between
        self,
        address: str,
        *,
        device_id: str = "",
        private_key: bytes = b"",
        fingerprint: str = "",
        others: Sequence[str] = (),
        moved: Callable[[str], None] = lambda _: None,
        timeout: tuple[float, float] = _TIMEOUT,
        thrifty: bool = False,
    ) -> None:
        self.address = checked_address(address)
        self._others = [each for each in others if fingerprint and each.startswith("https://")]
        self._moved = moved
        self._device_id = device_id
        self._private_key = private_key
        self._timeout = timeout
        self._thrifty = thrifty
        self._session = _session(self.address, fingerprint)
        self._spent = Spent()

    @property
    def spent(self) -> Spent:
        """What messages have cost; pictures are counted by who sends them."""
        return self._spent

    def sign_in(self, ask: SignIn) -> Enrolment:
        """Register this laptop."""
        return self._ask("/v1/sign-in", ask, Enrolment)

    def exchange(self, ask: Ask) -> Answer:
        """One round trip. Sent again after a cut it changes nothing twice."""
        return self._ask("/v1/exchange", ask, Answer)

    def snapshot_piece(self, etag: str, offset: int) -> SnapshotPiece:
        """A piece of a snapshot, asked for by its range."""
        path, span = f"/v1/snapshots/{etag}", f"bytes={offset}-{offset + PIECE - 1}"
        about = signature.about(path, span)
        signed = signature.headers(self._private_key, self._device_id, about, b"")
        ours = {codec.HEADER: codec.HEADERS[codec.HEADER], "Range": span}
        answer = self._call("GET", path, headers={**ours, **signed})
        self._spent = self._spent.plus(0, len(answer.content))
        if answer.status_code != requests.codes.partial_content:
            raise refused(answer, b"", {404: SnapshotGone})
        check_ours(answer, about.encode(), codec.SNAPSHOT_TYPE)
        return SnapshotPiece(answer.content, total_of(answer, offset, PIECE))

    def probe(self, hub_id: str = "") -> str:
        """The id of the hub that answers here and now; raises what keeps it from answering.

        Nothing of anybody is sent. With a `hub_id` another hub is none.
        """
        nonce = secrets.token_hex(8)
        answer = self._call("GET", f"/health?nonce={nonce}", timeout=_PROBE_TIMEOUT)
        try:
            said = answer.json() if answer.status_code == requests.codes.ok else {}
            is_hub, echo, found = said["gridapp"] == "hub", said["nonce"], str(said["hub_id"])
        except (ValueError, TypeError, KeyError, RecursionError):  # lists in lists in lists
            is_hub = False
        if not is_hub:
            raise link.by_answer(answer.status_code, answer.headers)
        if echo != nonce:
            raise link.stale()
        if hub_id and found != hub_id:
            raise link.other_hub()
        return found

    def close(self) -> None:
        """Give the connection back."""
        self._session.close()

    def _ask(self, path: str, message: Any, kind: type[Message]) -> Message:
        body = codec.encode(message, thrifty=self._thrifty)
        headers = codec.HEADERS | ({codec.THRIFTY: "yes"} if self._thrifty else {})
        if self._private_key:
            headers |= signature.headers(self._private_key, self._device_id, path, body)
        begun = time.monotonic()
        answer = self._call("POST", path, body, headers)
        took = time.monotonic() - begun
        self._spent = self._spent.plus(len(body), len(answer.content), took)
        return _read(answer, body, kind)

    def _call(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] = MappingProxyType({}),
        *,
        timeout: tuple[float, float] | None = None,
    ) -> requests.Response:
        """The answer to these bytes, from wherever the hub is reached."""
        problems: list[Expected] = []
        for address in (self.address, *self._others):
            try:
                with _said(address):
                    answer = self._session.request(
                        method,
                        address + path,
                        data=body,
                        headers=dict(headers),
                        timeout=timeout or self._timeout,
                        allow_redirects=False,
                    )
                link.check_whole(answer.status_code, answer.headers, answer.content)
            except (link.NotReached, link.NotItsCertificate) as problem:  # nothing was sent
                problems.append(problem)
            else:
                self._stay_at(address)
                return answer
        raise problems[0]

    def _stay_at(self, address: str) -> None:
        if address != self.address:
            self._others = [self.address, *(one for one in self._others if one != address)]
            self.address = address
            self._moved(address)


def certificate_at(address: str, words: str) -> str:
    """The fingerprint of the certificate shown at `address`, where `words` say it.

    Raises NotItsCertificate where it is another one; nothing but the greeting is exchanged.
    """
    checked = checked_address(address)
    parts = parts_of(checked)
    if parts.scheme == "http":
        return ""
    with _said(checked):
        shown = _shown(str(parts.hostname), parts.port or _HTTPS_PORT)
    fingerprint = hashlib.sha256(shown).hexdigest()
    if not is_said(words, fingerprint):
        raise link.other_certificate(checked)
    return fingerprint


def _shown(host: str, port: int) -> bytes:
    """The certificate a server greets with."""
    line = HTTPSConnection(
        host, port, timeout=_TIMEOUT[0], ssl_context=_only_shown(), assert_hostname=False
    )
    with contextlib.closing(line):
        line.connect()
        assert isinstance(line.sock, ssl.SSLSocket)
        return line.sock.getpeercert(binary_form=True) or b""


@contextlib.contextmanager
def _said(address: str) -> Iterator[None]:
    """Turn what the line did into a sentence."""
    try:
        yield
    except (OSError, HTTPError) as problem:  # what requests raises is an OSError
        raise link.by_failure(problem, address) from problem


def _session(address: str, fingerprint: str) -> requests.Session:
    session = requests.Session()
    # Else REQUESTS_CA_BUNDLE or a proxy in the environment would override what we trust.
    session.trust_env = False
    session.verify = not fingerprint
    # A kept connection may have died meanwhile; the same bytes are safe to send again.
    # Who asks to wait is told to the person; nobody sleeps on it here.
    once_more = Retry(
        total=1,
        other=0,
        status=0,
        allowed_methods=None,
        backoff_factor=0.2,
        respect_retry_after_header=False,
    )
    if fingerprint or address.startswith("https://"):
        session.mount("https://", _Trusting(fingerprint, max_retries=once_more))
    session.mount("http://", HTTPAdapter(max_retries=once_more))
    return session


class _Trusting(HTTPAdapter):
    """Trusts one certificate; with no fingerprint what this computer trusts, government roots too.

    A certificate that is pinned is not asked for its dates: the laptop's clock may be wrong.
    """

    def __init__(self, fingerprint: str, **named: Any) -> None:
        self._fingerprint = fingerprint
        super().__init__(**named)

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        named["ssl_context"] = _only_shown() if self._fingerprint else _vouched_for()
        if self._fingerprint:
            named["assert_fingerprint"] = self._fingerprint
        super().init_poolmanager(*args, **named)


def _vouched_for() -> ssl.SSLContext:
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _only_shown() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # the fingerprint is asked for instead
    return context


def check_ours(answer: requests.Response, sent: bytes, media: str) -> None:
    """Raise what to say of an answer that is not the hub's own, of this kind, to `sent`."""
    headers = answer.headers
    if headers.get("Content-Type", "").split(";")[0] != media:
        raise link.by_answer(answer.status_code, headers)
    if codec.HEADER not in headers:
        raise link.changed()
    if headers[codec.HEADER] != codec.HEADERS[codec.HEADER]:
        raise link.other_version()
    is_refusal = answer.status_code >= requests.codes.bad_request  # takes nothing as sent
    echo = headers.get(codec.DIGEST)
    if echo is None and not is_refusal:
        raise link.changed()
    if echo is not None and echo != signature.digest(sent):
        raise link.stale()


def total_of(answer: Response, offset: int, most: int) -> int:
    """How many bytes the whole has of which this is the part from `offset`; raises NotTheHub."""
    told = _PART.fullmatch(answer.headers.get("Content-Range", ""))
    if told is None or int(told[1]) != offset or not 0 < len(answer.content) <= most:
        raise link.changed()
    return int(told[2])


def refused(
    answer: Response, sent: bytes, refusals: Mapping[int, type[Expected]] = MappingProxyType({})
) -> Expected:
    """What the hub says in place of an answer; what is no word of the hub's is raised."""
    check_ours(answer, sent, codec.MEDIA_TYPE)
    try:
        problem = codec.decode(answer.content, Problem)
    except codec.NotOurs:
        return link.changed()
    if answer.status_code >= requests.codes.server_error:
        return link.fault()
    said = refusals.get(answer.status_code, link.NotAccepted)
    return said(problem.text, **problem.values)


def _read(answer: Response, sent: bytes, kind: type[Message]) -> Message:
    if answer.status_code != requests.codes.ok:
        raise refused(answer, sent)
    check_ours(answer, sent, codec.MEDIA_TYPE)
    try:
        return codec.decode(answer.content, kind)
    except codec.NotOurs:
        raise link.changed() from None
