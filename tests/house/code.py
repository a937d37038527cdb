"""Rules about the code, each a function from the project's folder to one line per offence."""

import ast
from collections.abc import Iterator
from pathlib import Path

DRIVERS = frozenset({"httpx", "websockets", "playwright", "redis", "psycopg", "nats"})
STEP_LINES = 12
ENVIRONMENT_LINES = 40


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
