"""The migrated database is the one the models describe; every step can be undone."""

import json
import os

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

import lms.wiring  # noqa: F401 - names every table
from lms.audit.services import digest_of
from lms.certificates.credentials.achievements import achievement_key
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.register import fold_names
from lms.certificates.rules.signing import seal_of
from lms.certificates.rules.status_bits import LIST_LENGTH
from lms.kit.db import Model
from lms.kit.folding import fold
from lms.kit.migrations.configuration import configuration
from tests.conftest import DATABASES, MISSING, SERVER, skip_or_fail


@pytest.fixture(params=DATABASES)
def url(request, tmp_path, worker_id):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
        return
    if MISSING in os.environ:
        skip_or_fail(os.environ[MISSING])
    name = f"migrated_{worker_id}"
    server = create_engine(
        os.environ[SERVER].format(database="postgres"), isolation_level="AUTOCOMMIT"
    )
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    yield os.environ[SERVER].format(database=name)


def test_up_is_what_the_models_say_and_down_leaves_nothing(url):
    config = configuration(url)
    command.upgrade(config, "head")
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Model.metadata) == []
    command.downgrade(config, "base")
    assert inspect(engine).get_table_names() in (["alembic_version"], [])
    command.upgrade(config, "head")
    with engine.connect() as connection, pytest.raises(Exception, match="append-only"):
        connection.execute(
            text(
                "INSERT INTO audit_event (at, actor_kind, action, subject_type, subject_id, "
                "details_digest) VALUES ('2026-11-24', 'operator', 'a', 's', 'i', 'd')"
            )
        )
        connection.execute(text("DELETE FROM audit_event"))
    engine.dispose()


COURSE_THERE = """
INSERT INTO course (id, slug, organisation_id, visibility, enrolment, created_at)
VALUES ('c', 'course', 'office', 'public', 'open', '2026-11-24');
INSERT INTO tree (hash, entries) VALUES ('t', '{}');
INSERT INTO revision (id, course_id, number, tree_hash, parents, message, created_at)
VALUES ('r', 'c', 1, 't', '[]', '', '2026-11-24');
INSERT INTO version (id, course_id, number, revision_id, tree_hash, structure_hash, facts, quizzes,
                     published_at)
VALUES ('v', 'c', 1, 'r', 't', 's', '{}', '{}', '2026-11-24');
INSERT INTO edition (id, version_id, language, number, text_hash, is_unreviewed, outline,
                     published_at)
VALUES ('e', 'v', 'en', 1, 't', false, '{}', '2026-11-24');
INSERT INTO enrolment (id, person_id, course_id, version_id, language, status, started_at)
VALUES ('n', 'p', 'c', 'v', 'en', 'active', '2026-11-24')
"""
ATTEMPT_THERE = """
INSERT INTO attempt (id, enrolment_id, person_id, activity_id, quiz_id, version_id, edition_id,
                     language, number, started_at, finished_at, finished_by, points)
VALUES ('a', 'n', 'p', 'exam', 'exam', 'v', 'e', 'en', 1, '2026-11-24', '2026-11-24', 'candidate',
        10000);
INSERT INTO paper_item (attempt_id, position, item_id, choices) VALUES ('a', 1, 'q', '[]');
INSERT INTO response (seq, attempt_id, item_id, client_id, revision, value, edition_id, at, is_late)
VALUES (1, 'a', 'q', 'k', 1, '{}', 'e', '2026-11-24', false);
INSERT INTO mark (seq, attempt_id, item_id, kind, numerator, denominator, response_seq, at)
VALUES (1, 'a', 'q', 'automatic', 1, 1, 1, '2026-11-24')
"""
PEOPLE_THERE = """
INSERT INTO organisation (id, kind, name, path, needs_second_person)
VALUES ('root', 'installation', 'Site', 'root', false);
INSERT INTO organisation (id, kind, name, parent_id, path, needs_second_person)
VALUES ('office', 'agency', 'Office', 'root', 'root/office', false);
INSERT INTO person (id, email, time_zone, is_protected, is_active, is_demo, organisation_id,
                    created_at)
VALUES ('p', 'p@example.org', 'UTC', false, true, false, 'office', '2026-11-24')
"""


