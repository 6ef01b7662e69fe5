"""Lists of who was in a call: three services, six languages, merged cells, formulas, UTF-16."""

import io

import pytest
from openpyxl import Workbook

from lms.kit.errors import Invalid
from lms.programmes.rules.video_lists import (
    ColumnsMissing,
    Heard,
    Known,
    match_people,
    read_minutes,
    read_video_list,
)

ZOOM = """\ufeffMeeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
123 456,Tracing,02/02/2027 10:00,02/02/2027 12:00,host@example.org,120,3

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Amina Diallo (Amina),amina@example.org,02/02/2027 10:00,02/02/2027 10:40,40,No
Amina Diallo,amina@example.org,02/02/2027 10:50,02/02/2027 12:00,70,No
"=HYPERLINK(""http://evil"",""Farid"")",,02/02/2027 10:00,02/02/2027 11:00,60,Yes
"""
TEAMS = """1. Summary
Meeting title\tTracing
Attended participants\t2
Start time\t2/2/27, 10:00:00 AM

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Amina Diallo\t2/2/27\t2/2/27\t1h 50m 3s\tAmina@Example.org\tamina@example.org\tPresenter
Fall, Hadi\t2/2/27\t2/2/27\t58m 59s\t\t\tAttendee

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Amina Diallo\t2/2/27\t2/2/27\t1h 50m 3s\tamina@example.org\tPresenter
"""
AMINA = Known("p-amina", "Amina Diallo", "amina@example.org")
HADI = Known("p-hadi", "Hadi Fall", "hadi@example.org")


def test_zoom_joins_the_times_somebody_came_and_computes_nothing():
    first, second = read_video_list(ZOOM.encode())
    assert first == Heard("Amina Diallo (Amina)", "amina@example.org", 110)
    assert second.name.startswith("=HYPERLINK")
    assert second.minutes == 60


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_teams_is_read_below_its_summary_and_no_further(encoding):
    assert read_video_list(TEAMS.encode(encoding)) == [
        Heard("Amina Diallo", "amina@example.org", 110),
        Heard("Fall, Hadi", "", 58),
    ]


@pytest.mark.parametrize(
    ("headings", "duration"),
    [
        ("Nom;Adresse de messagerie;Durée (minutes)", "62"),
        ("Nombre;Correo electrónico;Duración (minutos)", "62"),
        ("Имя;Адрес электронной почты;Продолжительность", "1 ч 2 мин 3 с"),
        ("姓名;电子邮件;持续时间", "1小时2分钟3秒"),
        ("الاسم;البريد الإلكتروني;المدة", "1 س 2 د"),
        ("Display Name;Attendee Email;Attendance Duration", "62 mins"),
    ],
)
def test_columns_are_known_in_all_languages(headings, duration):
    content = f"{headings}\nأمينة,{{}};amina@example.org;{duration}\n".encode()
    [one] = read_video_list(content)
    assert (one.email, one.minutes) == ("amina@example.org", 62)


def workbook(fill):
    book, content = Workbook(), io.BytesIO()
    fill(book.active)
    book.save(content)
    return content.getvalue()


def test_a_workbook_may_have_merged_cells_and_formulas():
    def fill(sheet):
        sheet.append(["Attendance of the meeting", None, None])
        sheet.merge_cells("A1:C1")
        sheet.append(["Name", "Email", "Duration"])
        sheet.append(["Amina Diallo", "amina@example.org", 45])
        sheet.append([None, "amina@example.org", 50])
        sheet.merge_cells("A3:A4")
        sheet.append(["=1+1", "", 12])

    assert read_video_list(workbook(fill)) == [
        Heard("Amina Diallo", "amina@example.org", 95),
        Heard("=1+1", "", 12),
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n1,2\n", b"Name,Email\nAmina,a@b.example\n", b"\xff\xfe\x00", b"\x00\xfe\x80\xff"],
)
def test_what_is_no_such_list_is_refused(content):
    with pytest.raises(Invalid):
        read_video_list(content)


def test_a_workbook_without_the_columns_is_refused():
    def fill(sheet):
        sheet.append(["Name", "Colour"])
        sheet.append(["Amina", "blue"])

    with pytest.raises(ColumnsMissing):
        read_video_list(workbook(fill))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("62", 62), ("62,5", 62), ("01:02:30", 62), ("1h 2m 30s", 62), ("35 mins", 35), ("90s", 1),
     ("", -1), ("never", -1), ("3 weeks", -1)],
)  # fmt: skip
def test_durations(text, minutes):
    assert read_minutes(text) == minutes


def test_an_address_is_sure_and_a_name_a_suggestion():
    heard = [
        Heard("Somebody", "amina@example.org", 9),
        Heard("Fall, Hadi", "", 8),
        Heard("Nobody Known", "", 7),
    ]
    found = match_people(heard, [AMINA, HADI])
    assert [(one.participation_id, one.is_sure) for one in found] == [
        ("p-amina", True), ("p-hadi", False), ("", False),
    ]  # fmt: skip


def test_nobody_is_suggested_twice_and_two_of_a_name_fit_nobody():
    twin = Known("p-twin", "Amina Diallo", "other@example.org")
    lines = [
        Heard("Amina Diallo", "", 1),
        Heard("Hadi Fall", "", 2),
        Heard("Hadi Fall", "x@y.z", 3),
    ]
    found = match_people(lines, [AMINA, twin, HADI])
    assert [one.participation_id for one in found] == ["", "p-hadi", ""]
