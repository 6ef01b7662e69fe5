"""The register of 100,000 certificates: pages, searches, figures, and the export.

`python -m tests.bench.register` is the long form, on both databases; `make bench` takes SQLite
alone. With `here` it does it in the installation that LMS_… names, and prints what a program reads.
SQLite is in the process that is measured, so that its processor time is told; of PostgreSQL the
time on the wall.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any
from zipfile import ZipFile

from lms.kit.paths import project_root
from lms.web.listing import ROWS_PER_PAGE
from tests.bench.exam_start import postgres_database
from tests.bench.table import Row, print_table

CERTIFICATES = 100_000
HOLDERS = 20_000
# One of fifty was decided upon, one of five was issued on paper to somebody without an account, and
# one holder of two hundred is protected.
DECIDED_OF, PAPER_OF, PROTECTED_OF = 50, 5, 200
ROUNDS = 5
REGISTER = "/admin/certificates"
PAGE_MS, SEARCH_MS, STATISTICS_MS, EXPORT_MIB = 100, 300, 1000, 250
# A workbook has ten times as much to say of each cell.
EXPORT_SECONDS = {"csv": 30, "xlsx": 60}
_EXPORTS = {"csv": "CSV", "xlsx": "a workbook"}
_LAST = f"page={CERTIFICATES // ROWS_PER_PAGE}"
_AT_ONCE = 5_000
PAGES = {
    "a page": ("", PAGE_MS),
    "the last page": (f"?{_LAST}", SEARCH_MS),
    "sorted by day": ("?sort=-issued", PAGE_MS),
    "sorted by day, the last page": (f"?sort=-issued&{_LAST}", SEARCH_MS),
    "sorted by last day": ("?sort=until", PAGE_MS),
    "sorted by last day, the last page": (f"?sort=until&{_LAST}", SEARCH_MS),
    "sorted by holder": ("?sort=holder", PAGE_MS),
    "sorted by holder, the last page": (f"?sort=holder&{_LAST}", SEARCH_MS),
    "sorted by holder, filter by status": ("?sort=holder&status=valid", SEARCH_MS),
    "filter by status": ("?status=valid", SEARCH_MS),
    "filter by course and day": (
        "?subject=course:small-course&issued_from=2026-01-01", SEARCH_MS
    ),
    "search by a rare name": ("?q=Vakatora+00042", SEARCH_MS),
    "search by a common name": ("?q=diallo", SEARCH_MS),
    "search by a number": ("?q=%2377777", SEARCH_MS),
    "search for nobody": ("?q=nobody+of+that+name", SEARCH_MS),
    "statistics": ("/statistics", STATISTICS_MS),
}  # fmt: skip


def measure(folder: Path) -> list[Row]:
    """Return what a reader waits for, and what the export takes, on SQLite."""
    return _measure_on("SQLite", folder, {})


def main() -> None:
    """The long form, on both databases; `here`, one of them."""
    if sys.argv[1:] == ["here"]:
        _measure_here()
        return
    with TemporaryDirectory() as folder, postgres_database() as url:
        rows = measure(Path(folder))
        rows += _measure_on("PostgreSQL", Path(folder), {"LMS_DATABASE_URL": url})
    print_table(rows)


def _measure_on(name: str, folder: Path, more: dict[str, str]) -> list[Row]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    data = folder / f"register-{name}"
    data.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.register", "here"], cwd=project_root(), check=True,
        env={**inherited, "LMS_DATA_DIR": str(data), "LMS_SECRET_KEY": "bench" * 8, **more},
        capture_output=True, text=True,
    )  # fmt: skip
    spent = json.loads(done.stdout.splitlines()[-1])
    found = [
        Row(f"Register, {what}, {name}", spent[what], "ms", target)
        for what, (_address, target) in PAGES.items()
    ]
    for form, words in _EXPORTS.items():
        found += [
            Row(f"Register as {words}, {name}", spent[form], "s", EXPORT_SECONDS[form],
                f"{CERTIFICATES} certificates"),
            Row(f"Register as {words}, memory at most, {name}", spent[f"{form} memory"], "MiB",
                EXPORT_MIB),
        ]  # fmt: skip
    return found


def _measure_here() -> None:
    """Fill a register, ask for its pages again and again, take it along, and print the figures."""
    from lms.app import create_app
    from lms.kit.clock import clock
    from lms.kit.db import Model, db
    from tests import cast
    from tests.conftest import Browser

    app = create_app()
    clock.set(cast.NOW)
    with app.app_context():
        Model.metadata.create_all(db.engine)
        cast.build()
        _fill()
        emre = Browser(app, "emre")
        spent = {what: _median(emre, f"{REGISTER}{at}") for what, (at, _) in PAGES.items()}
        for form in _EXPORTS:
            _forget_peak()
            begun = _seconds()
            table = emre.get(f"{REGISTER}/register.{form}").data
            spent |= {form: _seconds() - begun, f"{form} memory": _peak_mib()}
            assert _count_lines(form, table) == CERTIFICATES + 1
    print(json.dumps(spent))


def _count_lines(form: str, table: bytes) -> int:
    if form == "csv":
        return table.count(b"\n")
    with ZipFile(BytesIO(table)) as book, book.open("xl/worksheets/sheet1.xml") as sheet:
        return sum(portion.count(b"</row>") for portion in sheet)


def _seconds() -> float:
    """Read the clock: of this process, where the database is in it; else the one on the wall."""
    from lms.kit.db import db

    return process_time() if db.engine.dialect.name == "sqlite" else perf_counter()


def _median(browser: Any, address: str) -> float:
    times = []
    for _round in range(ROUNDS):
        begun = _seconds()
        answer = browser.get(address)
        times.append((_seconds() - begun) * 1000)
        assert answer.status_code == 200
    return median(times)


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _peak_mib() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def _fill() -> None:
    """Write people, their certificates, and decisions on some, a few thousand rows at once."""
    from lms.accounts.models import Person, PersonName
    from lms.certificates.models import Certificate, CertificateStatus
    from lms.kit.db import db
    from lms.kit.ids import new_id
    from tests.learning import courses

    course = courses.publish()
    people = [new_id() for _ in range(HOLDERS)]
    _insert(Person, _list_people(people))
    _insert(PersonName, _list_names(people))
    _insert(Certificate, _list_certificates(people, course.id))
    _insert(CertificateStatus, _list_decisions())
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        # As it does by itself, sooner or later; SQLite is used without statistics.
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _insert(model: Any, rows: Iterator[dict[str, Any]]) -> None:
    from itertools import islice

    from sqlalchemy import insert

    from lms.kit.db import db

    while some := list(islice(rows, _AT_ONCE)):
        # Into the table: a session would part the rows by which of their columns are empty.
        db.session.execute(insert(model.__table__), some)


def _name(place: int) -> str:
    first = ("Amina", "Élodie", "Farid", "María", "Wei", "Анна", "أمينة")[place % 7]
    last = ("Diallo", "N'Diaye", "Vakatora", "Núñez", "Chen", "Ковалёва", "ديالو")[place // 7 % 7]
    return f"{first} {last} {place:05}"


def _list_people(people: Sequence[str]) -> Iterator[dict[str, Any]]:
    from tests import cast

    home = cast.actor_of("amina").organisation_id
    for place, person_id in enumerate(people):
        yield {
            "id": person_id, "email": f"holder-{place}@example.org", "password_hash": "",
            "language": "en", "time_zone": "UTC", "is_protected": place % PROTECTED_OF == 0,
            "is_demo": True, "is_active": True, "organisation_id": home, "created_at": cast.NOW,
        }  # fmt: skip


def _list_names(people: Sequence[str]) -> Iterator[dict[str, Any]]:
    from lms.kit.folding import fold
    from lms.kit.ids import new_id

    for place, person_id in enumerate(people):
        name = _name(place)
        yield {"id": new_id(), "person_id": person_id, "script": "Latn", "full_name": name,
               "folded": fold(name)}  # fmt: skip


def _list_certificates(people: Sequence[str], course_id: str) -> Iterator[dict[str, Any]]:
    from datetime import timedelta

    from lms.certificates.rules.status_bits import LIST_LENGTH
    from lms.kit.folding import fold
    from tests import cast
    from tests.certificates.graduates import TITLES, facts

    issuer, now = cast.actor_of("emre").organisation_id, cast.NOW
    words = dict.fromkeys(TITLES, "Given under the rules of the Academy, chapter four.")
    said = facts(places=words, conditions=words).to_json()
    for number, bit in enumerate(random.Random(60).sample(range(LIST_LENGTH), CERTIFICATES)):
        place = number % HOLDERS
        is_paper, name = number % PAPER_OF == 0, _name(place)
        day = now.date() - timedelta(days=number % 1500)
        until = day + timedelta(days=1000)
        yield {
            "id": f"{number:026}", "person_id": None if is_paper else people[place],
            "issuer_id": issuer, "kind": ("achievement", "participation")[number % 2],
            "code": f"{number:018X}", "number": number + 1, "status_list": 0, "status_index": bit,
            "facts": said | {"holder_name": name, "issued_on": str(day), "valid_until": str(until)},
            "issued_at": now, "issued_on": day, "language": "en", "valid_until": until,
            "achievement_key": "a" * 26, "course_id": None if is_paper else course_id,
            "override_reason": None if is_paper else "bench",
            "import_key": f"{number}#1" if is_paper else None,
            # A person has one certificate of a course for a stated reason; these are corrections.
            "supersedes_id": None if is_paper or number < HOLDERS else f"{number - HOLDERS:026}",
            "folded_name": fold(name),
        }  # fmt: skip


def _list_decisions() -> Iterator[dict[str, Any]]:
    from tests import cast

    histories = (("revoked",), ("suspended",), ("suspended", "reinstated"), ("superseded",))
    for number in range(0, CERTIFICATES, DECIDED_OF):
        for decision in histories[number // DECIDED_OF % len(histories)]:
            yield {"certificate_id": f"{number:026}", "decision": decision, "at": cast.NOW}


if __name__ == "__main__":
    main()