def test_organisations_that_people_are_in_become_hubs_and_agencies_again(url):
    config = configuration(url)
    command.upgrade(config, "0026")
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in PEOPLE_THERE.split(";"):
            connection.execute(text(statement))
    command.upgrade(config, "head")
    with engine.begin() as connection:
        connection.execute(text("UPDATE organisation SET kind = 'hub' WHERE id = 'office'"))
    with engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(text("UPDATE organisation SET kind = 'club' WHERE id = 'office'"))
    command.downgrade(config, "0026")
    with engine.begin() as connection:
        query = text("SELECT kind FROM organisation ORDER BY id")
        assert list(connection.execute(query).scalars()) == ["agency", "installation"]
        assert list(connection.execute(text("SELECT id FROM person")).scalars()) == ["p"]
    with engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(text("UPDATE organisation SET kind = 'hub' WHERE id = 'office'"))
    engine.dispose()


def test_what_refers_to_a_table_that_is_made_anew_stays_as_it_is(url):
    config = configuration(url)
    command.upgrade(config, "0014")
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in f"{PEOPLE_THERE};{COURSE_THERE};{ATTEMPT_THERE}".split(";"):
            connection.execute(text(statement))
    marks = text("SELECT item_id, numerator, response_seq FROM mark")
    command.upgrade(config, "head")
    with engine.connect() as connection:
        assert connection.execute(marks).all() == [("q", 1, 1)]
    command.downgrade(config, "0014")
    with engine.connect() as connection:
        assert connection.execute(marks).all() == [("q", 1, 1)]
    engine.dispose()


CERTIFICATE_THERE = """
INSERT INTO completion (id, enrolment_id, version_id, edition_id, is_participation, is_achievement,
                        visited_percent, hours, completed_at)
VALUES ('d', 'n', 'v', 'e', true, false, 100, 2.5, '2026-11-24');
INSERT INTO certificate (id, completion_id, person_id, course_id, kind, code, number, facts,
                         issued_at)
VALUES ('z', 'd', 'p', 'c', 'participation', '7K3M9PX2QF4HT8VWNC', 1,
        '{"course_slug": "course", "course_titles": {"fr": "Un cours", "en": "A course"},
          "code": "7K3M9PX2QF4HT8VWNC", "kind": "participation", "holder_name": "Élodie P",
          "articles": ["1", "60"], "version": 1, "content_hash": "0a", "edition": 1, "hours": 2.5,
          "points": null, "issuer_names": {"en": "Office"}, "emblem_hash": null,
          "study_language": "en", "issued_on": "2026-11-24", "valid_until": null}', '2026-11-24');
INSERT INTO certificate_file (certificate_id, language, content_hash, created_at)
VALUES ('z', 'en', 'f', '2026-11-24')
"""


