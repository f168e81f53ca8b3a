"""Why something is not a date, in a plain sentence of the reader's language."""

from __future__ import annotations

_SENTENCES = {
    "en": {
        "empty": "There is no date here.",
        "too_long": "A date has at most {limit} characters.",
        "form": "“{text}” is not a date the archive can read. Write 1998, 1998-05 or 1998-05-21.",
        "time": "“{text}” has a time of day: leave it out, the archive dates by days.",
        "year": "The year {text} is outside {first} to {last}.",
        "month": "There is no month {text}.",
        "day": "There is no day {text} in month {month} of {year}: it has {days} days.",
        "day_of_no_month": "“{text}” has a day without a month.",
        "nothing_known": "A date without a year needs a month, as in XXXX-08-06.",
        "interval": "“{text}” is not an interval. Write 1998/2001, ../2001 or 1998/.. instead.",
        "both_open": "An interval needs at least one end.",
        "one_year_unknown": "Either all dates have a year, or none has.",
        "reversed": "“{text}” ends before it begins.",
        "set": "“{text}” is not a set of dates. Write [1998,2001] or [1998..2001] instead.",
        "reading": "“{text}” is not a date we can read. Write 1998, May 1998 or 21 May 1998.",
        "two_ways": "“{text}” can be read as {first} or as {second}. Write the month as a word.",
    },
    "id": {
        "empty": "Di sini tidak ada tanggal.",
        "too_long": "Tanggal paling panjang {limit} karakter.",
        "form": "“{text}” bukan tanggal yang dapat dibaca arsip. "
        "Tulis 1998, 1998-05, atau 1998-05-21.",
        "time": "“{text}” memuat jam: hilangkan, arsip mencatat tanggal per hari.",
        "year": "Tahun {text} berada di luar {first} sampai {last}.",
        "month": "Tidak ada bulan {text}.",
        "day": "Tidak ada tanggal {text} pada bulan {month} tahun {year}: "
        "bulan itu memiliki {days} hari.",
        "day_of_no_month": "“{text}” memuat hari tanpa bulan.",
        "nothing_known": "Tanggal tanpa tahun memerlukan bulan, seperti XXXX-08-06.",
        "interval": "“{text}” bukan rentang tanggal. Tulis 1998/2001, ../2001, atau 1998/..",
        "both_open": "Rentang tanggal memerlukan sedikitnya satu ujung.",
        "one_year_unknown": "Semua tanggal harus bertahun, atau tidak satu pun.",
        "reversed": "“{text}” berakhir sebelum dimulai.",
        "set": "“{text}” bukan himpunan tanggal. Tulis [1998,2001] atau [1998..2001].",
        "reading": "“{text}” bukan tanggal yang dapat kami baca. "
        "Tulis 1998, Mei 1998, atau 21 Mei 1998.",
        "two_ways": "“{text}” dapat dibaca sebagai {first} atau {second}. "
        "Tulis bulannya dengan kata.",
    },
}


class EdtfError(ValueError):
    """Not a date. `str(error)` is the reason in English, `error.say(language)` in a language."""

    def __init__(self, reason: str, **details: str | int) -> None:
        self.reason = reason
        self.details = details
        super().__init__(self.say("en"))

    def say(self, language: str) -> str:
        """The reason as a sentence; in English where the language has none."""
        sentences = _SENTENCES.get(language.partition("-")[0], _SENTENCES["en"])
        shown = {
            name: value if isinstance(value, int) or len(value) <= 60 else value[:60] + "…"
            for name, value in self.details.items()
        }
        return sentences[self.reason].format_map(shown)
