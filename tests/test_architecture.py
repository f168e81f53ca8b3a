"""The shape of the package: who may import whom, and how large and how named things are.

Every module under archive/ has a room on the map below; a new folder or a new top-level module
needs one too. An arrow is allowed only where the map draws it.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Who may import whom. Everyone may import from its own room and from WORDS.
WORDS = {"archive.text", "archive.dates"}
SEARCH = {
    "archive.search",
    "archive.search.engines",
    "archive.search.engine",
    "archive.search.syntax",
}
PAGES = SEARCH | {"archive.filters", "archive.citing", "archive.models", "archive.logs"}
MAP = {
    # values and pure functions
    "archive.text": set(),
    "archive.dates": set(),
    "archive.extraction": set(),
    "archive.search.engine": set(),
    "archive.search.syntax": set(),
    "archive.search.engines": {"archive.search.engine"},
    # rows, and what is done with them
    "archive.models": set(),
    "archive.citing": {"archive.models"},
    "archive.importing": {"archive.extraction", "archive.models"},
    "archive.search": SEARCH | {"archive.models"},
    "archive.curation": SEARCH | {"archive.extraction", "archive.models"},
    "archive.keeping": SEARCH | {"archive.importing", "archive.models"},
    "archive.filters": SEARCH | {"archive.models"},
    # the doors
    "archive.views": PAGES,
    "archive.templatetags": PAGES | {"archive.views"},
    "archive.api": PAGES | {"archive.views"},
    "archive.admin": PAGES
    | {"archive.curation", "archive.extraction", "archive.importing", "archive.keeping"}
    | {"archive.health"},
    "archive.management": PAGES
    | {"archive.curation", "archive.extraction", "archive.importing", "archive.keeping"}
    | {"archive.checks", "archive.health", "archive.lifeline"},
    # the house
    "archive": set(),
    "archive.environment": set(),
    "archive.lifeline": set(),
    "archive.logs": set(),
    "archive.settings": {"archive.environment", "archive.logs"},
    "archive.checks": set(),
    "archive.health": SEARCH,
    "archive.middleware": {"archive.health", "archive.logs", "archive.views"},
    "archive.apps": {"archive.checks", "archive.curation", "archive.search"},
    "archive.urls": {"archive.api", "archive.views"},
    "archive.server": {"archive.lifeline", "archive.logs"},
    "archive.wsgi": set(),
}
# What knows no Django: it can be used, and tested, by itself.
PLAIN = WORDS | {"archive.extraction", "archive.search.engine", "archive.search.syntax"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "services", "managers", "core", "common", "misc"}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50


@dataclass(frozen=True)
class Module:
    name: str
    source: str

    @property
    def tree(self):
        return ast.parse(self.source)


def modules():
    """Every module of the package, but for migrations: Django writes those."""
    for path in sorted((ROOT / "archive").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "migrations" not in parts:
            yield Module(".".join(parts).removesuffix(".__init__"), path.read_text("utf-8"))


NAMES = {module.name for module in modules()}


def room_of(name):
    """The innermost room of the map that holds this module."""
    while name and name not in MAP:
        name = name.rpartition(".")[0]
    return name


def imported(module):
    """Full names of what is imported: the module where one is meant, else its object's module."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            yield from (
                whole if (whole := f"{base}.{alias.name}") in NAMES else base
                for alias in node.names
            )


def faults_of(module):
    """Every rule that a module breaks, as sentences."""
    return [
        *misplaced(module),
        *wrong_imports(module),
        *relative_or_late_imports(module),
        *wrong_sizes(module),
    ]


def misplaced(module):
    room = room_of(module.name)
    if room == "archive" and module.name != "archive":
        yield f"{module.name} has no room on the map"
    if set(module.name.split(".")) & FORBIDDEN_NAMES:
        yield f"{module.name} has a name that says nothing"
    if module.source.strip() and not ast.get_docstring(module.tree):
        yield f"{module.name} does not say what it is for"


