"""Where countries lie, by the United Nations, and which are least developed or small islands.

The names of regions, by their codes, are those of the CLDR; of countries see `territories`.
"""

from collections.abc import Mapping
from datetime import date

from lms.kit.i18n import formats

# Standard country or area codes for statistical use (M49), United Nations Statistics Division.
# Here they are by sub-region; a region is named before its sub-regions. Only codes of ISO 3166.
_AREAS = """
002 015 DZ EG LY MA SD TN EH
002 014 IO BI KM DJ ER ET TF KE MG MW MU YT MZ RE RW SC SO SS UG TZ ZM ZW
002 017 AO CM CF TD CG CD GQ GA ST
002 018 BW SZ LS NA ZA
002 011 BJ BF CV CI GM GH GN GW LR ML MR NE NG SH SN SL TG
019 029 AI AG AW BS BB BQ VG KY CU CW DM DO GD GP HT JM MQ MS PR BL KN LC MF VC SX TT TC VI
019 013 BZ CR SV GT HN MX NI PA
019 005 AR BO BV BR CL CO EC FK GF GY PY PE GS SR UY VE
019 021 BM CA GL PM US
142 143 KZ KG TJ TM UZ
142 030 CN HK MO KP JP MN KR TW
142 035 BN KH ID LA MY MM PH SG TH TL VN
142 034 AF BD BT IN IR MV NP PK LK
142 145 AM AZ BH CY GE IQ IL JO KW LB OM QA SA PS SY TR AE YE
150 151 BY BG CZ HU PL MD RO RU SK UA
150 154 AX DK EE FO FI GG IS IE IM JE LV LT NO SJ SE GB
150 039 AL AD BA HR GI GR VA IT MT ME MK PT SM RS SI ES
150 155 AT BE FR DE LI LU MC NL CH
009 053 AU CX CC HM NZ NF
009 054 FJ NC PG SB VU
009 057 GU KI MH FM NR MP PW UM
009 061 AS CK PF NU PN WS TK TO TV WF
"""
# United Nations Committee for Development Policy, list of least developed countries, with those
# that have left it since 2020. Quotas that are kept name their States.
_LEAST_DEVELOPED = """
AF AO BD BF BI BJ BT CD CF DJ ER ET GM GN GW HT KH KI KM LA LR LS MG ML MM MR MW MZ NE NP RW SB
SD SL SN SO SS ST TD TG TL TV TZ UG VU YE ZM
"""
# From which day a country is no longer among them, by resolutions of the General Assembly: 73/133
# of 2018, 76/8 of 2021, those of 25 August 2023 on Solomon Islands and of 19 December 2024 on
# Cambodia and Senegal.
LEAVING: Mapping[str, date] = {
    "VU": date(2020, 12, 4),
    "BT": date(2023, 12, 13),
    "ST": date(2024, 12, 13),
    "BD": date(2026, 11, 24),
    "LA": date(2026, 11, 24),
    "NP": date(2026, 11, 24),
    "SB": date(2027, 12, 13),
    "KH": date(2029, 12, 19),
    "SN": date(2029, 12, 19),
}
# What the above knows of. By then Bangladesh and Nepal had asked for two to three years more, and
# the Assembly was to decide in autumn: a decision belongs into `LEAVING`, and the two out of here.
LEAST_DEVELOPED_AS_OF = date(2026, 6, 4)
ASKED_TO_STAY = frozenset({"BD", "NP"})


def least_developed_on(day: date) -> frozenset[str]:
    """Return the codes of the countries that are least developed ones on a day since 2020."""
    return frozenset(
        code for code in _LEAST_DEVELOPED.split() if code not in LEAVING or day < LEAVING[code]
    )


# Office of the High Representative for the Least Developed Countries, Landlocked Developing
# Countries and Small Island Developing States: members of the United Nations, and the Cook Islands
# and Niue; not the associate members of the regional commissions.
SMALL_ISLANDS_AS_OF = date(2024, 5, 27)
_SMALL_ISLANDS = """
AG BB BS BZ CK CU CV DM DO FJ FM GD GW GY HT JM KI KM KN LC MH MU MV NR NU PG PW SB SC SG SR
ST TL TO TT TV VC VU WS
"""
SMALL_ISLANDS = frozenset(_SMALL_ISLANDS.split())


def _read() -> dict[str, frozenset[str]]:
    members: dict[str, frozenset[str]] = {}
    for line in _AREAS.split("\n"):
        if line:
            region, area, *codes = line.split()
            members[region] = members.get(region, frozenset()) | frozenset(codes)
            members[area] = frozenset(codes)
    return members


# The codes of the countries in each region and sub-region, by its code.
REGIONS: Mapping[str, frozenset[str]] = _read()


def region_name(code: str, language: str) -> str:
    """Return the name of a region or sub-region in one of the six languages."""
    name: str = formats(language).locale.territories.get(code, code)
    return name
