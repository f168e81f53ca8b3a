"""Archives (`.zip`, `.tar`, `.tar.gz`) and compressed files (`.gz`) are read like folders.

Names of members are never used as paths. Limits hold before and while anything is unpacked:
a file of a few bytes can be made to fill every disk.
"""

from __future__ import annotations

import gzip
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from archive.importing.encoding import NotText

MOST_BYTES = 2 * 2**30  # unpacked
MOST_MEMBERS = 100_000
MOST_RATIO = 200  # unpacked to packed; texts have 3 to 30
FREE_BYTES = 2**20  # so few bytes harm nobody, however well they were packed
LONGEST_DIRECTORY = 64 * 2**20  # bytes of a ZIP's list of members, which is read as a whole
HEADER = 2**20  # bytes of what stands between two members of a tar
IN_MEMORY = 2**22  # bytes of a member; larger ones are kept in a temporary file
PIECE = 2**18

FAULTS = (  # of damaged archives
    zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile, struct.error,
    RuntimeError, UnicodeError,
)  # fmt: skip
_ZIP, _GZIP, _TAR, _TAR_MARK = b"PK\x03\x04", b"\x1f\x8b", b"ustar", slice(257, 262)
_END = struct.Struct("<4s4H2LH")  # the end of a ZIP's directory (APPNOTE.TXT 4.3.16)
_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})
_LINK = 0o12  # the sort of a file, in the attributes that Unix gives it
# Ways of packing that zipfile unpacks piece by piece. Of the others a few bytes can fill the memory
# before anybody has counted them, whatever the directory says.
_IN_PIECES = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@dataclass(frozen=True)
class Member:
    """A file of an archive, open until the next one is asked for; or why it is not read.

    Neither: it was not wanted.
    """

    name: str  # empty: the archive is this one file, compressed
    stream: BinaryIO | None = None
    fault: str = ""


Wanted = Callable[[str], bool]  # whether the member of this name is to be unpacked


class Limit:
    """How much may still be unpacked of one archive. Its methods raise NotText."""

    def __init__(self, packed: int) -> None:
        self.left = min(MOST_BYTES, max(FREE_BYTES, packed * MOST_RATIO))
        self.members = 0

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise NotText(
                f"unpacks to more than {MOST_BYTES // 2**30} GiB or {MOST_RATIO} times its size; "
                "if you trust it, unpack it and import the folder"
            )

    def promise(self, count: int) -> None:
        """What an archive says of itself is believed when it says too much."""
        self.take(count)
        self.left += count

    def member(self) -> None:
        self.members += 1
        if self.members > MOST_MEMBERS:
            raise NotText(f"holds more than {MOST_MEMBERS:,} files; pack fewer together")


class Counted:
    """A stream that counts what comes out of it; `stretch` bytes at most until it is set anew."""

    def __init__(
        self, stream: IO[bytes] | gzip.GzipFile, limit: Limit, stretch: int = MOST_BYTES
    ) -> None:
        self.stream = stream
        self.limit = limit
        self.stretch = stretch

    def read(self, size: int = PIECE) -> bytes:
        data = self.stream.read(size)
        self.stretch -= len(data)
        if self.stretch < 0:
            raise NotText("has a header without end; make it anew")
        self.limit.take(len(data))
        return data


def is_packed(head: bytes) -> bool:
    return head.startswith((_ZIP, _GZIP)) or head[_TAR_MARK] == _TAR


def members(stream: BinaryIO, head: bytes, size: int, wanted: Wanted) -> Iterator[Member]:
    """The files inside, in their order. Raises NotText, and FAULTS where the archive is damaged."""
    limit = Limit(size)
    if head.startswith(_ZIP):
        yield from _of_zip(stream, size, limit, wanted)
    elif not head.startswith(_GZIP):
        yield from _of_tar(Counted(stream, limit, HEADER), limit, wanted)
    elif _begins_as_tar(stream):
        yield from _of_tar(Counted(gzip.GzipFile(fileobj=stream), limit, HEADER), limit, wanted)
    elif wanted(""):
        with kept(Counted(gzip.GzipFile(fileobj=stream), limit)) as file:
            yield Member("", file)


