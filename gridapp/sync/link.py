"""The link to the hub: what kept it from answering, each with its own sentence."""

import ssl
from collections.abc import Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime

from urllib3 import exceptions as lower

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_

_LONGEST_WAIT = 3600.0  # seconds; who asks for more is not believed
_NO_CONTENT, _TOO_MANY, _SERVER_ERROR, _UNAVAILABLE = 204, 429, 500, 503


class HubAway(Expected):
    """The hub did not answer, or not to the end."""


class NotReached(HubAway):
    """No connection came about, so nothing was sent."""


class NotTheHub(Expected):
    """Something answered that is not the hub."""


class NotItsCertificate(NotTheHub):
    """Who is there cannot show that it is the hub, so nothing was sent."""


class HubFault(Expected):
    """The hub, or what stands before it, answered that it failed."""


class Busy(HubFault):
    """The same, with the seconds it asks to wait."""

    def __init__(self, text: str, *, seconds: float) -> None:
        super().__init__(text, minutes=max(1, round(seconds / 60)))
        self.seconds = seconds


class NotAccepted(Expected):
    """The hub answered no, with a sentence."""


_CUT = N_(
    "The office hub did not answer. Everything you wrote is saved on this laptop. "
    "Keep working, and send again when there is a connection."
)
_NOTHING_LISTENS = N_(
    "No office hub runs at {address}, or this network does not lead there. "
    "Everything you wrote is saved on this laptop. "
    "Send again in the office, or ask whether the hub is on."
)
_NO_WAY = N_(
    "This network does not lead to the office hub at {address}. "
    "Everything you wrote is saved on this laptop. Send again in the office."
)
_NO_SUCH_NAME = N_(
    "This network does not know the name in {address}. Everything you wrote is saved on "
    "this laptop. Check the connection and the address, and send again."
)
_SILENT = N_(
    "The office hub was reached but said nothing. Everything you wrote is saved on this "
    "laptop. The connection is bad or the hub is busy: send again later."
)
_PORTAL = N_(
    "The network's own sign-in page answered instead of the office hub. Nothing was taken "
    "as sent; everything is saved on this laptop. "
    "Open a web page, sign in to the network, and send again."
)
_PROXY_ASKS = N_(
    "A proxy on the way asks for a password of its own. Nothing was taken as sent; "
    "everything is saved on this laptop. Ask whoever looks after the network to let "
    "this laptop through to the hub."
)
_BLOCKED = N_(
    "Something on the way, perhaps a firewall, does not let this through. Nothing was "
    "taken as sent; everything is saved on this laptop. Ask whoever looks after the "
    "network to let this laptop through to the hub."
)
_GATEWAY = N_(
    "Something on the way says that the office hub cannot be reached just now. "
    "Everything you wrote is saved on this laptop. Please send again later."
)
_BUSY = N_(
    "The office hub has too much to do just now. Everything you wrote is saved on this "
    "laptop. Please send again in {minutes} minutes."
)
_FAULT = N_(
    "The office hub has a problem. Everything you wrote is saved on this laptop. "
    "Please send again later."
)
_STRANGER = N_(
    "Something else answered instead of the office hub. Nothing was taken as sent; "
    "everything is saved on this laptop. Check the address and the network, and send again."
)
_OTHER_HUB = N_(
    "At this address is another hub, not the one this laptop is registered with. "
    "Nothing was sent; everything is saved on this laptop. Please ask the office."
)
_STALE = N_(
    "What came back was the answer to something else. Nothing was taken as sent; "
    "everything is saved on this laptop. Please send again."
)
_CHANGED = N_(
    "The answer of the office hub was changed on the way. Nothing was taken as sent; "
    "everything is saved on this laptop. Send again, or in another network."
)
_OTHER_VERSION = N_(
    "The office hub and this laptop have different versions of the program. Everything "
    "you wrote is saved on this laptop. Please ask the office for the newer program."
)
_OTHER_CERTIFICATE = N_(
    "Nothing was sent: the certificate at {address} is not that of the office hub. "
    "Somebody may be listening in, or the office has a new certificate. "
    "Please ask the office."
)
_UNKNOWN_CERTIFICATE = N_(
    "Nothing was sent: nobody known to this computer vouches for the certificate at "
    "{address}. Ask the office for the digits of its certificate and give them too."
)
_WRONG_DATE = N_(
    "Nothing was sent: by the clock of this laptop the hub's certificate is not valid yet "
    "or no more. Check date and time of this laptop; if they are right, ask the office."
)
_UNPROTECTED = N_(
    "Nothing was sent: no protected connection to {address} came about. "
    "Check the address, or ask the office."
)