def test_a_certificate_that_was_issued_before_stays_what_it_is(url):
    config = configuration(url)
    command.upgrade(config, "0047")
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in f"{PEOPLE_THERE};{COURSE_THERE};{CERTIFICATE_THERE}".split(";"):
            # As it is: a colon in it names no parameter.
            connection.exec_driver_sql(statement)
    command.upgrade(config, "head")
    with engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM certificate")).one()
        facts = row.facts if isinstance(row.facts, dict) else json.loads(row.facts)
        known = Facts.from_json(facts)
        assert (known.subject, known.subject_code, known.holder_name) == (
            "course",
            "course",
            "Élodie P",
        )
        assert known.titles == {"fr": "Un cours", "en": "A course"}
        assert row.achievement_key == achievement_key(known)
        assert row.folded_name == fold_names(known) == "elodie p"
        assert (row.id, row.number, row.person_id, row.issuer_id) == ("z", 1, "p", "office")
        assert row.status_list == 0
        assert 0 <= row.status_index < LIST_LENGTH
        assert (str(row.issued_on), row.language) == ("2026-11-24", "en")
        files = connection.execute(
            text("SELECT content_hash, beside, key_id FROM certificate_file")
        )
        assert files.all() == [("f", "", None)]
    command.downgrade(config, "0056")
    with engine.connect() as connection:
        names = text("SELECT folded_name FROM certificate")
        assert connection.execute(names).scalars().all() == [None]
    command.downgrade(config, "0048")
    command.upgrade(config, "head")
    with engine.connect() as connection:
        assert connection.execute(names).scalars().all() == ["elodie p"]
        days = connection.execute(text("SELECT issued_on FROM certificate")).scalars()
        assert list(map(str, days)) == ["2026-11-24"]
    engine.dispose()


STROKES_THERE = """
INSERT INTO person_name (id, person_id, script, full_name, folded)
VALUES ('n1', 'p', 'Latn', 'Łukasz Þór', 'łukasz þor'), ('n2', 'p', 'Arab', 'أمينة', 'امينة');
INSERT INTO term (id, language, source, folded, note, texts, forbidden, changed_at)
VALUES ('t1', 'en', 'øre', 'øre', '', '{}', '{}', '2026-11-24'),
       ('t2', 'en', 'đa', 'đa', '', '{}', '{}', '2026-11-24'),
       ('t3', 'en', 'ða', 'ða', '', '{}', '{}', '2026-11-24'),
       ('t4', 'en', 'ore', 'ore', '', '{}', '{}', '2026-11-24')
"""


def test_letters_with_strokes_are_folded_anew_and_no_term_stands_twice(url):
    config = configuration(url)
    command.upgrade(config, "0057")
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in f"{PEOPLE_THERE};{STROKES_THERE}".split(";"):
            connection.exec_driver_sql(statement)
    command.upgrade(config, "head")
    with engine.connect() as connection:
        names = connection.execute(text("SELECT folded FROM person_name ORDER BY id")).scalars()
        assert names.all() == ["lukasz thor", "امينه"]
        terms = connection.execute(text("SELECT folded FROM term ORDER BY id")).scalars()
        assert terms.all() == ["øre", "da", "ða", "ore"]
    command.downgrade(config, "0057")
    engine.dispose()


# Three agreed: of one nothing was changed since, another was changed before, the third after.
SIGNATORIES_THERE = """
INSERT INTO signatory (id, organisation_id, name, offices, language, picture_hash, consented_hash,
                       consented_at, created_at)
VALUES ('same', 'office', 'Leïla', '{"en": "Head", "ar": "رئيسة"}', 'en', 'p1', 'p1',
        '2026-11-25 00:00:00.000000', '2026-11-24 00:00:00.000000'),
       ('before', 'office', 'Ngozi', '{}', 'en', 'p2', 'p2',
        '2026-11-25 00:00:00.000000', '2026-11-24 00:00:00.000000'),
       ('after', 'office', 'Boris', '{}', 'en', 'p3', 'p3',
        '2026-11-25 00:00:00.000000', '2026-11-24 00:00:00.000000');
INSERT INTO audit_event (at, actor_kind, action, subject_type, subject_id, details_digest)
VALUES ('2026-11-24 12:00:00.000000', 'person', 'certificates.signatory_changed', 'signatory',
        'before', 'd'),
       ('2026-11-26 12:00:00.000000', 'person', 'certificates.signatory_changed', 'signatory',
        'after', 'd')
"""