def kept(stream: IO[bytes] | Counted) -> BinaryIO:
    """All of a stream, to be read more than once. The caller closes it."""
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        while data := stream.read(PIECE):
            file.write(data)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return cast("BinaryIO", file)


def is_passed_over(name: str) -> bool:
    """Hidden files and what a Mac adds, as in folders."""
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") and part not in {".", ".."} for part in parts) or (
        "__MACOSX" in parts
    )


def _begins_as_tar(stream: BinaryIO) -> bool:
    with gzip.GzipFile(fileobj=stream) as unpacked:
        beginning = unpacked.read(512)
    stream.seek(0)
    return beginning[_TAR_MARK] == _TAR


def _of_zip(stream: BinaryIO, size: int, limit: Limit, wanted: Wanted) -> Iterator[Member]:
    _refuse_long_directory(stream, size)
    with zipfile.ZipFile(stream) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if any(info.filename in _OFFICE for info in infos[:10]):
            raise NotText("not text: an office document or a program; save it as text")
        limit.promise(sum(info.file_size for info in infos))
        for info in infos:
            limit.member()
            if is_passed_over(info.filename):
                continue
            fault = _bad_name(info.filename) or _unwelcome(info)
            if fault or not wanted(info.filename):
                yield Member(info.filename, fault=fault)
                continue
            with archive.open(info) as packed, kept(Counted(packed, limit)) as file:
                yield Member(info.filename, file)


def _unwelcome(info: zipfile.ZipInfo) -> str:
    if info.external_attr >> 28 == _LINK:
        return "a link in an archive, which is not followed"
    if info.flag_bits & 1:
        return "encrypted; unpack it and import the folder"
    if info.compress_type not in _IN_PIECES:
        return "packed in a way that is not read here; pack it anew (deflate), or unpack it"
    return ""


def _refuse_long_directory(stream: BinaryIO, size: int) -> None:
    """Raise NotText for a ZIP whose list of members would fill the memory."""
    begin = max(0, size - _END.size - 2**16)
    stream.seek(begin)
    tail = stream.read()
    stream.seek(0)
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + _END.size:
        raise zipfile.BadZipFile("its list of files is missing")
    _sign, count, length = (_END.unpack_from(tail, place)[number] for number in (0, 4, 5))
    if length > LONGEST_DIRECTORY or count > MOST_MEMBERS:
        raise NotText(f"holds more than {MOST_MEMBERS:,} files; pack fewer together")


def _of_tar(stream: Counted, limit: Limit, wanted: Wanted) -> Iterator[Member]:
    with tarfile.open(
        fileobj=cast("BinaryIO", stream), mode="r|", bufsize=tarfile.BLOCKSIZE
    ) as tar:
        while True:
            stream.stretch = HEADER + max(0, tar.offset - tar.fileobj.tell())
            info = tar.next()
            if info is None:
                return
            tar.members.clear()  # type: ignore[attr-defined]  # they are kept for nobody
            stream.stretch = info.size + HEADER
            limit.member()
            if info.isdir() or is_passed_over(info.name):
                continue
            fault = _bad_name(info.name)
            if not info.isreg():
                fault = "a link, pipe or device in an archive, which is not followed"
            elif info.issparse():  # what its holes unpack to is in no stream that is counted
                fault = "a file with holes (sparse); pack it anew without --sparse"
            packed = tar.extractfile(info) if not fault and wanted(info.name) else None
            if packed is None:
                yield Member(info.name, fault=fault)
                continue
            with kept(packed) as file:
                yield Member(info.name, file)


def _bad_name(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "\x00" in name or name[1:2] == ":":
        return "its name leads out of the archive; name it anew"
    return ""
