"""What was done with a certificate, as its administrators read it.

The events themselves are the audit log's.
"""

from lms.kit.i18n import N_

# By the event's action; what is not among them is no step of a certificate's life.
STEPS = {
    "certificates.issued": N_("Issued"),
    "certificates.suspended": N_("Suspended"),
    "certificates.reinstated": N_("Reinstated"),
    "certificates.revoked": N_("Revoked"),
    "certificates.superseded": N_("Replaced by another"),
    "certificates.revocation_asked": N_("Revocation asked for"),
    "certificates.revocation_confirmed": N_("Revocation confirmed"),
    "certificates.revocation_refused": N_("Revocation refused"),
    "certificates.revocation_withdrawn": N_("Request for a revocation taken back"),
}
