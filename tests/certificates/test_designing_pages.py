"""What the designer's pages say at their fields: usual words, colours, emblem, who signs twice."""

import re
from dataclasses import replace

import pytest

from lms.certificates.drawing.sheet import usual_words
from lms.certificates.queries import designs as queries
from lms.certificates.services import designs, trials
from lms.certificates.services.signatories import Entry, add_signatory
from lms.certificates.trying import draw_trial
from lms.kit import storage
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES
from tests import cast
from tests.certificates.test_designs import (
    address,
    draft_of,
    emre,
    picture,
    publish,
    save_look,
    save_words,
    tried,
)

__all__ = ["address", "emre"]
ODD = "ภาษาไทย བོད \N{GRINNING FACE}"
TWICE = "The same person cannot sign twice"


@pytest.fixture
def people(app) -> list[str]:
    """Three who may sign."""
    actor = cast.actor_of("emre")
    return [
        add_signatory(
            actor, cast.NOW, str(actor.organisation_id), Entry(name, {}, None, "en", None)
        )
        for name in ("Leila Haddad", "Ngozi Adebayo", "Elena Marković")
    ]


@pytest.mark.parametrize("places", [(0, 0, None), (0, None, 0), (0, 1, 1), (0, 0, 0), (None, 2, 2)])
def test_nobody_signs_twice_and_it_is_said_at_the_field(emre, address, people, places):
    db.session.commit()
    sent = {
        f"signatory_{at}": "" if place is None else people[place]
        for at, place in enumerate(places, start=1)
    }
    answer = save_look(emre, address, **sent)
    assert answer.status_code == 422
    assert TWICE in answer.text
    assert draft_of(address).signatories == ()
    wrong = re.findall(r'id="(signatory_\d)-error"', answer.text)
    chosen = [place for place in places if place is not None]
    assert len(wrong) == len(chosen) - len(set(chosen))
    organisation = cast.actor_of("emre").organisation_id
    terms = emre.post(f"/admin/certificates/terms/organisations/{organisation}", sent)
    assert terms.status_code == 422
    assert TWICE in terms.text


def test_a_draft_from_before_that_names_somebody_twice_says_where_and_is_not_published(
    emre, address, people
):
    design = queries.find_design(address.rpartition("/")[2])
    twice = replace(design.draft, signatories=(people[0], people[1], people[0]))
    actor = cast.actor_of("emre")
    designs.save_draft(actor, cast.NOW, design, twice, design.draft_hash)
    db.session.commit()
    text = emre.get(address).text
    assert "Leila Haddad is chosen more than once" in text
    assert "Ngozi Adebayo is chosen more" not in text
    assert f'<a href="{address}/look#signatory_3">Third signatory</a>' in text
    assert publish(emre, address).status_code == 409
    tried(address)
    assert publish(emre, address).status_code == 409
    assert "Not ready to be published" in emre.get(address).text


def test_what_a_language_leaves_out_leads_to_its_field(emre, address):
    for language in LANGUAGES:
        words = "Ainsi." if language == "fr" else "After {hours} hours."
        save_words(emre, address, language, statement=words)
    text = emre.get(address).text
    assert "Not said in every language" in text
    assert "This text names {hours} in other languages, but not in this one" in text
    assert f'<a href="{address}/wording/fr#statement">' in text
    assert publish(emre, address).status_code == 303
    save_look(emre, address, shows=["result"])
    assert "That stands nowhere else on the sheet." in emre.get(address).text
    assert publish(emre, address).status_code == 409


def test_three_people_sign_in_their_order(emre, address, people):
    db.session.commit()
    sent = dict(zip(("signatory_1", "signatory_2", "signatory_3"), people, strict=True))
    assert save_look(emre, address, **sent).status_code == 303
    assert draft_of(address).signatories == tuple(people)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_usual_words_stand_at_each_field(emre, address, language):
    text = emre.get(f"{address}/wording/{language}").text
    for slot, usual in usual_words(language).items():
        hint = re.search(rf'id="{slot}-hint">(.*?)</p>', text)[1]
        assert f'aria-describedby="{slot}-hint' in text
        if slot == "statement":
            assert "Usual words: none" in hint
        assert [words for words in usual if f'<bdi lang="{language}">{words}</bdi>' in hint] == [
            *usual
        ]
        assert len(usual) == (0 if slot == "statement" else 2 if "subject" in slot else 1)


