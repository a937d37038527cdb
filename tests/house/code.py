"""Rules about the code, each a function from the project's folder to one line per offence."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

DRIVERS = frozenset({"httpx", "websockets", "playwright", "redis", "psycopg", "nats"})
STEP_LINES = 12
ENVIRONMENT_LINES = 40
ORDINARY_WORDS = frozenset({"events"})
"""Names of platforms that are words of the trade as well: of these only an import gives a platform away."""


def modules(root: Path, *places: str) -> Iterator[tuple[str, ast.Module]]:
    """Path from the root, and syntax tree, of every Python file in these files and folders."""
    for place in places:
        found = [root / place] if place.endswith(".py") else sorted((root / place).rglob("*.py"))
        for file in found:
            if file.is_file():
                yield str(file.relative_to(root)), ast.parse(file.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and module of every import, also of those inside functions; relative ones keep their dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def trespasses(root: Path, places: tuple[str, ...], forbidden: set[str] | frozenset[str]) -> list[str]:
    """Where files of these places import one of these top-level packages."""
    return [
        f"{path}:{line} imports {name}"
        for path, tree in modules(root, *places)
        for line, name in imports(tree)
        if name.split(".")[0] in forbidden
    ]


def suite_imports_platforms(root: Path) -> list[str]:
    """The suite knows a platform only from outside; so does the proof."""
    found = trespasses(root, ("support", "steps", "environment.py"), {"platforms", "defects", "proof"})
    return found + trespasses(root, ("proof",), {"platforms", "steps"})


def platforms_import_suite(root: Path) -> list[str]:
    """A platform does not know that it is tested."""
    return trespasses(root, ("platforms",), {"support", "steps", "defects", "proof", "tools", "behave"})


def defects_import_suite(root: Path) -> list[str]:
    """A defect is a part of a platform that is broken."""
    return trespasses(root, ("defects",), {"support", "steps", "proof", "tools", "behave"})


def steps_import_steps(root: Path) -> list[str]:
    """Each step module stands alone; what two share belongs in support."""
    siblings = {file.stem for file in (root / "steps").rglob("*.py")}
    relative = [
        f"{path}:{line} imports {name}"
        for path, tree in modules(root, "steps")
        for line, name in imports(tree)
        if name.startswith(".")
    ]
    return relative + trespasses(root, ("steps",), siblings | {"steps"})


def platforms_of(root: Path) -> set[str]:
    """The platforms that the project knows, by the folders that they have in it."""
    places = ("features", "steps", "support/systems", "platforms")
    return {
        folder.name
        for place in places
        for folder in (root / place).glob("*/")
        if folder.name not in {"common", "operations", "__pycache__"}
    }


def suite_names_a_platform(root: Path) -> list[str]:
    """Only a platform's own room knows it: no other one of `support` imports `systems`, or says its name."""
    rooms = platforms_of(root)
    known = rooms - ORDINARY_WORDS
    word = re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(known))})(?![a-z])", re.IGNORECASE)
    found = []
    for path, tree in modules(root, "support"):
        own = path.split("/")[2] if path.startswith("support/systems/") and path.count("/") > 2 else ""
        if not path.startswith("support/systems/"):
            found += [f"{path}:{at} imports {name}" for at, name in imports(tree) if name.startswith("support.systems")]
        if own not in rooms:
            found += [f"{path}:{at} names {name}" for at, said in sayings(tree) for name in word.findall(said) if known]
    return found


def common_names_a_platform(root: Path) -> list[str]:
    """What every platform is built of knows none of them."""
    known = {folder.name for folder in (root / "platforms").glob("*/")} - {"common", "__pycache__"} - ORDINARY_WORDS
    word = re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(known))})(?![a-z])", re.IGNORECASE)
    found = []
    for path, tree in modules(root, "platforms/common"):
        found += [
            f"{path}:{at} imports {name}"
            for at, name in imports(tree)
            if name.startswith("platforms.") and not name.startswith("platforms.common")
        ]
        found += [f"{path}:{at} names {name}" for at, said in sayings(tree) for name in word.findall(said) if known]
    return found


