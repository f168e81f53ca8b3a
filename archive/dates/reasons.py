"""The reasons for a date as sentences: kept in English, said in the reader's language.

A reason is kept as its English sentence, so that it can be read wherever it is stored. Its form
tells which sentence it is and what stands in it, and that can be said in another language.
"""

from __future__ import annotations

import re
from functools import cache

from archive.dates.edtf import EdtfError
from archive.dates.names import month_names, weekday_name, weekday_names
from archive.dates.reading import read_date
from archive.dates.words import in_words

# Fields: {words} as in the text; {day...} and {from}, {to} dates; {weekday...}; {month_day}
# a day without its year; {person} and {office} names.
_SENTENCES = {
    "without_year": (
        "The text says “{words}”, {month_day}, without a year.",
        "Teks menyebut “{words}”, yaitu {month_day}, tanpa tahun.",
    ),
    "either_order": (
        "The text says “{words}”, without a year; day and month may be in either order.",
        "Teks menyebut “{words}” tanpa tahun; urutan hari dan bulan bisa keduanya.",
    ),
    "with_year": (
        "The text says of what it reports: “{words}”.",
        "Tentang peristiwa yang diberitakan, teks menyebut: “{words}”.",
    ),
    "same_day": (
        "The text gives the same day with its year: “{words}”.",
        "Teks menyebut hari yang sama dengan tahunnya: “{words}”.",
    ),
    "printed": (
        "The date is printed with the text: “{words}”.",
        "Tanggal tercetak bersama teks: “{words}”.",
    ),
    "held": (
        "It names {person} as {office}: in office from {from} to {to}.",
        "Teks menyebut {person} dengan jabatannya ({office}): menjabat dari {from} sampai {to}.",
    ),
    "held_since": (
        "It names {person} as {office}: in office from {from}.",
        "Teks menyebut {person} dengan jabatannya ({office}): menjabat sejak {from}.",
    ),
    "only": (
        "Only {day} fits all of this.",
        "Hanya {day} yang cocok dengan semua ini.",
    ),
    "none": (
        "No year fits all of this.",
        "Tidak ada tahun yang cocok dengan semua ini.",
    ),
    "several": (
        "More than one day fits: {days}.",
        "Lebih dari satu hari yang cocok: {days}.",
    ),
    "no_end": (
        "Any year from {day} on may fit, for no term on file has ended.",
        "Setiap tahun sejak {day} mungkin cocok, sebab semua masa jabatan tercatat belum berakhir.",
    ),
    "no_office": (
        "It names nobody by an office whose term is on file.",
        "Teks tidak menyebut siapa pun dengan jabatan yang masanya tercatat.",
    ),
    "weekday_beside": (
        "{day} was a {weekday}; {weekday_said} was {day_said}: text and calendar disagree.",
        "{day} hari {weekday}; hari {weekday_said} adalah {day_said}: teks dan kalender berbeda.",
    ),
    "weekday_wrong": (
        "{day} was a {weekday}, not a {weekday_said}: text and calendar disagree.",
        "{day} hari {weekday}, bukan hari {weekday_said}: teks dan kalender berbeda.",
    ),
    "event": (
        "This is the day of the event reported; the text was published then or shortly after.",
        "Ini hari peristiwa yang diberitakan; teks terbit pada hari itu atau segera sesudahnya.",
    ),
    "agrees": (
        "{evidence} agrees with this: {day}.",
        "{evidence} sesuai dengan ini: {day}.",
    ),
    "differs": (
        "{evidence} gives another date: {day}.",
        "{evidence} memberikan tanggal lain: {day}.",
    ),
    "event_agrees": (
        "The event reported, “{words}”, fits this: {day}.",
        "Peristiwa yang diberitakan, “{words}”, cocok dengan ini: {day}.",
    ),
    "event_differs": (
        "The event reported, “{words}”, does not fit this: {day}.",
        "Peristiwa yang diberitakan, “{words}”, tidak cocok dengan ini: {day}.",
    ),
    "curator": (
        "A curator has yet to settle the date.",
        "Tanggal ini masih harus ditetapkan oleh kurator.",
    ),
    # By what the import took it from: {words} as they are written there.
    "record": ("The record gives {words}.", "Data artikel menyebut {words}."),
    "sidecar": ("The sidecar gives {words}.", "Berkas pendamping menyebut {words}."),
    "front matter": (
        "The front matter gives {words}.",
        "Baris-baris sebelum teks menyebut {words}.",
    ),
    "page": ("The page gives {words}.", "Halaman web menyebut {words}."),
    "feed": ("The feed gives {words}.", "Umpan berita menyebut {words}."),
    "markup": ("The markup gives {words}.", "Markah menyebut {words}."),
    "title": ("The title gives {words}.", "Judul menyebut {words}."),
    "option": ("Given when it was imported.", "Diberikan saat artikel diimpor."),
    "url": ("The address carries {words}.", "Alamat memuat {words}."),
    "file_name": ("The file name carries {words}.", "Nama berkas memuat {words}."),
}  # fmt: skip


# What may speak for a date, by its basis: at the beginning of a sentence.
EVIDENCE = {
    "printed": ("The date printed with the text", "Tanggal yang tercetak bersama teks"),
    "metadata": ("The metadata", "Metadata"),
    "url": ("The address", "Alamat"),
    "file_name": ("The file name", "Nama berkas"),
}


_COMPARISONS = frozenset({"agrees", "differs", "event_agrees", "event_differs"})


def is_comparison(sentence: str) -> bool:
    """Whether the reason tells what else speaks for or against the date."""
    return any(
        pattern.fullmatch(sentence)
        for kind, pattern in zip(_SENTENCES, _patterns(), strict=True)
        if kind in _COMPARISONS
    )


def reason(kind: str, **fields: str) -> str:
    """The sentence to keep. A line break in a field would make two reasons of it."""
    plain = {name: " ".join(value.split()) for name, value in fields.items()}
    return _SENTENCES[kind][0].format_map(plain)


def in_language(sentence: str, language: str) -> str:
    """A kept reason in the reader's language; as it stands where it is not one of ours."""
    if language.partition("-")[0] != "id":
        return sentence
    for pattern, (_english, indonesian) in zip(_patterns(), _SENTENCES.values(), strict=True):
        match = pattern.fullmatch(sentence)
        if match:
            fields = {name: _said(name, value) for name, value in match.groupdict().items()}
            return indonesian.format_map(fields)
    return sentence


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(english)))
        for english, _indonesian in _SENTENCES.values()
    )


def _said(field: str, value: str) -> str:
    """A field in Indonesian: dates and weekdays are translated, all else is a name or a quote."""
    if field.startswith("weekday"):
        number = weekday_names("en").get(value.lower())
        return value if number is None else weekday_name(number, "id")
    if field == "evidence":
        return dict(EVIDENCE.values()).get(value, value)
    if field == "month_day":
        return _month_day(value)
    if field.startswith("day") or field in {"from", "to"}:
        return ", ".join(_date(part) for part in value.split(", "))
    return value


def _date(value: str) -> str:
    try:
        return in_words(read_date(value), "id")
    except EdtfError:
        return value


def _month_day(value: str) -> str:
    """Monday 6 August, word by word."""
    weekdays, months = weekday_names("en"), month_names("en")
    return " ".join(
        weekday_name(weekdays[word.lower()], "id")
        if word.lower() in weekdays
        else in_words(f"2000-{months[word.lower()]:02}", "id").removesuffix(" 2000")
        if word.lower() in months
        else word
        for word in value.split()
    )
