"""Archives are folders in a file, and those that would fill a disk are refused in time."""

import gzip
import io
import json
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from archive.importing.reading import packed, read
from archive.importing.values import Rejected

TEXT = b"Talks\n\nIn Tehran.\n"
MORE = {"a/one.txt": TEXT, "a/one.json": b'{"source": "Harian"}', "two.jsonl": b'{"title": "B"}\n'}


def zipped(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def tarred(files, mode="w:gz", **attributes):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            for attribute, value in attributes.items():
                setattr(info, attribute, value)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


@pytest.fixture
def found(write):
    """Records and reasons of a file, by the part of their paths after its name."""

    def records(name, content):
        path = write(name, content)
        return [
            (each.path.removeprefix(str(path)), each.reason if isinstance(each, Rejected) else each)
            for each in read([str(path)])
        ]

    return records


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("x.zip", zipped),
        ("x.tar.gz", tarred),
        ("x.tgz", tarred),
        ("x.tar", lambda files: tarred(files, "w")),
        ("called.txt", zipped),  # the content decides
    ],
)
def test_an_archive_is_read_like_a_folder_sidecars_too(found, name, pack):
    (one, first), (two, second) = found(name, pack(MORE))
    assert (one, two) == ("/a/one.txt", "/two.jsonl")
    assert first.fields == {"text": TEXT.decode(), "source": "Harian"}
    assert first.origin_of("source") == "sidecar"
    assert (second.line, second.fields) == (1, {"title": "B"})


def test_a_compressed_file_is_the_file(found):
    [(_, record)] = found("2024-08-06-talks.txt.gz", gzip.compress(TEXT))
    assert Path(record.path).name == "2024-08-06-talks.txt"
    assert record.fields == {"text": TEXT.decode()}


def test_a_member_that_leads_out_is_rejected_and_the_rest_goes_on(found):
    names = ["../up.txt", "/abs.txt", "a/../../b.txt", "C:\\x.txt", "good.txt", ".hidden.txt"]
    for content in (zipped(dict.fromkeys(names, TEXT)), tarred(dict.fromkeys(names, TEXT))):
        results = found("x", content)
        assert [reason for _, reason in results[:4]] == [
            "its name leads out of the archive; name it anew"
        ] * 4
        assert [name for name, _ in results[4:]] == ["/good.txt"]


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_links_and_devices_in_an_archive_are_refused(found, kind):
    content = tarred({"x.txt": b""}, type=kind, linkname="/etc/passwd")
    assert found("x.tar.gz", content) == [
        ("/x.txt", "a link, pipe or device in an archive, which is not followed")
    ]


def test_a_link_in_a_zip_is_refused(found):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        info = zipfile.ZipInfo("x.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert found("x.zip", data.getvalue()) == [
        ("/x.txt", "a link in an archive, which is not followed")
    ]


@pytest.mark.parametrize(
    ("name", "bomb"),
    [
        ("x.gz", gzip.compress),
        ("x.zip", lambda zeros: zipped({"a.txt": zeros, "b.txt": zeros})),
        ("x.tar.gz", lambda zeros: tarred({"a.txt": zeros})),
    ],
)
def test_a_bomb_is_refused_before_it_fills_the_disk(found, monkeypatch, name, bomb):
    taken = []
    kept = packed.kept
    monkeypatch.setattr(packed, "kept", lambda stream: taken.append(kept(stream)) or taken[-1])
    [(_, reason)] = found(name, bomb(b" " * (16 * 2**20)))
    assert "unpacks to more than" in reason
    assert not taken  # nothing of it was kept


def test_a_zip_that_lies_about_its_sizes_is_no_way_around_the_limit(found):
    data = bytearray(zipped({"a.txt": b" " * (16 * 2**20)}))
    size = (16 * 2**20).to_bytes(4, "little")
    for _copy in range(data.count(size)):
        place = data.index(size)
        data[place : place + 4] = (1000).to_bytes(4, "little")
    [(_, reason)] = found("x.zip", bytes(data))
    assert reason.startswith("damaged")


def test_a_million_members_are_refused_before_their_list_is_read(found, monkeypatch):
    monkeypatch.setattr(packed, "MOST_MEMBERS", 3)
    files = {f"{number}.txt": TEXT for number in range(4)}
    for content in (zipped(files), tarred(files)):
        assert found("x", content)[-1][1] == "holds more than 3 files; pack fewer together"
    data = bytearray(zipped({"a.txt": TEXT}))
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = (2**31).to_bytes(4, "little")
    assert found("x.zip", bytes(data))[0][1] == "holds more than 3 files; pack fewer together"


def test_a_tar_header_without_end_is_refused(found):
    """Such headers are read into memory as a whole."""
    info = tarfile.TarInfo("x.txt")
    info.pax_headers = {"comment": "x" * 3_000_000}
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(info)
    assert found("x.tar", data.getvalue()) == [("", "has a header without end; make it anew")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped({"a.txt": TEXT})[:-10], "damaged"),
        (gzip.compress(TEXT * 100)[:-12], "damaged"),
        (b"\x1f\x8b" + b"x" * 50, "damaged"),
        (tarred({"a.txt": bytes(range(32, 127)) * 90}, "w")[:2000], "damaged"),
        (zipped({"[Content_Types].xml": b"x", "word/document.xml": b"x"}), "an office document"),
    ],
    ids=["zip", "cut short", "not gzip", "tar", "office"],  # the time of making is in the bytes
)
def test_a_damaged_archive_is_told_so(found, content, reason):
    assert reason in found("x", content)[-1][1]


def test_an_archive_in_an_archive_is_refused_and_binaries_are_named(found):
    results = dict(
        found("x.zip", zipped({"in.zip": zipped(MORE), "b.png": b"\x89PNG\r\n", "c.txt": TEXT}))
    )
    assert "an archive in an archive" in results["/in.zip"]
    assert results["/b.png"] == "not text: image/png"
    assert results["/c.txt"].fields["text"] == TEXT.decode()


def test_an_encrypted_member_is_refused(found):
    data = bytearray(zipped({"a.txt": TEXT}))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + offset] |= 1
    assert found("x.zip", bytes(data)) == [("/a.txt", "encrypted; unpack it and import the folder")]


def test_a_sidecar_says_what_its_article_does_not(write):
    path = write("a/2024-08-06-talks.txt", TEXT)
    write("a/2024-08-06-talks.json", json.dumps({"date": "2024-08", "byline": "A. B."}))
    [record] = read([str(path.parent)])
    assert record.fields == {"text": TEXT.decode(), "date": "2024-08", "byline": "A. B."}
    write("a/2024-08-06-talks.json", "{")
    [rejected] = read([str(path)])
    assert "its metadata in" in rejected.reason


def test_a_sidecar_of_many_records_says_what_they_leave_out(write):
    path = write("x.jsonl", [{"title": "A", "source": "Own"}, {"title": "B"}])
    write("x.json", '{"source": "Theirs"}')
    assert [record.fields["source"] for record in read([str(path)])] == ["Own", "Theirs"]


@pytest.mark.parametrize("size", [b"300000000000", b"3000000"])
def test_a_file_with_holes_is_refused_and_the_rest_goes_on(found, size):
    """What holes unpack to was never counted: ten kilobytes filled a disk."""
    header = tarfile.TarInfo("holes.txt")
    header.pax_headers = {
        "GNU.sparse.size": size.decode(), "GNU.sparse.numblocks": "1", "GNU.sparse.map": "0,5",
        "GNU.sparse.name": "holes.txt",
    }  # fmt: skip
    header.size = 5
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(header, io.BytesIO(b"Title"))
        info = tarfile.TarInfo("z.txt")
        info.size = len(TEXT)
        archive.addfile(info, io.BytesIO(TEXT))
    (name, reason), (other, record) = found("x.tar", data.getvalue())
    assert (name, reason[:31]) == ("/holes.txt", "a file with holes (sparse); pac")
    assert (other, record.fields["text"]) == ("/z.txt", TEXT.decode())


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_of_packing_that_fills_the_memory_at_once_is_refused(found, method):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", b" " * 2**25, method)
        archive.writestr("b.txt", TEXT)
    lying = data.getvalue().replace((2**25).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    tracemalloc.start()
    (name, reason), (other, _record) = found("x.zip", lying)
    assert tracemalloc.get_traced_memory()[1] < 2**23
    tracemalloc.stop()
    assert (name, other) == ("/a.txt", "/b.txt")
    assert reason.startswith("packed in a way that is not read here")
