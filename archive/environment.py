"""Reads the environment: each variable or its `_FILE`, every fault kept and told at once."""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

KEY_LENGTH = 50  # characters; Django's own check asks for as many

T = TypeVar("T")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# SQLite as it should be run: readers beside one writer, and a write lock taken at the start of
# a transaction, so that waiting for it works.
SQLITE_OPTIONS = {
    "timeout": 5,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
    ),
}


class Environment:
    """Typed readings of environment variables; `finish` raises ImproperlyConfigured for all faults."""

    def __init__(self, variables: dict[str, str] | None = None) -> None:
        self.variables = dict(os.environ) if variables is None else variables
        self.faults: list[str] = []
        self.given_key: str | None = None

    def text(self, name: str, default: str = "", *, secret: bool = False) -> str:
        """The variable, or for secrets the content of the file that NAME_FILE names."""
        value = self.variables.get(name, "").strip()
        file = self.variables.get(f"{name}_FILE", "").strip() if secret else ""
        if value and file:
            self.faults.append(f"{name} and {name}_FILE are both set; set one of them.")
        elif file:
            try:
                value = Path(file).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                self.faults.append(f"{name}_FILE is {file}, which cannot be read: {error}.")
        return value or default

    def read(self, name: str, default: T, parse: Callable[[str], T], hint: str) -> T:
        """The variable made a value by `parse`, whose ValueError becomes a fault with the hint."""
        value = self.text(name)
        if not value:
            return default
        try:
            return parse(value)
        except (ValueError, ValidationError):
            self.faults.append(f"{name} is {value!r}; {hint}")
            return default

    def flag(self, name: str, *, default: bool) -> bool:
        words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}

        def parse(value: str) -> bool:
            if value.lower() not in words:
                raise ValueError(value)
            return words[value.lower()]

        return self.read(name, default, parse, "use 1 or 0.")

    def folder(self, name: str, default: Path) -> Path:
        """A folder that is made when it is missing, readable for nobody else."""
        folder = Path(self.text(name) or default).expanduser().resolve()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        except OSError as error:
            self.faults.append(f"{name} is {folder}, which cannot be made: {error.strerror}.")
        return folder

    def secret_key(self, name: str, kept_in: Path) -> str:
        """The given key, or one made once at random and kept in a file only we can read."""
        self.given_key = self.text(name, secret=True) or None
        if self.given_key:
            return self.given_key
        try:
            handle = os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return self.kept_key(name, kept_in)
        except OSError as error:
            self.faults.append(
                f"{name} is not set, and none can be kept in {kept_in}: {error.strerror}. "
                f"Make DATA_DIR writable or set {name}."
            )
            return secrets.token_urlsafe(KEY_LENGTH)
        key = secrets.token_urlsafe(KEY_LENGTH)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(key)
        return key

    def kept_key(self, name: str, kept_in: Path) -> str:
        try:
            key = kept_in.read_text(encoding="utf-8").strip()
        except OSError as error:
            self.faults.append(f"{kept_in} cannot be read: {error.strerror}.")
            key = ""
        if len(key) < KEY_LENGTH and not self.faults:
            self.faults.append(f"{kept_in} holds no key; delete it and a new one is made.")
        return key or secrets.token_urlsafe(KEY_LENGTH)

    def address(self, name: str) -> str:
        """An http or https origin without a path, such as https://archive.example."""

        def parse(value: str) -> str:
            parts = urlsplit(value)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ValueError(value)
            if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
                raise ValueError(value)
            return f"{parts.scheme}://{parts.netloc}"

        return self.read(name, "", parse, "use an address such as https://archive.example.")

    def path(self, name: str, default: str) -> str:
        def parse(value: str) -> str:
            path = value.strip("/")
            if not all(
                part.replace("-", "").replace("_", "").isalnum() for part in path.split("/")
            ):
                raise ValueError(value)
            return path + "/"

        return self.read(name, default, parse, "use letters, digits, - and _, such as desk/.")

    def networks(self, name: str) -> list[Network]:
        def parse(value: str) -> list[Network]:
            parts = [part for part in value.replace(",", " ").split() if part]
            return [ipaddress.ip_network(part, strict=False) for part in parts]

        return self.read(name, [], parse, "use networks such as 10.0.0.0/8, parted by commas.")

    def time_zone(self, name: str, default: str) -> str:
        def parse(value: str) -> str:
            try:
                ZoneInfo(value)
            except Exception as error:  # ZoneInfo raises several kinds
                raise ValueError(value) from error
            return value

        return self.read(name, default, parse, "use a name such as Asia/Jakarta.")

    def email(self, name: str) -> str:
        def parse(value: str) -> str:
            validate_email(value)
            return value

        return self.read(name, "", parse, "use an e-mail address.")

    def database(self, url: str, default: Path) -> dict[str, Any]:
        """SQLite in one file, or what the URL says (postgres://user:password@host/name)."""
        try:
            config: dict[str, Any] = dict(dj_database_url.parse(url or f"sqlite:///{default}"))
        except (ValueError, KeyError):
            self.faults.append("DATABASE_URL is not an address such as postgres://user@host/name.")
            config = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(default)}
        config["ATOMIC_REQUESTS"] = False
        config["CONN_MAX_AGE"] = None
        if config["ENGINE"].endswith("sqlite3"):
            config["OPTIONS"] = SQLITE_OPTIONS | config.get("OPTIONS", {})
        else:
            config["CONN_HEALTH_CHECKS"] = True
        return config

    def refuse_in_production(self, *, debug: bool, site_url: str) -> None:
        """What may be convenient on one's own machine and is dangerous on the open web."""
        if debug:
            self.faults.append("DEBUG is on with SITE_URL set; unset one of them.")
        if not site_url.startswith("https://"):
            self.faults.append(f"SITE_URL is {site_url!r}; in production it must begin https://.")
        if self.given_key is not None and len(self.given_key) < KEY_LENGTH:
            self.faults.append(
                f"SECRET_KEY has {len(self.given_key)} characters; give at least {KEY_LENGTH} "
                "random ones, or none: then one is made and kept in DATA_DIR."
            )

    def finish(self) -> None:
        if self.faults:
            lines = "\n".join(f"- {fault}" for fault in self.faults)
            raise ImproperlyConfigured(f"These settings must be mended:\n{lines}")
