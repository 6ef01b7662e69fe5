"""A subject and a sender in any language come out of a mail as they went in."""

import email
from email import policy
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.notifications.rules.headers import LETTERS

LONG = {
    "en": "Your State or agency asks you to fill in your part of a nomination before it closes",
    "ar": "مكان في دورة تدريبية ينتظر ردكم على العرض قبل انتهاء المهلة المحددة لكم في البرنامج",
    "zh": "请您在截止日期之前填写提名表中由您填写的部分并确认或谢绝参加本次反腐败 培训班",
    "fr": "Une demande de participation à une formation attend votre décision d’ici à l’échéance",
    "ru": "участие программа ваша участие подтвердите участие подтвердите Article 60 участие",
    "es": "Le rogamos que rellene su parte de la candidatura y confirme la participación pronto",
}
WORDS = st.sampled_from(
    ["Article", "60", "participación", "à", "ваша", "участие", "مكان", "في", "دورة", "提名", "."]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)
POLICIES = [policy.SMTP, policy.SMTPUTF8, LETTERS]


def _spoken(header: str) -> str:
    return str(make_header(decode_header("".join(header.splitlines())))).replace('"', "").strip()


def _check(text: str, how: policy.EmailPolicy) -> None:
    letter = EmailMessage(policy=LETTERS)
    letter["From"] = Address(display_name=text, addr_spec="lms@example.org")
    letter["Subject"] = text
    letter["To"] = Address(addr_spec="a@example.org")
    letter.set_content("text")
    raw = letter.as_bytes(policy=how)
    read = email.message_from_bytes(raw, policy=policy.default)
    # A first word that does not fit behind the name begins on a line of its own.
    assert read["Subject"].strip() == text
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    assert all(line.strip() for line in head.split(b"\n"))
    if not how.utf8:
        # Another reader, which takes the words as RFC 2047 says.
        old = email.message_from_bytes(raw)
        assert _spoken(old["Subject"]) == text
        assert _spoken(old["From"]) == f"{text} <lms@example.org>"
        assert all(len(line) <= 78 for line in head.split(b"\n"))


@pytest.mark.parametrize("how", POLICIES)
@pytest.mark.parametrize("language", LONG)
def test_a_long_subject_loses_no_space(language, how):
    _check(LONG[language], how)


@given(TEXTS, st.sampled_from(POLICIES))
def test_a_subject_comes_out_as_it_went_in(text, how):
    _check(text, how)