# In this order: the later ones hold the earlier.
_BY_FAILURE: Sequence[tuple[type[BaseException], type[Expected], str]] = (
    (ssl.SSLEOFError, HubAway, _CUT),
    (ssl.SSLError, NotItsCertificate, _UNPROTECTED),
    (lower.SSLError, NotItsCertificate, _OTHER_CERTIFICATE),  # the fingerprint alone is its own
    (lower.NameResolutionError, NotReached, _NO_SUCH_NAME),
    (lower.NewConnectionError, NotReached, _NOTHING_LISTENS),
    (lower.ConnectTimeoutError, NotReached, _NO_WAY),
    (lower.ReadTimeoutError, HubAway, _SILENT),
    (lower.DecodeError, NotTheHub, _CHANGED),
)
_BY_VERIFYING = {  # by OpenSSL's numbers
    9: _WRONG_DATE,  # not yet valid
    10: _WRONG_DATE,  # expired
    62: _OTHER_CERTIFICATE,  # another name
    64: _OTHER_CERTIFICATE,  # another address
}
_BY_STATUS: Mapping[int, tuple[type[Expected], str]] = {
    403: (NotTheHub, _BLOCKED),
    407: (NotTheHub, _PROXY_ASKS),
    413: (NotTheHub, _BLOCKED),
    502: (HubFault, _GATEWAY),
    503: (HubFault, _GATEWAY),
    504: (HubFault, _GATEWAY),
    511: (NotTheHub, _PORTAL),
}


def by_failure(problem: BaseException, address: str) -> Expected:
    """What to say about a call to `address` that brought no answer."""
    for cause in _causes(problem):
        if isinstance(cause, ssl.SSLCertVerificationError):
            text = _BY_VERIFYING.get(cause.verify_code, _UNKNOWN_CERTIFICATE)
            return NotItsCertificate(text, address=address)
        for kind, said, text in _BY_FAILURE:
            if isinstance(cause, kind):
                return said(text, address=address)
    return HubAway(_CUT)


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    """The innermost first: the outer ones know less."""
    if problem is not None:
        yield from _causes(problem.__cause__ or problem.__context__)
        yield problem


def check_whole(status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Raise HubAway where the line broke within the headers.

    Python takes those that came for all, so what is missing then is an end; `headers` by names of
    any case. What somebody else answered with its status alone is left to be named.
    """
    has_end = headers.get("Content-Length") or headers.get("Transfer-Encoding") == "chunked"
    if body or has_end or status == _NO_CONTENT:
        return
    if by_answer(status, headers).text == _STRANGER:
        raise HubAway(_CUT)


def by_answer(status: int, headers: Mapping[str, str]) -> Expected:
    """What to say about an answer that is not the hub's own; `headers` by names of any case."""
    is_page = headers.get("Content-Type", "").startswith("text/html")
    if status == _TOO_MANY or (status == _UNAVAILABLE and "Retry-After" in headers):
        return Busy(_BUSY, seconds=_wait(headers))
    if status in _BY_STATUS:
        said, text = _BY_STATUS[status]
        return said(text)
    if status >= _SERVER_ERROR:
        return fault()
    if status // 100 == 3 or (status // 100 == 2 and is_page):  # noqa: PLR2004 - moved; fine
        return NotTheHub(_PORTAL)
    return NotTheHub(_STRANGER)


def _wait(headers: Mapping[str, str]) -> float:
    """Seconds of Retry-After, a number or a date; the date by the other side's clock, not ours."""
    told = headers.get("Retry-After", "")
    try:
        seconds = float(told) if told.isdecimal() else _between(headers.get("Date", ""), told)
    except (ValueError, TypeError):
        return 0.0
    return min(max(seconds, 0.0), _LONGEST_WAIT)


def _between(begin: str, end: str) -> float:
    return (parsedate_to_datetime(end) - parsedate_to_datetime(begin)).total_seconds()


def fault() -> HubFault:
    """The hub itself failed."""
    return HubFault(_FAULT)


def other_hub() -> NotTheHub:
    """A hub is there, and another one."""
    return NotTheHub(_OTHER_HUB)


def stale() -> NotTheHub:
    """A hub's answer to another request than ours."""
    return NotTheHub(_STALE)


def changed() -> NotTheHub:
    """The hub's answer, spoilt on the way."""
    return NotTheHub(_CHANGED)


def other_version() -> NotAccepted:
    """The hub speaks another version of the protocol."""
    return NotAccepted(_OTHER_VERSION)


def other_certificate(address: str) -> NotItsCertificate:
    """The certificate is not the one we were told of."""
    return NotItsCertificate(_OTHER_CERTIFICATE, address=address)
