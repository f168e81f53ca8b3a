import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.extraction.pipeline import PIPELINE_VERSION, data_version, extract, version
from archive.extraction.values import Dating

SEED = Path(__file__).parents[2] / "seeds" / "000_9612d64f9e19b3de.txt"


@pytest.fixture(scope="module")
def seed():
    title, *paragraphs = SEED.read_text(encoding="utf-8").strip().removesuffix("(sl)").split("\n")
    return extract(title, "\n\n".join(paragraphs))


def test_the_seed_is_indonesian(seed):
    assert (seed.language, seed.language_certain) == ("id", True)
    assert seed.pipeline_version == version() == f"{PIPELINE_VERSION}+{data_version()}"


def test_the_seed_names_these_countries(seed):
    counts = {entity.key: len(entity.mentions) for entity in seed.of_kind("country")}
    assert counts == {"IR": 26, "RU": 22, "US": 9, "IL": 2, "IQ": 1, "SY": 1, "UA": 1}
    assert {entity.key for entity in seed.of_kind("country") if entity.central} == {"IR", "RU"}
    assert [bloc.key for bloc in seed.of_kind("bloc")] == ["WEST"]


def test_the_seed_names_these_persons(seed):
    forms = {entity.name: set(entity.forms) for entity in seed.of_kind("person")}
    assert forms == {
        "Sergei Shoigu": {"Sergei Shoigu", "Sergi Shoigo", "Sergei Shoigo"},
        "Masoud Pezeshkian": {"Masoud Pezeshkian", "Pezeshkian"},
        "Ali Akbar Ahmadian": {"Ali Akbar Ahmadian"},
        "Kazem Jalali": {"Kazem Jalali"},
    }


def test_the_seed_names_these_organisations(seed):
    assert [(entity.name, len(entity.mentions)) for entity in seed.of_kind("organization")] == [
        ("Dewan Keamanan Nasional (Rusia)", 4),
        ("Angkatan Bersenjata", 1),
        ("Dewan Tinggi Keamanan Nasional (Iran)", 1),
        ("Islamic State", 1),
    ]


def test_the_seed_is_about_these_topics(seed):
    assert [topic.slug for topic in seed.topics] == [
        "bilateral-relations",
        "security-defence",
        "multilateralism",
        "diplomatic-visits",
    ]


def test_the_seed_is_dated_by_the_offices_of_its_persons(seed):
    published = seed.published
    assert published.edtf == "[2024-08-05,2024-08-06]"
    assert (published.earliest, published.latest) == (date(2024, 8, 5), date(2024, 8, 6))
    assert published.basis == "inferred"
    assert "Tuesday" in published.note


def test_the_persons_of_the_seed_are_found_without_the_register_as_well():
    text = SEED.read_text(encoding="utf-8")
    for known, other in [
        ("Shoigu", "Voligu"), ("Shoigo", "Voligo"), ("Sergei", "Nargei"), ("Sergi", "Nargi"),
        ("Pezeshkian", "Tezirkhian"), ("Masoud", "Daroud"), ("Ahmadian", "Ormadian"),
        ("Jalali", "Dorali"),
    ]:  # fmt: skip
        text = text.replace(known, other)
    title, *paragraphs = text.split("\n")
    found = extract(title, "\n\n".join(paragraphs)).of_kind("person")
    assert sorted(person.name for person in found) == [
        "Ali Akbar Ormadian", "Daroud Tezirkhian", "Kazem Dorali", "Nargei Voligu",
    ]  # fmt: skip


def test_a_known_date_is_kept():
    known = Dating("1998-05-21", date(1998, 5, 21), date(1998, 5, 21), "metadata", "From the file.")
    assert extract("A title", "A text.", known=known).published.edtf == "1998-05-21"


def test_the_same_text_gives_the_same_result():
    text = ("Iran and Iraq", "President Vladimir Putin met Kazem Jalali on 6 August 2024.")
    assert extract(*text) == extract(*text)


def assert_sound(title, body, language=""):
    text = f"{title}\n\n{body}"
    found = extract(title, body, language=language)
    spans = sorted(
        (mention.start, mention.end)
        for entity in found.entities
        for mention in entity.mentions
        if text[mention.start : mention.end] == mention.text
    )
    assert len(spans) == sum(len(entity.mentions) for entity in found.entities)
    assert all(start < end for start, end in spans)
    ends = [0, *(end for _, end in spans)]
    assert all(end <= start for end, (start, _) in zip(ends, spans, strict=False))
    for day in found.dates:
        assert text[day.start : day.end] == day.text


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\n\n\n", "Iran", "IRAN DAN RUSIA BERTEMU DI TEHERAN HARI INI", "🙂🇮🇷🙂",
        "IranRusiaAmerikaSerikat", "روسیه\u200cایران \u202bمسعود پزشکیان\u202c", "I\u200bran",
        "PresidenPresiden Presiden Presiden, Presiden", "Presiden , , Iran's 's s",
        "Iran-Rusia-AS", "(Iran)(Rusia)", "A. B. C. D.", "中国中国中国", "\x00\x01Iran\x02",
        "İIıi İRAN", "Dewan Dewan Dewan", "Menteri dan Menteri dan Menteri", "al- al-", "ﷺ ﬁ Ǆ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["", "id", "en", "ar", "zh"])
def test_junk_is_read_calmly(text, language):
    assert_sound(text, text, language)


PIECES = st.sampled_from([
    "Iran", "Rusia", "Presiden", "Menteri", "Dewan", "Keamanan", "Sergei", "Shoigu", "AS", "US",
    "Barat", "dan", "of", "the", ",", ".", "(", ")", "-", "'", "Jordan", "Michael", "Council",
    "Minister", "Senin (6/8)", "2024", "PBB", "ISIS", "timpalannya", "dari", "kata", "\n\n", "al-",
    "Kim Jong-un", "Vladimir Putin's", "Tehran", "伊朗", "روسیه", "🙂", "Ketua", "II",
])  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(PIECES, max_size=60).map(" ".join),
    st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join)),
    st.sampled_from(["", "id", "en", "ru", "ar"]),
)
def test_any_text_gives_sound_spans(title, body, language):
    assert_sound(title, body, language)


@pytest.mark.parametrize(
    "piece",
    ["Presiden Iran Masoud Pezeshkian ", "Dewan dan ", "a", "Presiden ", "Iran-", "中", "X. "],
)
def test_a_long_line_takes_time_in_proportion(piece):
    def seconds(size):
        text = (piece * (size // len(piece) + 1))[:size]
        begin = time.process_time()
        extract("", text, language="id")
        return time.process_time() - begin

    seconds(1_000)
    short, long = seconds(10_000), seconds(80_000)
    assert long < 40 * short + 0.5
