"""What looking into a file comes to: one word for how it stands, one reason, and a sentence on it.

How a certificate itself stands is derived in `rules.status`; here a file is weighed against it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from lms.certificates.rules.inspection import Inspection, Signature
from lms.certificates.rules.status import Standing, Status
from lms.certificates.rules.verification import HEADLINES
from lms.kit.i18n import N_

FileStatus = Status | Literal["unknown", "tampered", "not_ours"]
FILE_HEADLINES: dict[str, str] = HEADLINES | {
    "unknown": N_("We cannot say whether this file is genuine"),
    "tampered": N_("This file was changed after it was issued"),
    "not_ours": N_("This file was not issued here"),
}
# Of what is no file from here, and may be the picture of one.
UNSIGNED_HEADLINE = N_("This file cannot be checked: it carries no signature")
_PICTURES = {"unsigned", "picture"}
GOOD = N_(
    "The file is exactly as it was issued: it was signed here, and nothing was changed since."
)
ON_RECORD = N_(
    "The file is exactly as it was issued. It is from before certificates were signed here, and is "
    "known by its content."
)
WORDS: dict[str, str] = {
    # Changed since it was issued.
    "changed": N_(
        "It was signed here, but something in it was changed after that. Do not rely on what it "
        "shows."
    ),
    "appended": N_(
        "What was signed here is still in the file, but something was added behind it, and may "
        "show other words. Ask for the file as it was issued."
    ),
    "signed_again": N_(
        "Somebody else has signed the file after us, and may have added something. Ask for the "
        "file as it was issued."
    ),
    "broken": N_(
        "It claims to be signed by us, but the signature is not one of ours. Treat it as false."
    ),
    "qr_forged": N_(
        "Its QR code does not lead to the certificate that the file names. Treat it as false."
    ),
    "other_attachment": N_(
        "The credential attached to the file is that of another certificate than the one that it "
        "shows. Treat it as false."
    ),
    # Not from here.
    "unsigned": N_(
        "It carries no digital signature. Nor does any scan, photo or print of a genuine "
        "certificate, a print to PDF included: that alone does not make it false. Ask for the file "
        "as it was issued, or verify the code that stands on it."
    ),
    "other_key": N_("It is signed, but not by a key of ours."),
    "picture": N_(
        "This is a picture, and a picture carries no signature. Ask for the PDF file as it was "
        "issued, or type the code that stands on the picture beside the QR code."
    ),
    "not_pdf": N_("This is not a PDF file. Certificates from here are PDF files."),
    "encrypted": N_(
        "The file is protected with a password. No certificate from here is; ask for the file as "
        "it was issued."
    ),
    "too_large": N_("The file is larger than 10 MB. No certificate from here is."),
    "empty": N_("The file is empty."),
    "unreadable": N_("The file is so damaged that it cannot be read. Ask for it again."),
    "too_heavy": N_("The file is made so that it cannot be read in a reasonable time."),
    # Not known.
    "not_opened": N_(
        "The file could not be opened: it is not there, it may not be read, or it is a folder."
    ),
    "cut_off": N_(
        "The end of the file is missing. It may not have been sent whole; ask for it again."
    ),
    "no_record": N_(
        "It was signed here, but the register has no such certificate. Tell the organisation that "
        "is named on it."
    ),
    "no_status": N_(
        "It was signed here and nothing was changed since, but how it stands today is not known "
        "without the published status lists: that of revocations, and that of suspensions."
    ),
    "no_revocations": N_(
        "It was signed here and nothing was changed since, but whether it was revoked or replaced "
        "is not known without the published list of revocations."
    ),
    "no_suspensions": N_(
        "It was signed here, nothing was changed since, and it was not revoked; but whether it is "
        "suspended is not known without the published list of suspensions."
    ),
}
# Without a signature of ours, these say why nothing else could be found out.
_NOT_READ = {"empty", "too_large", "not_pdf", "picture", "encrypted", "unreadable", "too_heavy"}
# With these a signature may be in the file that could not be looked for.
_NOT_LOOKED_FOR = {"encrypted", "unreadable", "too_heavy", "cut_off", "not_opened"}
# These say that it might be genuine for all that is known.
_NOT_KNOWN = {"cut_off", "not_opened"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a file stands and why; `reason` is a key of `WORDS`, or a decision's reason class.

    `code` is the certificate's that the file is, or claims to be; `is_genuine` says that it is.
    `as_of` is the time of the lists that tell how it stands, where the register was not asked.
    """

    status: FileStatus
    reason: str | None
    signature: Signature
    code: str | None = None
    is_genuine: bool = False
    as_of: datetime | None = None

    @property
    def headline(self) -> str:
        """Return the sentence (a msgid) that says how the file stands."""
        return UNSIGNED_HEADLINE if self.reason in _PICTURES else FILE_HEADLINES[self.status]

    @property
    def asks_for_code(self) -> bool:
        """Say whether the code of what the file shows is what remains to be verified."""
        return self.reason in _PICTURES and self.code is None

    @property
    def signature_state(self) -> str:
        """Return how the signature stands; `not_read` where none could be looked for."""
        if self.signature.state == "none" and self.reason in _NOT_LOOKED_FOR:
            return "not_read"
        return self.signature.state

    def signature_json(self) -> dict[str, Any]:
        """Return what there is to say of the signature as JSON values."""
        signature = self.signature
        at, stamp = signature.signed_at, signature.stamp
        return {
            "state": self.signature_state,
            "sha256": signature.fingerprint,
            "by": signature.by,
            "signed_at": at.isoformat() if at else None,
            "time_stamp": stamp
            and {"at": stamp.at.isoformat(), "by": stamp.by, "is_intact": stamp.is_intact},
        }


def code_claimed(inspection: Inspection) -> str | None:
    """Return the code of the certificate that a file shows itself to be, or nothing."""
    contents = inspection.contents
    return next(iter(contents.codes), None) or contents.attached


def weigh(
    inspection: Inspection, standing: Standing | None, *, is_on_record: bool = False
) -> Verdict:
    """Return how a file stands; `standing` is that of the certificate it claims to be, if known.

    `is_on_record` says that a file of this very content was issued, signed or not.
    """
    signature, code = inspection.signature, code_claimed(inspection)
    if is_on_record or signature.is_intact:
        if standing is None:
            return Verdict("unknown", "no_record", signature, code)
        return Verdict(standing.status, standing.reason, signature, code, is_genuine=True)
    status, reason = _weigh_false(inspection)
    return Verdict(status, reason, signature, code)


def _weigh_false(inspection: Inspection) -> tuple[FileStatus, str]:
    """Return what is wrong with a file that is not as we issued it, the most telling first."""
    contents, signature = inspection.contents, inspection.signature
    status: FileStatus = "tampered" if signature.is_ours else "not_ours"
    if contents.trouble in _NOT_READ and not signature.is_ours:
        return "not_ours", str(contents.trouble)
    ending = contents.trouble if contents.trouble in _NOT_KNOWN else signature.state
    if ending in _NOT_KNOWN:
        return "unknown", str(ending)
    if contents.qr_fits is False:
        return status, "qr_forged"
    if contents.attached and contents.codes and contents.attached not in contents.codes:
        return status, "other_attachment"
    if signature.is_ours:
        return status, signature.state
    return status, "unsigned" if signature.state == "none" else "other_key"
