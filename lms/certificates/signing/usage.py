"""What a certificate says its key may be used for (RFC 5280, 4.2.1.3 and 4.2.1.9).

Whether such a key is taken in is decided in `services.keys`.
"""

from cryptography import x509


def is_authority(certificate: x509.Certificate) -> bool:
    """Say whether it is the certificate of an authority."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def may_sign_documents(certificate: x509.Certificate) -> bool:
    """Say whether its key may sign documents; one that says nothing of it may."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment
