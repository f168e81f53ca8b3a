import json

import pytest
from django.core.management import call_command

GOLD = [
    {
        "id": "a",
        "lang": "en",
        "title": "Talks end",
        "paragraphs": [
            (
                "Egyptian Foreign Minister Badr Nawfal met the Nordic Fisheries Council in Cairo "
                "on 21 May 1998. Chad was not asked."
            )
        ],
        "countries": ["EG", "TD"],
        "countries_by_city_only": [],
        "persons": [["Badr Nawfal", "Nawfal"]],
        "organisations": [["Nordic Fisheries Council"]],
        "dates": [{"text": "21 May 1998", "iso": "1998-05-21"}],
    },
    {
        "id": "b",
        "lang": "id",
        "title": "Panen",
        "paragraphs": ["Mereka tiba di Hanoi. Panen padi di Laos baik."],
        "countries": ["LA", "KH"],
        "countries_by_city_only": ["VN"],
        "persons": [],
        "organisations": [],
        "dates": [],
    },
]


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(text) for text in GOLD), encoding="utf-8")
    return str(path)


def run(capsys, *arguments):
    call_command("evaluate", *arguments)
    return json.loads(capsys.readouterr().out)


def test_countries_by_city_only_are_neither_asked_nor_wrong(gold, capsys):
    figures = run(capsys, "countries", gold)
    assert figures == {"precision": 1.0, "recall": 0.75, "f1": 0.8571}


def test_the_language_chooses_the_texts(gold, capsys):
    assert run(capsys, "countries", gold, "--language", "en")["f1"] == 1.0


def test_errors_are_told_when_asked_for(gold, capsys):
    assert run(capsys, "countries", gold, "--errors")["errors"] == ["b: missed: KH"]


@pytest.mark.parametrize("task", ["persons", "organizations", "dates"])
def test_the_other_tasks_of_texts(gold, capsys, task):
    assert run(capsys, task, gold, "--language", "en") == {
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
    }


def test_spans_of_a_bio_file(tmp_path, capsys):
    path = tmp_path / "gold.bio"
    words = [
        ("Presiden", "O"), ("Jorge", "B-PER"), ("Alvaredo", "I-PER"), ("tiba", "O"), ("di", "O"),
        ("Peru", "B-LOC"), ("bersama", "O"), ("Bank", "B-ORG"), ("Dunia", "I-ORG"), (".", "O"),
    ]  # fmt: skip
    path.write_text("".join(f"{word}\t{tag}\n" for word, tag in words), encoding="utf-8")
    figures = run(capsys, "ner", str(path), "--language", "id")
    assert figures == {"f1_person": 1.0, "f1_location": 1.0, "f1_organization": 1.0}


def test_persons_and_organisations_of_a_bio_file(tmp_path, capsys):
    path = tmp_path / "gold.bio"
    words = [
        ("Mahkamah", "B-ORG"), ("Konstitusi", "I-ORG"), ("(", "I-ORG"), ("MK", "I-ORG"),
        (")", "I-ORG"), ("menolak", "O"), ("gugatan", "O"), ("Menteri", "O"), ("Jorge", "B-PER"),
        ("Alvaredo", "I-PER"), ("dan", "O"), ("Zanzara", "B-ORG"), (".", "O"),
    ]  # fmt: skip
    path.write_text("".join(f"{word}\t{tag}\n" for word, tag in words), encoding="utf-8")
    assert run(capsys, "persons", str(path)) == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    figures = run(capsys, "organizations", str(path))
    assert (figures["precision"], figures["recall"]) == (1.0, 0.5)


def test_stems(tmp_path, capsys):
    path = tmp_path / "stems.tsv"
    path.write_text("menguatkan\tkuat\nhubungan\thubung\n", encoding="utf-8")
    assert run(capsys, "stemming", str(path))["f1"] == 1.0


@pytest.mark.parametrize(
    ("content", "code"), [(None, 66), (b"{not json", 65), (b"\xff\xfe\x00", 65)]
)
def test_a_gold_file_that_cannot_be_read_is_one_line(tmp_path, capsys, content, code):
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SystemExit) as exit_:
        call_command("evaluate", "countries", str(path))
    assert exit_.value.code == code
    assert capsys.readouterr().err.count("\n") == 1
