"""What the demo's cohort asks and admits by: its form, its criteria, a quota.

The cohort itself is planned in `demo_programmes`.
"""

from datetime import datetime

from lms.kit.actor import OPERATOR
from lms.kit.ids import new_id
from lms.programmes.queries import cohorts
from lms.programmes.rules.criteria import Criterion
from lms.programmes.rules.form_questions import FormQuestion, NominationForm, Option
from lms.programmes.rules.quotas import SEX, QuotaPlan
from lms.programmes.services import planning

WOMEN = 40
AREA = {
    "ar": "في أي مجال يعمل الموظف؟",
    "en": "In which area does the officer work?",
    "fr": "Dans quel domaine l’agent travaille-t-il ?",
}
AREAS = (
    {"ar": "الوقاية", "en": "Prevention", "fr": "Prévention"},
    {"ar": "التحقيق", "en": "Investigation", "fr": "Enquête"},
    {"ar": "التدقيق", "en": "Audit", "fr": "Audit"},
)
CLEARANCE = {
    "ar": "هل صدر تصريح النزاهة؟",
    "en": "Has an integrity clearance been given?",
    "fr": "Une attestation d’intégrité a-t-elle été délivrée ?",
}
REASONS = {
    "ar": "ما الذي ستفعله في عملك على نحو مختلف بعد البرنامج؟",
    "en": "What will you do differently at work after the programme?",
    "fr": "Que ferez-vous autrement au travail après le programme ?",
}
CRITERIA = (
    (
        {"ar": "صلة العمل بالبرنامج", "en": "Relevance of the work", "fr": "Pertinence du travail"},
        2,
        {"en": "5: works on integrity every day. 3: now and then. 0: not at all."},
    ),
    (
        {"ar": "خطة التطبيق", "en": "Plan for the own work", "fr": "Projet pour le travail"},
        1,
        {"en": "5: concrete steps with dates. 3: an aim. 0: none."},
    ),
)


def fill_cohort(now: datetime, cohort_id: str) -> None:
    """Give the demo's cohort questions for both parts, two criteria and a least share of women."""
    planning.save_form(OPERATOR, now, cohorts.get_cohort(cohort_id), _form())
    criteria = [Criterion(new_id(), name, 5, weight, levels) for name, weight, levels in CRITERIA]
    planning.save_criteria(OPERATOR, now, cohorts.get_cohort(cohort_id), criteria)
    cohort = cohorts.get_cohort(cohort_id)
    women = QuotaPlan("Women", {SEX: ("female",)}, None, None, share=WOMEN)
    planning.add_quotas(OPERATOR, now, cohort, [women])


def _form() -> NominationForm:
    options = tuple(Option(new_id(), label) for label in AREAS)
    area = FormQuestion(
        new_id(), "choice", AREA, {}, is_required=True, is_panel_only=False, options=options
    )
    clearance = FormQuestion(
        new_id(), "yes_no", CLEARANCE, {}, is_required=True, is_panel_only=True
    )
    reasons = FormQuestion(new_id(), "long", REASONS, {}, is_required=True, is_panel_only=False)
    return NominationForm((area, clearance), (reasons,))