def test_what_is_wrong_with_words_stands_at_their_field_and_their_language_is_drawn(emre, address):
    save_words(emre, address, "fr", statement="Pour {subjekt}.", above_name="À")
    page = emre.get(f"{address}/wording/fr").text
    error = re.search(r'id="statement-error"[^>]*>(.*?)</p>', page)[1]
    assert "There is no variable “subjekt”." in error
    assert 'id="above_name-error"' not in page
    assert "The draft is being drawn." in page
    assert "Not drawn yet" in emre.get(f"{address}/wording/ru").text


def test_a_reader_of_another_language_sees_what_was_drawn_last(emre, address):
    # Of the new design an English drawing was asked for.
    for page in ("", "/look"):
        assert "The draft is being drawn." in emre.get(f"{address}{page}?language=ru").text
    # Who asks for a drawing is told that it is not there.
    assert "Not drawn yet" in emre.get(f"{address}/look?language=ru&sample=ordinary").text


def test_a_language_is_called_as_the_reader_calls_it(emre, address):
    text = emre.get(f"{address}/wording/fr").text
    assert "Wording in French" in text
    assert "Wording of “Green” in French" in text


def test_all_that_cannot_be_printed_is_told_at_once_and_by_the_drawing(emre, address):
    for language in LANGUAGES:
        save_words(emre, address, language, statement=ODD)
    text = emre.get(address).text
    for name in ("THAI CHARACTER PHO SAMPHAO", "TIBETAN LETTER BA", "GRINNING FACE"):
        assert text.count(name) == 1
    design = queries.find_design(address.rpartition("/")[2])
    trial_id = trials.ask_trial(cast.NOW, design, "ordinary", "en")
    db.session.commit()
    drawn = draw_trial(trial_id, "https://learn.example.org")
    assert drawn.pdf_hash is None
    said = " ".join(one.text.in_language("en") for one in drawn.problems)
    for name in ("THAI CHARACTER PHO SAMPHAO", "TIBETAN LETTER BA", "GRINNING FACE"):
        assert said.count(name) == 1


def test_findings_have_headings_of_their_own_and_are_told_once(emre, address):
    save_words(emre, address, "en", statement="For {result} }", above_name="To")
    text = emre.get(address).text
    assert "Brace without its pair" in text
    assert "Not on every certificate" in text
    assert "Unknown variable" not in text
    # Two sentences are missing in five languages: once, with a link to each.
    assert text.count("Missing translation") == 1
    links = re.findall(r'href="[^"]*/wording/(\w\w)#(\w+)"', text)
    for slot in ("above_name", "statement"):
        assert {code for code, at in links if at == slot} >= set(LANGUAGES) - {"en"}


def test_each_colour_has_its_value_and_a_low_contrast_is_said_there(emre, address):
    assert save_look(emre, address, accent="#ccaa66").status_code == 303
    text = emre.get(f"{address}/look").text
    hints = dict(re.findall(r'id="(\w+)-hint">(.*?)</p>', text))
    assert "#ccaa66" in hints["accent"]
    assert "Contrast 2.2 to 1" in hints["accent"]
    assert "Too low" in hints["accent"]
    assert "Too low" not in hints["ink"]
    assert "Contrast" not in hints["line"]
    # Where something else is refused, the contrast is that of the colours that were sent.
    text = save_look(emre, address, accent="#0b5351", paper="A0").text
    hints = dict(re.findall(r'id="(\w+)-hint">(.*?)</p>', text))
    assert "#0b5351" in hints["accent"]
    assert "Too low" not in hints["accent"]


def test_the_uploaded_emblem_is_shown_at_its_field(emre, address, browse):
    shown = f"{address}/emblem"
    assert shown not in emre.get(f"{address}/look").text
    assert emre.get(shown).status_code == 404
    save_look(emre, address, picture=picture())
    assert f'src="{shown}"' in emre.get(f"{address}/look").text
    answer = emre.get(shown)
    assert answer.data == storage.get(draft_of(address).emblem_hash)
    assert answer.content_type == "image/png"
    assert browse("amina").get(shown).status_code == 403
    assert browse("gita").get(shown).status_code == 403
    assert "/login" in browse().get(shown).location