def test_the_consent_of_a_signatory_stays_for_the_words_that_were_agreed_to(url):
    config = configuration(url)
    command.upgrade(config, "0059")
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in f"{PEOPLE_THERE};{SIGNATORIES_THERE}".split(";"):
            connection.execute(text(statement.replace(": ", "\\: ")))
    command.upgrade(config, "0060")
    with engine.connect() as connection:
        query = "SELECT id, consented_seal, overtaken_at FROM signatory"
        rows = {row.id: row for row in connection.execute(text(query))}
        assert rows["same"].consented_seal == seal_of("Leïla", {"ar": "رئيسة", "en": "Head"}, "p1")
        assert rows["before"].consented_seal == seal_of("Ngozi", {}, "p2")
        assert rows["after"].consented_seal is None
        assert str(rows["after"].overtaken_at).startswith("2026-11-26 12:00:00")
    command.downgrade(config, "0059")
    with engine.connect() as connection:
        left = text("SELECT id FROM signatory WHERE consented_hash = picture_hash ORDER BY id")
        assert connection.execute(left).scalars().all() == ["before", "same"]
    engine.dispose()


ARABIC_THERE = """
INSERT INTO person_name (id, person_id, script, full_name, folded)
VALUES ('n1', 'p', 'Arab', 'ليلى فاطمة', 'ليلى فاطمة');
INSERT INTO term (id, language, source, folded, note, texts, forbidden, changed_at)
VALUES ('t1', 'ar', 'المادة ٥', 'المادة ٥', '', '{}', '{}', '2026-11-24'),
       ('t2', 'ar', 'الماده ٥', 'الماده ٥', '', '{}', '{}', '2026-11-24');
UPDATE certificate SET folded_name = 'ليلى', import_key = 'معهد النزاهة|٤٥#1'
"""


def test_arabic_letters_are_folded_anew_and_what_stands_once_stays_so(url):
    config = configuration(url)
    command.upgrade(config, "0047")
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in f"{PEOPLE_THERE};{COURSE_THERE};{CERTIFICATE_THERE}".split(";"):
            connection.exec_driver_sql(statement)
    command.upgrade(config, "0060")
    with engine.begin() as connection:
        for statement in ARABIC_THERE.split(";"):
            connection.exec_driver_sql(statement)
    command.upgrade(config, "head")
    with engine.connect() as connection:
        said = text("SELECT folded_name, import_key FROM certificate")
        assert connection.execute(said).all() == [("ليلي", "معهد النزاهه|45#1")]
        names = connection.execute(text("SELECT folded FROM person_name")).scalars().all()
        assert names == [fold("ليلى فاطمة")]
        terms = connection.execute(text("SELECT folded FROM term ORDER BY id")).scalars().all()
        assert terms == ["الماده 5", "الماده ٥"]
    command.downgrade(config, "0060")
    engine.dispose()


# Five are protected: one since after the consent, one before it, one from the start, one by a
# merge; the fifth took it back. The sixth is not protected.
SHOWN_THERE = """
INSERT INTO person (id, email, time_zone, is_protected, is_active, is_demo, organisation_id,
                    language, created_at)
VALUES ('after', 'after@example.org', 'UTC', true, true, false, 'office', 'fr', :day20),
       ('before', 'before@example.org', 'UTC', true, true, false, 'office', NULL, :day20),
       ('born', 'born@example.org', 'UTC', true, true, false, 'office', NULL, :day20),
       ('merged', 'merged@example.org', 'UTC', true, true, false, 'office', NULL, :day20),
       ('hidden', 'hidden@example.org', 'UTC', true, true, false, 'office', NULL, :day20),
       ('open', 'open@example.org', 'UTC', false, true, false, 'office', NULL, :day20);
INSERT INTO audit_event (at, actor_kind, action, subject_type, subject_id, details_digest)
VALUES (:day20, 'person', 'accounts.protected', 'person', 'after', 'd'),
       (:day21, 'person', 'accounts.unprotected', 'person', 'after', 'd'),
       (:day24, 'person', 'accounts.protected', 'person', 'after', 'd'),
       (:day21, 'person', 'accounts.protected', 'person', 'before', 'd'),
       (:day24, 'person', 'accounts.protected', 'person', 'before', 'd'),
       (:day24, 'person', 'accounts.protected', 'person', 'hidden', 'd');
INSERT INTO account_merge (id, kept_id, merged_id, merged_at, is_swapped, before, after)
VALUES ('m', 'merged', 'p', :day24, false, '{}', '{}');
"""
SHOWN_OF = ("after", "before", "born", "merged", "hidden", "open")
SHOWN_OF_EACH = """
INSERT INTO certificate (id, person_id, issuer_id, kind, code, achievement_key, number, status_list,
                         status_index, facts, issued_at, issued_on, override_reason)
VALUES (:who, :who, 'office', 'participation', :who, 'k', :number, 0, :number, '{}', :day20,
        '2026-11-20', 'why');
INSERT INTO certificate_consent (certificate_id, shows_name, at) VALUES (:who, true, :day22);
INSERT INTO share_link (id, certificate_id, note, shows_name, created_at, ends_at)
VALUES (:named, :who, '', true, :day22, '2999-01-01 00:00:00.000000'),
       (:plain, :who, '', false, :day22, '2999-01-01 00:00:00.000000'),
       (:over, :who, '', true, :day22, '2026-11-23 00:00:00.000000')
"""
DAYS_THERE = {f"day{day}": f"2026-11-{day} 00:00:00.000000" for day in range(20, 25)}


