"""The words that dates are written with, by language. Months and weekdays come from CLDR.

Indonesian and English are complete; Arabic, Persian, Russian, French and Turkish are begun; any
other language has its months and weekdays. Each entry is a piece of a regular expression.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from archive.dates.names import month_names, weekday_names


@dataclass(frozen=True)
class DateWords:
    """How one language writes dates. An empty piece is never found."""

    months: dict[str, int] = field(default_factory=dict)
    weekdays: dict[str, int] = field(default_factory=dict)
    solar_months: Mapping[str, int] = field(default_factory=dict)  # of the Iranian calendar
    lunar: bool = False  # years of the Hijra are written beside those of our era
    capitals: bool = False  # months and weekdays are written with a capital
    month_first: bool = False  # August 6, 2024
    day_first: bool = True  # 6/8 is 6 August; False: it may be either
    ordinal: str = ""  # after the number of a day
    to: str = ""
    and_: str = ""
    or_: str = ""
    between: str = ""  # before "May and June" makes a span of the two
    of: str = ""  # between a month, season or quarter and its year
    times_of_day: str = ""  # after a weekday
    about: str = ""
    before_month: str = ""  # a month alone is one only after these
    after_month: str = ""  # or only before these
    fractions: str = ""  # (2/3) behind these is no day
    before_year: str = ""  # a number after these is a year
    year: str = ""  # the word itself: what it says is a year needs no other reason
    before_year_weak: str = ""  # it is one, unless a word follows that it may count
    after_year: str = ""
    labels: str = ""  # a number after these is an amount or a label; else a noun's year
    counted: str = ""  # a number before these is no year
    function_words: str = ""  # these are not counted
    part: str = ""  # early, mid, late
    part_links: str = ""  # between these and their date
    decade: str = ""  # after 1990
    before_decade: str = ""  # before 1990
    century: str = ""  # has the groups century or roman
    seasons: tuple[tuple[str, int], ...] = ()
    parts_of_year: tuple[tuple[str, int], ...] = ()  # quarters and halves
    vague: str = ""
    not_a_day: str = ""  # Good Friday: after the weekday, or before it


_ID_NUMBER = r"(?:beberapa|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|\d{1,3})"
_EN_NUMBER = r"(?:few|several|couple of|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
_ROMAN = r"(?P<roman>[IVX]{1,5})"

ENGLISH = DateWords(
    capitals=True,
    month_first=True,
    day_first=False,
    ordinal="st|nd|rd|th",
    to="to|until|till|through",
    and_="and",
    or_="or",
    between="between",
    of="of|of the year",
    times_of_day="morning|afternoon|evening|night|midday|noon",
    about=r"about|around|approximately|circa|c\.|ca\.",
    before_month="in|since|until|by|last|next|this|late|early|mid|during|of|from|before|after|"
    "through|every|till|between|past|previous|coming|following",
    after_month="last year|this year|next year",
    year="year|years",
    before_year="in|since|until|till|during|before|after|year|early|late|mid|late-|mid-|"
    "the|its|his|her|their|our|throughout|of|by|post|pre|post-|pre-|early as|late as|"
    "election|elections|.['’]s",
    before_year_weak="to|from|between|through|years",
    counted="people|troops|soldiers|men|women|children|percent|per|dollars|euros|tons|tonnes|km|"
    "kilometers|kilometres|miles|meters|metres|barrels|villages|families|refugees|migrants|jobs|"
    "deaths|cases|prisoners|hours|days|years|points|fighters|tanks|missiles|warheads|hectares|"
    "residents|students|workers|votes|feet|ft|acres|square|mph|GMT|BC|BCE|AH|kg|mm|cm|kilograms|"
    "grams|MW|megawatts|seats|delegates|participants|victims|houses|homes|shares|pounds|yuan|yen|"
    "rubles|roubles|rupees|won|lira|million|billion|thousand|inmates|passengers|civilians|members|"
    "officers|employees|copies|steps|pages|degrees|volts|horsepower|pieces|units|vehicles|"
    "aircraft|vessels|ships|schools|hospitals|bodies|protesters|demonstrators|observers|rounds",
    labels="resolution|resolutions|article|articles|section|paragraph|paragraphs|page|pages|pp|p|"
    "no|nos|number|numbers|room|route|highway|flight|chapter|rule|directive|document|boeing|airbus|"
    "model|type|version|exactly|nearly|almost|over|than|some|only|total|totaling|totalling|least|"
    "most|another|roughly|approximately|about|around|up|at|usd|us|eur|rs|rp|vol|volume|issue|code|"
    "box|apartment|street|some|these|those|all|under|above|below|every|each|with|has|have|had|"
    "killed|wounded|and|or|level|height|altitude|index|iso|phone|tel|fax|telephone|unit|kilometer|"
    "kilometre|protocol no|case|file|ref|registration|plate|serial|bus|train|class|windows|"
    "hill|novel|film|titled|entitled|called|product",
    function_words="in|on|at|and|or|to|the|was|were|is|when|by|with|as|for|a|an|that|which|"
    "until|had|has|have|are|will|would|after|before|alone|between|but|while|compared|where|"
    "saw|marked|brought|because|since|who|whose|did|could|may|which|when|from|about|under|not",
    part="early|mid|late|beginning of|middle of|end of|start of",
    part_links="in|the|of",
    decade="['’]?s",
    century=r"(?:(?P<century>\d{1,2})(?:st|nd|rd|th)|(?P<spelled>fifteenth|sixteenth|"
    r"seventeenth|eighteenth|nineteenth|twentieth|twenty-first))(?: |-)(?:century|centuries)",
    seasons=(
        ("spring", 21),
        ("summer", 22),
        ("autumn", 23),
        ("winter", 24),
        ("fall", 23),
    ),
    parts_of_year=(
        ("Q1|first quarter|1st quarter", 33),
        ("Q2|second quarter|2nd quarter", 34),
        ("Q3|third quarter|3rd quarter", 35),
        ("Q4|fourth quarter|4th quarter|final quarter|last quarter", 36),
        ("H1|first half", 40),
        ("H2|second half", 41),
    ),
    vague=rf"(?:(?:last|past|next|coming|previous|recent) (?:{_EN_NUMBER} )?"
    r"(?:years?|months?|weeks?|days|decades?|century|centuries)"
    rf"|this (?:year|month|week|decade)|(?:a|{_EN_NUMBER}) (?:years?|months?|weeks?|days|decades?)"
    r" ago|(?:years|decades|months|centuries) ago)",
    not_a_day="Good|Black|Ash|Bloody|Super|Palm|Cyber|Easter|Maundy|Whit|Boxing",
)
INDONESIAN = DateWords(
    capitals=True,
    to=r"hingga|sampai|sampai dengan|s/d|s\.d\.|sd",
    and_="dan",
    or_="atau",
    between="antara",
    of="tahun",
    times_of_day="pagi|siang|sore|petang|malam|dini hari|subuh",
    about="sekitar|kira-kira|kurang lebih|lebih kurang",
    before_month="bulan|pada|sejak|hingga|sampai|akhir|awal|pertengahan|di|dari|selama|sebelum|"
    "setelah|sesudah|medio|menjelang|mulai|antara|per|khusus|sepanjang",
    after_month="lalu|mendatang|nanti|silam|kemarin|ini|tahun ini|tahun lalu|tahun depan|depan",
    fractions="pertiga|perempat|perlima|setengah|separuh|bagian|suara|mayoritas",
    year="tahun",
    before_year="pada|sejak|selama|sebelum|setelah|sesudah|menjelang|awal|akhir|"
    "pertengahan|penghujung|medio|pemilu|pilpres|pilkada|periode|di|dalam|sepanjang|dekade|legislatif|"
    "presiden|musim|era|piala dunia|piala asia|olimpiade|apbn|ktt|didirikan|kompetisi",
    before_year_weak="dari|hingga|sampai|antara|per|untuk",
    counted="orang|jiwa|persen|tentara|prajurit|personel|warga|kilometer|km|meter|ton|dolar|"
    "rupiah|euro|hektare|hektar|unit|kasus|tahun|hari|jam|kali|desa|keluarga|barel|mahasiswa|"
    "peserta|pengungsi|rumah|anggota|kapal|rudal|siswa|pekerja|buruh|suara|kursi|penumpang|korban|"
    "eksemplar|lembar|keping|butir|halaman|watt|megawatt|MW|kg|kilogram|gram|liter|kubik|persegi|"
    "WIB|WITA|WIT|GMT|juta|ribu|miliar|triliun|H|Hijriah|penduduk|jemaah|pelajar|polisi|aparat|"
    "pasukan|ekor|batang|buah|langkah|kaki|mil|derajat|poin|dollar|yen|ringgit|yuan|rubel|sel|"
    "tenaga|pemilih|perusahaan|sekolah|titik|pulau|personil|relawan|pengunjuk|jenis|judul|SM",
    labels="no|nomor|pasal|ayat|resolusi|halaman|hal|kamar|pukul|jam|rp|usd|us|kode|jalan|jl|blok|"
    "tipe|seri|boeing|airbus|model|versi|indeks|level|skor|sebanyak|sejumlah|sekitar|hampir|lebih|"
    "kurang|minimal|maksimal|total|seharga|senilai|sebesar|seluas|setinggi|berjumlah|mencapai|"
    "ribu|juta|telepon|telp|faks|unit|posisi|poin|ketinggian|kilometer|km|terdapat|ada|dengan|"
    "tewaskan|menewaskan|ditambah|punya|memiliki|mempunyai|hanya|tepat|dan|atau|bus|kereta|pelat|"
    "penerbangan|setidaknya|sedikitnya|para|semua|seluruh|masing|setiap|oleh|surat|dokumen|ke|"
    "ke-|butir|berkapasitas|berisi|terdiri|menampung|diikuti|dihadiri|rata|kira|paling|bayar|bukit|berjudul|novel|bernama",
    function_words="di|dan|atau|yang|untuk|dengan|pada|oleh|hingga|sampai|ke|dari|lalu|silam|"
    "ini|itu|adalah|ketika|saat|telah|sudah|akan|setelah|karena|mendatang|tersebut|antara|"
    "menjadi|merupakan|tentang|sebagai|sebelum|dalam|tetapi|namun|sehingga|bukan|tidak|belum",
    part="awal|pertengahan|akhir|penghujung|medio",
    part_links="tahun|bulan|era|dekade|dasawarsa|abad|masa|periode",
    decade="-?an",
    century=rf"abad (?:ke(?:-| )?)?(?:(?P<century>\d{{1,2}})|{_ROMAN})",
    seasons=(
        ("musim semi", 21),
        ("musim panas", 22),
        ("musim gugur", 23),
        ("musim dingin", 24),
    ),
    parts_of_year=(
        ("(?:kuartal|triwulan) (?:pertama|I|1|ke-1)", 33),
        ("(?:kuartal|triwulan) (?:kedua|II|2|ke-2)", 34),
        ("(?:kuartal|triwulan) (?:ketiga|III|3|ke-3)", 35),
        ("(?:kuartal|triwulan) (?:keempat|terakhir|IV|4|ke-4)", 36),
        ("(?:semester|paruh) (?:pertama|I|1)", 40),
        ("(?:semester|paruh) (?:kedua|II|2)", 41),
    ),
    vague=rf"(?:(?:{_ID_NUMBER} )?(?:tahun|bulan|minggu|pekan|hari|dekade|dasawarsa|abad)"
    r"(?:-(?:tahun|bulan|minggu|pekan|hari|dekade|abad))? "
    r"(?:terakhir|belakangan(?: ini)?|(?:yang )?lalu|(?:yang )?silam|mendatang|(?:ke )?depan)"
    rf"|{_ID_NUMBER} (?:tahun|bulan|minggu|pekan|hari|dekade) ini"
    r"|(?:tahun|bulan|pekan|dekade) ini)",
    not_a_day="Agung|Abu|Putih|Palma|Suci|Legi|Kliwon|Pon|lalu|ini|depan|pertama|kedua",
)
RUSSIAN = DateWords(
    to="по|до",
    and_="и",
    or_="или",
    between="между",
    of="",
    times_of_day="утром|днём|днем|вечером|ночью",
    about="около|примерно",
    before_month="в|с|до|конце|начале|середине",
    after_year="год|года|году|годом|г",
    part="начале|середине|конце|начала|конца",
    part_links="",
    decade="-е|-х",
    century=rf"(?:{_ROMAN}|(?P<century>\d{{1,2}})(?:-м|-го|-й)?) век(?:а|е)?",
    seasons=(("весной", 21), ("летом", 22), ("осенью", 23), ("зимой", 24)),
    vague="(?:последние (?:годы|десятилетия|месяцы)|последних лет|прошлом году|прошлого года)",
)
ARABIC = DateWords(
    lunar=True,
    to="إلى|حتى",
    and_="و",
    or_="أو",
    between="بين",
    of="من عام|عام|من",
    times_of_day="صباحا|مساء|صباح",
    about="حوالي|نحو",
    counted="هـ|هجري|هجرية|ه",
    before_month="في|منذ|شهر|خلال|حتى|مطلع|نهاية|أواخر|أوائل",
    year="عام|العام|سنة|لعام|بعام",
    before_year="منذ",
    part="أوائل|أواخر|مطلع|نهاية|منتصف",
    vague="(?:(?:السنوات|الأعوام|العقود|الأشهر) (?:الأخيرة|الماضية|القليلة الماضية)|"
    "(?:العام|الشهر|الأسبوع) (?:الماضي|المقبل|القادم))",
)
FRENCH = DateWords(
    ordinal="er",
    to="au|à|jusqu'au",
    and_="et",
    or_="ou",
    between="entre",
    of="de l'année|de",
    times_of_day="matin|après-midi|soir",
    about="vers|environ|circa",
    before_month="en|depuis|début|fin|mi-|d'|dès|jusqu'en",
    year="année|l'année|l'an",
    before_year="en|depuis|avant|après|début|fin|dès",
    counted="personnes|soldats|hommes|euros|kilomètres|mètres|tonnes|habitants|morts",
    function_words="à|et|ou|de|du|des|le|la|les|dans|par|pour|avec|qui|que",
    part="début|mi|fin",
    part_links="de|des|l'année|années|les",
    before_decade="années|décennie",
    century=rf"(?:{_ROMAN}|(?P<century>\d{{1,2}}))(?:e|ème) siècle",
    seasons=(("printemps", 21), ("été", 22), ("automne", 23), ("hiver", 24)),
    vague="(?:(?:ces|les) dernières (?:années|décennies|semaines)|ces derniers (?:mois|jours)|"
    "l['’](?:an|année) derni(?:er|ère)|le mois (?:dernier|prochain)|l['’]an prochain)",
)
TURKISH = DateWords(
    capitals=True,
    to="ile|ila",
    and_="ve",
    or_="veya",
    times_of_day="sabahı|akşamı|günü|gecesi",
    about="yaklaşık",
    after_year="yılında|yılı|yılının|yılından|'te|'de|'da|'ta|’te|’de|’da|’ta",
    before_month="",
    decade="['’]?(?:lar|ler|lı yıllar|li yıllar|larda|lerde)",
    vague="(?:son (?:yıllarda|yıllar|aylarda|on yılda)|geçen (?:yıl|ay|hafta)|gelecek (?:yıl|ay))",
)
PERSIAN = DateWords(
    solar_months={
        "فروردین": 1,
        "اردیبهشت": 2,
        "خرداد": 3,
        "تیر": 4,
        "مرداد": 5,
        "شهریور": 6,
        "مهر": 7,
        "آبان": 8,
        "آذر": 9,
        "دی": 10,
        "بهمن": 11,
        "اسفند": 12,
    },
    to="تا|الی",
    and_="و",
    or_="یا",
    between="بین|میان",
    of="سال|ماه سال",
    times_of_day="صبح|ظهر|عصر|شب|بامداد",
    about="حدود|حوالی",
    before_month="در|از|ماه|تا|اوایل|اواخر|اواسط",
    year="سال|سالهای|سال‌های",
    before_year="از سال|تا سال",
    part="اوایل|اواخر|اواسط|ابتدای|پایان|آغاز",
    part_links="سال|ماه",
    before_decade="دهه",
    vague="(?:(?:سال|ماه|هفته)(?:‌های|های)? (?:گذشته|اخیر|آینده|جاری)|چند سال اخیر)",
)
_LANGUAGES = {
    "en": ENGLISH, "id": INDONESIAN, "ms": INDONESIAN, "ru": RUSSIAN,
    "ar": ARABIC, "fa": PERSIAN, "fr": FRENCH, "tr": TURKISH,
}  # fmt: skip


@cache
def date_words(language: str) -> DateWords:
    """The words of a language (BCP 47); of one that is not listed only months and weekdays."""
    base = language.partition("-")[0].lower()
    # Whether 6/8 is in August we know of the listed languages only.
    words = _LANGUAGES.get(base, DateWords(day_first=False, ordinal=r"\."))
    return replace(words, months=month_names(base), weekdays=weekday_names(base))