def sayings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of every name and every string that does something; comments and docstrings do nothing."""
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in remarks:
                yield node.lineno, text
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield node.lineno, name


def platforms_import_each_other(root: Path) -> list[str]:
    """What is known of one platform is of no use to another; what two share is in `support/systems` itself."""
    known = platforms_of(root)
    found = []
    for path, tree in modules(root, "support/systems", "steps"):
        own = path.removeprefix("support/systems/").removeprefix("steps/").partition("/")[0]
        for at, name in imports(tree):
            other = name.removeprefix("support.systems.").partition(".")[0]
            if name.startswith("support.systems.") and other in known - {own}:
                found.append(f"{path}:{at} imports {name}")
    return found


def circles(root: Path) -> list[str]:
    """Nobody has to know a module to understand another that the first one needs: imports never go round."""
    trees = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): tree
        for path, tree in modules(root, "support", "platforms")
    }
    needs = {name: set(_needed(tree, trees)) - {name} for name, tree in trees.items()}
    return [" and ".join(sorted(circle)) + " import each other" for circle in _round(needs)]


def running_imports_reporting(root: Path) -> list[str]:
    """Reports are made of what running has found; running does not know that they are."""
    return [
        f"{path}:{line} imports {name}"
        for path, tree in modules(root, "support/running")
        for line, name in imports(tree)
        if f"{name}.".startswith("support.reporting.") or name == "support.runner"
    ]


def _needed(tree: ast.Module, known: Mapping[str, object]) -> Iterator[str]:
    """The modules of the project that one imports, wherever in it, for types alone too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{name.name}" for name in node.names}
            yield from inner & known.keys()
            if node.module in known and not inner <= known.keys():
                yield node.module


def _round(needs: Mapping[str, set[str]]) -> list[set[str]]:
    """The sets of modules of which each needs, by way of others, every other."""
    reach: dict[str, set[str]] = {}
    for start in needs:
        seen, ahead = set[str](), [start]
        while ahead:
            fresh = needs[ahead.pop()] - seen
            seen |= fresh
            ahead += fresh
        reach[start] = seen
    rings = {frozenset(other for other in reach[one] if one in reach[other]) for one in needs if one in reach[one]}
    return [set(ring) for ring in rings]


def behave_outside_its_place(root: Path) -> list[str]:
    """Only the life cycle, reporting and running know behave."""
    allowed = ("support/lifecycle.py", "support/reporting/", "support/running/")
    return [one for one in trespasses(root, ("support",), {"behave", "allure_behave"}) if not one.startswith(allowed)]


def drivers_outside_clients(root: Path) -> list[str]:
    """Only the clients, which write down all they do, speak to a platform."""
    found = trespasses(root, ("support", "steps", "environment.py"), DRIVERS)
    return [one for one in found if not one.startswith("support/clients/")]


def sleeps(root: Path) -> list[str]:
    """Nothing sleeps: waiting is for an observation. In services, a timer of asyncio may be the feature."""
    return [
        f"{path}:{getattr(node, 'lineno', 0)} {name}"
        for path, tree in modules(
            root, "support", "steps", "environment.py", "platforms", "defects", "proof", "tools", "bench"
        )
        if path != "support/observing/waiting.py"
        for node in ast.walk(tree)
        if (name := _sleep(node)) and not (path.startswith(("platforms/", "defects/")) and name == "asyncio.sleep")
    ]


def _sleep(node: ast.AST) -> str:
    """The name of the sleeping function that is called or imported here; empty when none is."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr="sleep")):
            return f"{module}.sleep"
        case ast.Call(func=ast.Attribute(attr="sleep" | "wait_for_timeout" as name)):
            return name
        case ast.ImportFrom(module=module, names=names) if any(name.name == "sleep" for name in names):
            return f"from {module} import sleep"
    return ""


def long_steps(root: Path) -> list[str]:
    """A step is a few lines; its docstring does not count."""
    return [
        f"{path}:{node.lineno} {node.name} has {lines} lines, at most {STEP_LINES} are good"
        for path, tree in modules(root, "steps")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.decorator_list and (lines := length(node)) > STEP_LINES
    ]


def untold_steps(root: Path) -> list[str]:
    """Authors search the catalogue of steps: each tells, in one line, what its sentence cannot."""
    return [
        f"{path}:{node.lineno} {node.name} has no docstring of one line"
        for path, tree in modules(root, "steps")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.decorator_list
        and len((ast.get_docstring(node) or "").splitlines()) != 1
    ]


def length(function: ast.FunctionDef) -> int:
    """Lines of a function from `def` on, without its docstring."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def long_environment(root: Path) -> list[str]:
    """`environment.py` hands over and does nothing itself."""
    lines = len((root / "environment.py").read_text(encoding="utf-8").splitlines())
    return [f"environment.py has {lines} lines, {ENVIRONMENT_LINES} are enough"] if lines > ENVIRONMENT_LINES else []