def test_who_was_protected_before_is_shown_no_more(url):
    config = configuration(url)
    command.upgrade(config, "0061")
    engine = create_engine(url)

    def run(connection, statements: str, **values: object) -> None:
        for statement in filter(str.strip, statements.split(";")):
            said = text(statement)
            known = {name: value for name, value in values.items() if name in said.compile().params}
            connection.execute(said, known)

    with engine.begin() as connection:
        run(connection, f"{PEOPLE_THERE};{SHOWN_THERE}", **DAYS_THERE)
        for number, who in enumerate(SHOWN_OF):
            names = {"named": f"{who} named", "plain": f"{who} plain", "over": f"{who} over"}
            run(connection, SHOWN_OF_EACH, who=who, number=number, **names, **DAYS_THERE)
        taken_back = (
            "INSERT INTO certificate_consent (certificate_id, shows_name, at) "
            "VALUES ('hidden', false, :day22); UPDATE share_link SET withdrawn_at = :day22 "
            "WHERE id = 'hidden named'"
        )
        run(connection, taken_back, **DAYS_THERE)
    command.upgrade(config, "head")
    with engine.connect() as connection:

        def ask(query: str) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.execute(text(query))]

        assert ask(
            "SELECT certificate_id, shows_name FROM certificate_consent WHERE by_protection "
            "ORDER BY certificate_id"
        ) == [("after", False), ("merged", False)]
        withdrawn = ask("SELECT id FROM share_link WHERE withdrawn_at > '2026-11-25' ORDER BY id")
        assert withdrawn == [("after named",), ("merged named",)]
        events = ask(
            "SELECT subject_id, action, actor_kind, details_digest, salt, details FROM audit_event "
            "JOIN audit_detail ON event_seq = seq ORDER BY seq"
        )
        assert [one[:3] for one in events] == [
            (who, f"certificates.{what}", "operator")
            for who in ("after", "merged")
            for what in ("share_withdrawn", "consent_ended")
        ]
        for _who, _what, _kind, sealed, salt, said in events:
            details = said if isinstance(said, dict) else json.loads(said)
            assert sealed == digest_of(details, salt)
        assert ask("SELECT person_id, email, language, status, kind FROM message ORDER BY id") == [
            (who, f"{who}@example.org", language, "held", "certificates.showing_ended")
            for who, language in ask("SELECT person_id, language FROM message ORDER BY id")
        ]
        assert set(ask("SELECT person_id, language FROM message")) == {
            ("after", "fr"),
            ("merged", "en"),
        }
    command.downgrade(config, "0061")
    engine.dispose()
