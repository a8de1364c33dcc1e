"""Servers with certificates of every kind, which count what they are told after the greeting."""

import contextlib
import socket
import socketserver
import ssl
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from gridapp.server import clock
from gridapp.wire.certificate import fingerprint
from tests.end_to_end.faulty import Gone, _message

_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Pair:
    """A certificate and its key; `file` holds both."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    file: Path

    @property
    def fingerprint(self):
        return fingerprint(self.certificate.public_bytes(Encoding.PEM))


def pair(folder, name, *, by=None, host="127.0.0.1", valid=(-_YEAR, _YEAR)):
    """A certificate for `host`, signed `by` another pair or by itself, valid around now."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = clock.now()
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
    rank = x509.BasicConstraints(ca=by is None, path_length=None)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + valid[0])
        .not_valid_after(now + valid[1])
        .add_extension(names, critical=False)
        .add_extension(rank, critical=True)
        .sign(by.key if by else key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + private)
    return Pair(made, key, file)


@dataclass
class Stranger:
    """A server at `address`; `told` has every byte that came after a greeting."""

    shown: Pair
    answer: Callable[..., bytes]
    newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3
    address: str = ""
    told: list[bytes] = field(default_factory=list)

    @contextlib.contextmanager
    def running(self):
        """Listen for as long as this lasts."""
        context, talk = self._context(), self._talk

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                self.request.settimeout(10)
                with contextlib.suppress(Gone, OSError):
                    talk(context.wrap_socket(self.request, server_side=True))

        with _Server(("127.0.0.1", 0), Handler) as server, ThreadPoolExecutor(1) as pool:
            self.address = f"https://127.0.0.1:{server.server_address[1]}"
            pool.submit(server.serve_forever, poll_interval=0.02)
            try:
                yield self
            finally:
                server.shutdown()

    def _talk(self, line):
        with contextlib.closing(line):
            while True:
                self.told.append(_message(line))
                line.sendall(self.answer(self))

    def _context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.shown.file)
        if self.newest is not ssl.TLSVersion.TLSv1_3:
            context.set_ciphers("ALL:@SECLEVEL=0")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # old on purpose
                context.minimum_version = context.maximum_version = self.newest
        return context


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


def nobody():
    """An address where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return "https://{}:{}".format(*taken.getsockname())
