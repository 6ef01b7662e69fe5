"""A time-stamp service (RFC 3161) in this process: it stamps as told, over real HTTP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import core, keys, tsp, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from tests.certificates.keys_at_hand import NOW, YEAR, rsa_key

STAMPED_AT = NOW + timedelta(minutes=3)


class Service:
    """What the service does: `manner` is honest, refuses, silent, page, other, forged or huge."""

    def __init__(self) -> None:
        key = rsa_key(2048)
        name = certificates.Name(
            [certificates.NameAttribute(NameOID.COMMON_NAME, "Time of Someland")]
        )
        usage = certificates.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        certificate = (
            certificates.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(certificates.random_serial_number())
            .not_valid_before(NOW - YEAR)
            .not_valid_after(NOW + 10 * YEAR)
            .add_extension(usage, critical=True)
            .sign(key, hashes.SHA256())
        )
        self.certificate = certificate
        self.manner = "honest"
        self.asked = 0
        self.released = threading.Event()
        private = key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self._stamper = DummyTimeStamper(
            x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
            keys.PrivateKeyInfo.load(private),
            fixed_dt=STAMPED_AT,
        )

    def answer(self, body: bytes) -> tuple[int, bytes]:
        """Return a status and the body of the answer."""
        self.asked += 1
        request = tsp.TimeStampReq.load(body)
        if self.manner == "refuses":
            status = {"status": "rejection", "status_string": ["no more stamps today"]}
            info = tsp.PKIStatusInfo(status)
            # asn1crypto's own class cannot do without a stamp.
            return 200, core.SequenceOf([info], spec=tsp.PKIStatusInfo).dump()
        if self.manner == "page":
            return 200, b"<!doctype html><title>Sign in</title>"
        if self.manner == "broken":
            return 503, b""
        if self.manner == "silent":
            self.released.wait(30)
            return 503, b""
        if self.manner == "other":
            request["message_imprint"]["hashed_message"] = b"\x01" * 32
        response = self._stamper.request_tsa_response(request).dump()
        if self.manner == "forged":
            # The last byte is of the signature over the stamp.
            response = response[:-1] + bytes([response[-1] ^ 1])
        return 200, response


@contextmanager
def serve() -> Iterator[tuple[str, Service]]:
    """Serve until the block ends; yield the address and the service."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, content = service.answer(body)
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", service
        finally:
            service.released.set()
            server.shutdown()
            thread.join()
