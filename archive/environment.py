"""Reads the environment with environs: every fault is kept, and all are told at once."""

from __future__ import annotations

import fcntl
import ipaddress
import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import validate_email
from environs import EnvValidationError, FileAwareEnv, ValidationError

KEY_LENGTH = 50  # characters; Django's own deployment check asks for as many

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# SQLite as it should be run: readers beside one writer, and the write lock taken at the start of
# a transaction, because a transaction that asks for it half-way is refused without waiting.
SQLITE_OPTIONS = {
    "timeout": 5,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
    ),
}


class Environment(FileAwareEnv):
    """Typed readings of variables, each also as NAME_FILE; `finish` tells every fault at once.

    An empty variable counts as one that is not set, as compose files like to pass them.
    """

    def __init__(self) -> None:
        super().__init__(eager=False, strip_whitespace=True)
        self.faults: list[str] = []
        for parse in PARSERS:
            self.add_parser(parse.__name__, parse)

    def _get_value(self, env_key: str, default: Any) -> Any:
        file_key = f"{env_key}{self.file_suffix}"
        if os.environ.get(env_key) and os.environ.get(file_key):
            self.faults.append(f"{env_key} and {file_key} are both set; set one of them.")
        try:
            value = super()._get_value(env_key, default)
        except (OSError, ValueError):
            file = os.environ.get(file_key)
            self.faults.append(f"{file_key} is {file}, which is not a text file we can read.")
            return default
        value = value.strip() if isinstance(value, str) else value
        return default if value == "" else value

    def folder(self, name: str, default: Path, *, written: bool) -> Path:
        """A folder that is made when it is missing, readable for our group and nobody else.

        `written` says that the archive cannot do without writing to it.
        """
        folder = Path(self.str(name, str(default))).expanduser().resolve()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        except OSError as error:
            self.faults.append(f"{name}: {folder} cannot be made: {error.strerror}.")
            return folder
        if written and not os.access(folder, os.W_OK | os.X_OK):
            uid = os.geteuid()
            self.faults.append(
                f"{name}: user {uid} may not write to {folder}; give it to that user "
                f"(chown -R {uid} {folder}) or set {name} to another folder."
            )
        return folder

    def secret_key(self, name: str, kept_in: Path, *, production: bool) -> str:
        """The given key, or one made once at random and kept in a file that only we can read."""
        given = str(self.str(name, ""))
        if given and production and len(given) < KEY_LENGTH:
            self.faults.append(
                f"{name} has {len(given)} characters; give at least {KEY_LENGTH} random ones, "
                "or none: then one is made and kept in DATA_DIR."
            )
        try:
            return given or kept_key(kept_in)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            self.faults.append(f"{name} is not set, and {kept_in} will not do: {reason}.")
            return secrets.token_urlsafe(KEY_LENGTH)

    def finish(self) -> None:
        """Raises ImproperlyConfigured with a line for every fault found so far."""
        faults = list(self.faults)
        try:
            self.seal()
        except EnvValidationError as error:
            wrong: Any = error.error_messages
            faults += [f"{name}: {' '.join(map(str, said))}" for name, said in wrong.items()]
        if faults:
            lines = "\n".join(f"- {fault}" for fault in sorted(faults))
            raise ImproperlyConfigured(f"These settings must be mended:\n{lines}")


def kept_key(path: Path) -> str:
    """The key in this file, made first if need be. Raises OSError, or ValueError for a bad file.

    The lock lets several processes start at once: one writes the key, the others read it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        key = file.read().strip()
        if not key:
            key = secrets.token_urlsafe(KEY_LENGTH)
            file.write(key)
    if len(key) < KEY_LENGTH:
        raise ValueError("it holds no key; delete it and a new one is made")
    return key


def flag(value: str) -> bool:
    """1 or 0, or one of the words people use for them."""
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if value.lower() not in words:
        raise ValidationError("use 1 or 0.")
    return words[value.lower()]


def origin(value: str) -> str:
    """An http or https address without a path, such as https://archive.example."""
    try:
        parts = urlsplit(value.lower())
        more = parts.path.strip("/") or parts.query or parts.fragment or parts.username
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a bracket or a port that is none
        good, more = False, ""
    if value and (not good or more):
        raise ValidationError("use an address such as https://archive.example.")
    return f"{parts.scheme}://{parts.netloc}" if value else ""


def url_path(value: str) -> str:
    path = value.strip("/")
    if not re.fullmatch(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*", path):
        raise ValidationError("use letters, digits, - and _, such as desk/.")
    return f"{path}/"


def networks(value: str) -> list[Network]:
    """Networks or addresses, parted by commas or spaces."""
    try:
        return [
            ipaddress.ip_network(part, strict=False) for part in value.replace(",", " ").split()
        ]
    except ValueError as error:
        raise ValidationError("use networks such as 10.0.0.0/8, parted by commas.") from error


def time_zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (OSError, ValueError, LookupError) as error:  # absolute, malformed, unknown
        raise ValidationError("use a name such as Asia/Jakarta.") from error


def email(value: str) -> str:
    try:
        if value:
            validate_email(value)
    except DjangoValidationError as error:
        raise ValidationError("use an e-mail address.") from error
    return value


def database(url: str) -> dict[str, Any]:
    """Django's settings of an SQLite file or a PostgreSQL server. Faults never show the URL."""
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=None))
    except ValueError:
        # From none: the library's message may hold the password.
        wrong = "use sqlite:///path or postgres://user:password@host/name."
        raise ValidationError(wrong) from None
    if config["ENGINE"].endswith("sqlite3"):
        return config | {"OPTIONS": SQLITE_OPTIONS | config.get("OPTIONS", {})}
    if not config["ENGINE"].endswith("postgresql"):
        raise ValidationError("the archive keeps its rows in SQLite or PostgreSQL.")
    return config | {"CONN_HEALTH_CHECKS": True}


def logs(value: str) -> str:
    if value.lower() not in ("json", "plain"):
        raise ValidationError("use json or plain.")
    return value.lower()


PARSERS = (flag, origin, url_path, networks, time_zone, email, database, logs)
