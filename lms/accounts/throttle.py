"""How often somebody may try before they must wait; counted in the memory of each web process.

What a try is about (a password, a mail asked for) is said by who asks here.
"""

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.kit.ids import digest

# One person guessing, many guessing at one account, one machine guessing at many accounts.
_SIGN_IN: dict[str, RateLimitItem] = {
    "both": parse("5 per 10 minutes"),
    "email": parse("25 per hour"),
    "machine": parse("60 per 10 minutes"),
}
_MAIL: dict[str, RateLimitItem] = {
    "email": parse("3 per hour"),
    "machine": parse("20 per hour"),
}
_limiter = MovingWindowRateLimiter(MemoryStorage())


class TooManyTries(DomainError):
    """Guessing is made slow."""

    status = 429
    message = N_("Too many tries. Please wait ten minutes, then try again.")


def may_try_sign_in(email: str, machine: str) -> bool:
    """Say whether another password may be tried for this address from this machine."""
    return all(_limiter.test(_SIGN_IN[kind], key) for kind, key in _keys("sign-in", email, machine))


def count_failed_sign_in(email: str, machine: str) -> None:
    """Count a wrong password against the address, the machine and both together."""
    for kind, key in _keys("sign-in", email, machine):
        _limiter.hit(_SIGN_IN[kind], key)


def forget_failed_sign_ins(email: str, machine: str) -> None:
    """Let whoever got in begin anew from this machine; others' failures stay counted."""
    kind, key = _keys("sign-in", email, machine)[0]
    _limiter.clear(_SIGN_IN[kind], key)


def may_send_mail(email: str, machine: str) -> bool:
    """Count a mail asked for by a stranger, and say whether it may be sent."""
    keys = _keys("mail", email, machine)[1:]
    return all(_limiter.hit(_MAIL[kind], key) for kind, key in keys)


def reset() -> None:
    """Forget every count; for tests."""
    _limiter.storage.reset()


def _keys(what: str, email: str, machine: str) -> list[tuple[str, str]]:
    address = digest(email)
    return [
        ("both", f"{what}:{address}:{machine}"),
        ("email", f"{what}:{address}"),
        ("machine", f"{what}:{machine}"),
    ]
