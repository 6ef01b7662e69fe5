"""The six languages: catalogues bound once, texts that wait for a reader, formats by pattern.

The language and direction of a course's content are its own; see `lms.content`.
"""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as wall_time
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers

from lms.kit.paths import TRANSLATIONS

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
RIGHT_TO_LEFT = frozenset({"ar"})
NATIVE_NAMES = {
    "ar": "العربية",
    "zh": "中文",
    "en": "English",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}
# Arabic as the United Nations write it: words in Arabic, digits as in the other languages.
LOCALES = {
    "ar": "ar_EG@numbers=latn",
    "zh": "zh_Hans",
    "en": "en_GB",
    "fr": "fr",
    "ru": "ru",
    "es": "es",
}


def N_(msgid: str) -> str:  # noqa: N802 - gettext's customary mark for a text translated later
    """Mark `msgid` for the catalogues; whoever shows it translates it."""
    return msgid


class Text:
    """A message with its values, translated when a reader's language is known."""

    __slots__ = ("msgid", "params")

    def __init__(self, msgid: str, **params: object) -> None:
        self.msgid = msgid
        self.params: Mapping[str, object] = params

    def in_language(self, language: str) -> str:
        """Return the message in `language`, values that are texts or decimals written in it too."""
        values = {key: _said(value, language) for key, value in self.params.items()}
        translated = translate(language, self.msgid)
        return translated % values if values else translated

    def __str__(self) -> str:
        return self.in_language("en")

    def __repr__(self) -> str:
        return f"Text({self.msgid!r}, {dict(self.params)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.msgid, self.params) == (other.msgid, other.params)

    def __hash__(self) -> int:
        return hash(self.msgid)


def _said(value: object, language: str) -> object:
    if isinstance(value, Text):
        return value.in_language(language)
    return formats(language).number(value) if isinstance(value, Decimal) else value


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the interface's catalogue of `language`; English is the source and needs none."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(
        "messages", localedir=str(TRANSLATIONS), languages=[language], fallback=True
    )


def translate(language: str, msgid: str) -> str:
    """Return `msgid` in `language`, or itself where the catalogue has nothing."""
    return catalogue(language).gettext(msgid) if msgid else ""


def direction(language: str) -> str:
    """Return `rtl` or `ltr`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def native_name(language: str) -> str:
    """Return the language's name in itself, or its code where it is not one of the six."""
    return NATIVE_NAMES.get(language, language)


def best_language(accepted: list[str]) -> str:
    """Return the first of a browser's languages that is one of the six; English if none is."""
    for tag in accepted:
        language = tag.replace("_", "-").split("-")[0].lower()
        if language in LANGUAGES:
            return language
    return "en"


@dataclass(frozen=True, slots=True)
class Formats:
    """Dates and numbers of one language, with the locale and its patterns looked up once."""

    locale: Locale
    date_pattern: dates.DateTimePattern
    time_pattern: dates.DateTimePattern
    exact_pattern: dates.DateTimePattern
    decimal_pattern: numbers.NumberPattern
    percent_pattern: numbers.NumberPattern
    exact_percent_pattern: numbers.NumberPattern
    joining: str

    def language(self, code: str) -> str:
        """Return what a language is called in this one, as within a sentence."""
        return str(self.locale.languages[code])

    def date(self, value: date | datetime, time_zone: str = "UTC") -> str:
        """Return a day as the language writes it; an instant's day is that of `time_zone`."""
        day = value.astimezone(ZoneInfo(time_zone)) if isinstance(value, datetime) else value
        text = self.date_pattern.apply(day, self.locale)
        # French counts the first of a month, and no other day of it.
        if day.day == 1 and self.locale.language == "fr":
            return text.replace("1", "1er", 1)
        # Written out in Russian: after its abbreviation a sentence would end with two full stops.
        return text.replace("\u202fг.", "\u00a0года")

    def time(self, value: datetime, time_zone: str = "UTC") -> str:
        """Return the hour and minute of an instant on the wall of `time_zone`."""
        local = value.astimezone(ZoneInfo(time_zone))
        return self.time_pattern.apply(wall_time(local.hour, local.minute), self.locale)

    def moment(self, value: datetime, time_zone: str = "UTC") -> str:
        """Return an instant to the second: at a deadline they tell."""
        local = value.astimezone(ZoneInfo(time_zone))
        clock = wall_time(local.hour, local.minute, local.second)
        return self._join(value, time_zone, self.exact_pattern.apply(clock, self.locale))

    def _join(self, value: datetime, time_zone: str, time: str) -> str:
        return self.joining.replace("{1}", self.date(value, time_zone)).replace("{0}", time)

    def zoned(self, value: datetime, time_zone: str = "UTC") -> str:
        """Return an instant with the offset of its zone: whoever keeps a deadline may be abroad."""
        local = value.astimezone(ZoneInfo(time_zone))
        zone = dates.get_timezone_gmt(local, "long", self.locale)
        wall = self._join(value, time_zone, self.time(value, time_zone))
        return f"{wall} ({zone})"

    def datetime(self, value: datetime, time_zone: str = "UTC") -> str:
        """Return an instant as the clock on the wall of `time_zone` shows it."""
        return self._join(value, time_zone, self.time(value, time_zone))

    def number(self, value: float | Decimal) -> str:
        """Return a number with the language's separators, at most three decimals."""
        return str(self.decimal_pattern.apply(value, self.locale))

    def percent(self, value: float | Decimal) -> str:
        """Return a share given in percent (70 for seventy of a hundred)."""
        return str(self.percent_pattern.apply(value / 100, self.locale))

    def exact_percent(self, value: Decimal) -> str:
        """Return a share given in percent with at most two decimals: near a pass mark they tell."""
        return str(self.exact_percent_pattern.apply(value / 100, self.locale))


@lru_cache(maxsize=len(LANGUAGES))
def formats(language: str) -> Formats:
    """Return the formats of one of the six languages."""
    locale = Locale.parse(LOCALES[language].split("@", maxsplit=1)[0])
    return Formats(
        locale,
        dates.get_date_format("long", locale),
        dates.parse_pattern("HH:mm"),
        dates.parse_pattern("HH:mm:ss"),
        numbers.parse_pattern(locale.decimal_formats[None].pattern),
        numbers.parse_pattern(locale.percent_formats[None].pattern),
        numbers.parse_pattern(locale.percent_formats[None].pattern.replace("0", "0.##")),
        str(locale.datetime_formats["medium"]),
    )