def wrong_imports(module):
    room = room_of(module.name)
    allowed = MAP[room] | WORDS | {room}
    if room in WORDS:
        allowed = {room}
    for name in imported(module):
        top = name.partition(".")[0]
        if top == "archive" and room_of(name) not in allowed:
            yield f"{module.name} imports {name}"
        plain = room in PLAIN or module.name.startswith("archive.search.engines.")
        if top == "django" and plain:
            yield f"{module.name} imports {name}, but knows no Django"


def relative_or_late_imports(module):
    for function in ast.walk(module.tree):
        if isinstance(function, ast.ImportFrom) and function.level:
            yield f"{module.name}:{function.lineno} imports relatively"
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if (module.name, function.name) == ("archive.apps", "ready"):
            continue  # signals need the models, which are loaded only then
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield f"{module.name}:{node.lineno} imports inside {function.name}"


def wrong_sizes(module):
    lines = len(module.source.splitlines())
    if lines > LONGEST_MODULE:
        yield f"{module.name} has {lines} lines"
    for function in ast.walk(module.tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = function.body[0] if ast.get_docstring(function) else None
            own = docstring.end_lineno - docstring.lineno + 1 if docstring else 0
            length = function.end_lineno - function.lineno + 1 - own
            if length > LONGEST_FUNCTION:
                yield f"{module.name}.{function.name} has {length} lines"


@pytest.mark.parametrize("module", list(modules()), ids=lambda module: module.name)
def test_every_module_keeps_the_rules(module):
    assert not list(faults_of(module))


def test_the_map_has_no_room_that_is_empty():
    assert {room_of(name) for name in NAMES} == set(MAP)


def test_nothing_runs_in_a_circle():
    """Rooms can be put in an order in which each imports only from those before it."""
    left = {room: MAP[room] - {room} for room in MAP}
    # A package and its own innermost rooms may know each other's names, but not in a circle.
    while left:
        free = {room for room, needs in left.items() if not needs & set(left)}
        assert free, f"these import each other: {sorted(left)}"
        left = {room: needs for room, needs in left.items() if room not in free}


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        (
            "archive.models.x",
            '"""X."""\nfrom archive.search import engine',
            "imports archive.search.engine",
        ),
        (
            "archive.importing.x",
            '"""X."""\nimport archive.search.sync',
            "imports archive.search.sync",
        ),
        (
            "archive.search.x",
            '"""X."""\nfrom archive.importing import importer',
            "imports archive.importing",
        ),
        (
            "archive.text.x",
            '"""X."""\nfrom archive.dates.edtf import bounds',
            "imports archive.dates.edtf",
        ),
        ("archive.extraction.x", '"""X."""\nfrom django.conf import settings', "knows no Django"),
        ("archive.views.x", '"""X."""\nfrom . import home', "imports relatively"),
        ("archive.views.x", '"""X."""\ndef page():\n    import json', "imports inside page"),
        ("archive.views.x", "import json", "does not say what it is for"),
        ("archive.utils", '"""X."""', "has no room on the map"),
        ("archive.views.helpers", '"""X."""', "a name that says nothing"),
        ("archive.views.x", '"""X."""\n' + "x = 1\n" * 400, "has 401 lines"),
        ("archive.views.x", '"""X."""\ndef f():\n' + "    x = 1\n" * 50, "has 51 lines"),
        (
            "archive.views.x",
            '"""X."""\nclass A:\n    def f(self):\n' + "        x = 1\n" * 50,
            "has 51",
        ),
    ],
)
def test_a_planted_fault_is_found(name, source, said):
    assert any(said in fault for fault in faults_of(Module(name, source)))


def test_a_docstring_does_not_count_as_length():
    long = '"""X."""\ndef f():\n    """' + "Words.\n" * 60 + '"""\n    return 1\n'
    assert not list(faults_of(Module("archive.views.x", long)))
