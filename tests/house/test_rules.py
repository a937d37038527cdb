"""The rules of the house hold, and each rule is known to see its offence."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import code, papers, prose, workflows

ROOT = Path(__file__).resolve().parents[2]
Rule = Callable[[Path], list[str]]

STEP = "from behave import given\n\n\n@given('x')\ndef step(context):\n"
FEATURE = "@VZ-08\nFeature: Live messages\n\n  Example: one\n"
WORKFLOW = ".github/workflows/a.yml"
MAKE = {"Makefile": "PARAMETERS := TAGS\nGOALS := help test\n"}
JOB = "permissions:\n  contents: read\njobs:\n  a:\n    steps:\n    - "
PROMISES = "| id | promise |\n|---|---|\n| VZ-08 | **Live messages.** |\n"
DEFECT = 'defect = Defect(service="web", breaks=("VZ-08",))\n'
TOKEN = ".".join(["eyJ" + "hbGciOiJIUzI1NiJ9", "eyJzdWIiOiJsaW5hIn0" * 2, "c2lnbmF0dXJl" * 3])

# A rule, a project that offends against it (path -> text), and what the rule says of that.
OFFENCES: list[tuple[Rule, dict[str, str], str]] = [
    (
        code.suite_imports_platforms,
        {"support/a.py": "import platforms.veza"},
        "support/a.py:1 imports platforms.veza",
    ),
    (code.suite_imports_platforms, {"steps/a.py": "def f():\n    from defects import x"}, "steps/a.py:2"),
    (
        code.platforms_import_suite,
        {"platforms/veza/a.py": "from support.scenario.world import World"},
        "support.scenario.world",
    ),
    (code.suite_imports_platforms, {"proof/a.py": "import platforms.veza"}, "proof/a.py:1"),
    (code.defects_import_suite, {"defects/veza/a.py": "import support.observing.waiting"}, "defects/veza/a.py:1"),
    (code.sleeps, {"defects/veza/a.py": "import time\ntime.sleep(1)"}, "time.sleep"),
    (code.steps_import_steps, {"steps/a.py": "", "steps/b.py": "import a"}, "steps/b.py:1 imports a"),
    (code.steps_import_steps, {"steps/a.py": "from steps.b import f"}, "steps.b"),
    (code.steps_import_steps, {"steps/a.py": "from . import b"}, "imports ."),
    (
        code.behave_outside_its_place,
        {"support/scenario/world.py": "from behave.runner import Context"},
        "behave.runner",
    ),
    (
        code.suite_names_a_platform,
        {"support/scenario/a.py": "def f():\n    from support.systems.system import System"},
        "support/scenario/a.py:2 imports support.systems.system",
    ),
    *(
        (code.suite_names_a_platform, {"features/shop/a.feature": FEATURE, place: text}, f"{place}:1 names")
        for place, text in [
            ("support/scenario/a.py", "world.shop"),
            ("support/a.py", "NAME = 'the Shop'"),
            ("support/a.py", "def shop_of(): ..."),
            ("support/systems/operations/a.py", "AT = 'shop.test'"),
            ("support/systems/system.py", "class Shop: ..."),
        ]
    ),
    (
        code.common_names_a_platform,
        {"platforms/events/a.py": "", "platforms/common/a.py": "from platforms.events import a"},
        "platforms/common/a.py:1 imports platforms.events",
    ),
    *(
        (code.common_names_a_platform, {"platforms/shop/a.py": "", "platforms/common/a.py": text}, said)
        for text, said in [
            ("ISSUER = 'shop'", "platforms/common/a.py:1 names shop"),
            ("def f():\n    from platforms.shop import a", "platforms/common/a.py:2 imports platforms.shop"),
        ]
    ),
    (
        code.platforms_import_each_other,
        {"support/systems/shop/a.py": "", "support/systems/bank/a.py": "from support.systems.shop import a"},
        "support/systems/bank/a.py:1 imports support.systems.shop",
    ),
    (
        code.platforms_import_each_other,
        {"support/systems/shop/a.py": "", "steps/health.py": "from support.systems.shop.a import f"},
        "steps/health.py:1 imports support.systems.shop.a",
    ),
    (
        code.platforms_import_each_other,
        {"support/systems/shop/a.py": "", "support/systems/system.py": "import support.systems.shop.a"},
        "support/systems/system.py:1",
    ),
    (
        code.circles,
        {
            "support/one/a.py": "from support.two import b",
            "support/two/b.py": "from support.three import C",
            "support/three/__init__.py": "def f():\n    from support.one.a import A",
        },
        "support.one.a and support.three and support.two.b import each other",
    ),
    (
        code.running_imports_reporting,
        {"support/running/a.py": "def f():\n    from support.reporting import junit"},
        "support/running/a.py:2 imports support.reporting",
    ),
    (code.drivers_outside_clients, {"support/systems/shop.py": "import httpx"}, "httpx"),
    (code.drivers_outside_clients, {"steps/a.py": "from playwright.sync_api import Page"}, "playwright"),
    (code.sleeps, {"support/a.py": "import time\ntime.sleep(1)"}, "support/a.py:2 time.sleep"),
    (code.sleeps, {"steps/a.py": "from time import sleep"}, "from time import sleep"),
    (code.sleeps, {"support/a.py": "page.wait_for_timeout(5)"}, "wait_for_timeout"),
    (code.sleeps, {"platforms/a.py": "import time\ntime.sleep(1)"}, "time.sleep"),
    (code.long_steps, {"steps/a.py": STEP + "    x = 1\n" * 12}, "step has 13 lines"),
    (code.untold_steps, {"steps/a.py": STEP + "    x = 1\n"}, "steps/a.py:5 step has no docstring of one line"),
    (code.untold_steps, {"steps/shop/a.py": STEP + '    """A\n    long story."""\n'}, "steps/shop/a.py:5"),
    (code.long_environment, {"environment.py": "x = 1\n" * 41}, "41 lines"),
    (prose.long_scenarios, {"features/a.feature": FEATURE + "    * it\n" * 8}, "a.feature:4 has 8 steps"),
    (prose.without_promise, {"features/a.feature": FEATURE.replace("@VZ-08", "@ui")}, "for no promise"),
    (
        prose.unknown_promises,
        {"features/a.feature": FEATURE.replace("@VZ-08", "@VZ-98"), "docs/promises.md": PROMISES},
        "nobody promised @VZ-98",
    ),
    (
        prose.kept_without_ground,
        {"features/a.feature": FEATURE, "docs/promises.md": PROMISES, "docs/kept.toml": 'kept = ["VZ-08"]'},
        "VZ-08 is said to be kept, but no known defect breaks it",
    ),
    (
        prose.kept_without_ground,
        {"defects/veza/a.py": DEFECT, "docs/promises.md": PROMISES, "docs/kept.toml": 'kept = ["VZ-08"]'},
        "VZ-08 is said to be kept, but has no scenario",
    ),
    (
        prose.kept_without_ground,
        {"docs/promises.md": PROMISES, "docs/kept.toml": 'kept = ["VZ-09"]'},
        "VZ-09 is said to be kept, but nobody promised it",
    ),
    (
        prose.kept_without_ground,
        {
            "defects/veza/a.py": DEFECT.replace("08", "98"),
            "docs/promises.md": PROMISES,
            "docs/kept.toml": "kept = []",
        },
        "defects/veza/a.py breaks VZ-98, which nobody promised",
    ),
    (prose.misplaced_defects, {"defects/veza/a.py": DEFECT}, "defects/veza/a.py afflicts web"),
    (prose.misplaced_defects, {"defects/veza/chat_server/a.py": DEFECT}, "afflicts web"),
    *(
        (prose.shop_talk, {"features/a.feature": f"{FEATURE}    When {said}\n"}, kind)
        for kind, said in [
            ("an address", "Lina opens https://veza.test"),
            ("an address", "Lina asks for /api/auth/login"),
            ("an address", "the service on 10.0.0.1 is away"),
            ("JSON", 'Lina sends {"text": "hello"}'),
            ("JSON", 'the answer is ["one"]'),
            ("SQL", "the database answers SELECT id FROM people"),
            ("a selector", "Lina presses #sign-in"),
            ("a selector", "Lina presses .button-primary"),
            ("a status code", "the answer has status 403"),
            ("a status code", "the answer is 403 Forbidden"),
        ]
    ),
    (
        papers.loose_pins,
        {name: "" for name in papers.REQUIREMENTS} | {"requirements.txt": "behave>=1.3 # x"},
        "pinned",
    ),
    (
        papers.loose_pins,
        {name: "" for name in papers.REQUIREMENTS} | {"requirements.txt": "behave==1.* # x"},
        "pinned",
    ),
    (
        papers.loose_pins,
        {name: "" for name in papers.REQUIREMENTS} | {"requirements.txt": "behave==1.3"},
        "reason",
    ),
    (
        papers.loose_report_pins,
        {
            "tools/allure/package.json": '{"dependencies": {"allure": "^3.18.0"}}',
            "tools/allure/package-lock.json": '{"packages": {}}',
        },
        "allure ^3.18.0 is not pinned",
    ),
    (
        papers.loose_report_pins,
        {
            "tools/allure/package.json": '{"dependencies": {}}',
            "tools/allure/package-lock.json": '{"packages": {"a": {"resolved": "x"}}}',
        },
        "a has an address",
    ),
    (
        papers.loose_images,
        {"docker-compose.yml": "services:\n  db:\n    image: postgres:latest\n"},
        "postgres:latest",
    ),
    (
        papers.loose_images,
        {"docker-compose.yml": "services:\n  db:\n    image: postgres\n"},
        "postgres is not",
    ),
    (papers.secrets, {"a.py": f"token = '{TOKEN}'"}, "a.py holds a signed token"),
    (papers.secrets, {"a.env": "KEY=AK" + "IAABCDEFGHIJKLMNOP"}, "an access token"),
    (papers.secrets, {"k.pem": "-----BEGIN PRIVATE" + " KEY-----\n" + "A" * 64}, "a private key"),
    (
        papers.secrets,
        {"a.py": "url = 'postgresql://ada:hunter2" + "@db.example.com/veza'"},
        "a password in an address",
    ),
    *(
        (workflows.loose_actions, {WORKFLOW: f"{JOB}{used}"}, f"{used.partition(' ')[2]} is not pinned")
        for used in [
            "uses: actions/checkout@v6",
            f"uses: actions/checkout@{'0' * 40}",
            f"uses: actions/checkout@{'0' * 40} # v6",
        ]
    ),
    *(
        (workflows.unknown_goals, {WORKFLOW: f"{JOB}{does}", **MAKE}, said)
        for does, said in [
            ("run: make setup test", "make knows no setup"),
            ("run: x && make tset", "make knows no tset"),
            ("run: python -m tools.nothing", "there is no tools.nothing"),
            ("run: x\n    env: {TAG: x}", "make knows no parameter TAG"),
        ]
    ),
    (
        workflows.scripted_expressions,
        {WORKFLOW: f"{JOB}run: make TAGS=${{{{ inputs.tags }}}}"},
        "${{ inputs.tags }} stands in a script",
    ),
    (workflows.generous_permissions, {WORKFLOW: JOB.replace("read", "write") + "run: x"}, "may do more than read"),
    (workflows.generous_permissions, {WORKFLOW: "jobs: {}"}, "may do more than read"),
    (
        workflows.generous_permissions,
        {WORKFLOW: f"{JOB}run: x\n    permissions: {{pages: write}}"},
        "a may pages and runs scripts",
    ),
    (
        workflows.stale_caches,
        {
            **dict.fromkeys(workflows.PINNED, ""),
            WORKFLOW: f"{JOB}with: {{path: .venv, key: \"${{{{ hashFiles('requirements*.txt') }}}}\"}}",
        },
        "platforms/requirements.txt may change unnoticed",
    ),
    (papers.generated, {".gitignore": "reports/\n", "reports/run.json": "{}"}, "reports/run.json"),
]
RULES = list(dict.fromkeys(rule for rule, _, _ in OFFENCES))

# What comes near an offence and is none.
FINE: list[tuple[Rule, dict[str, str]]] = [
    (code.suite_imports_platforms, {"support/a.py": "import platform"}),
    (
        code.behave_outside_its_place,
        {"support/reporting/a.py": "import behave", "support/lifecycle.py": "import behave"},
    ),
    (code.drivers_outside_clients, {"support/clients/http.py": "import httpx"}),
    *(
        (rule, {"features/events/a.feature": FEATURE, "platforms/events/a.py": "", f"{place}/a.py": "events = []"})
        for rule, place in [
            (code.suite_names_a_platform, "support"),
            (code.common_names_a_platform, "platforms/common"),
        ]
    ),
    (
        code.suite_names_a_platform,
        {
            "features/shop/a.feature": FEATURE,
            "support/a.py": '"""The shop, for one."""\nworkshop = 1\n"""Such as shop."""',
            "support/systems/shop/a.py": "from support.systems.system import System\nSHOP = 'Shop'",
        },
    ),
    (
        code.platforms_import_each_other,
        {
            "support/systems/shop/a.py": "from support.systems.shop import b",
            "steps/shop/a.py": "import support.systems.shop",
        },
    ),
    (
        code.circles,
        {"support/a.py": "from support.b import f, g", "support/b.py": "from support import c", "support/c.py": ""},
    ),
    (code.running_imports_reporting, {"support/runner.py": "from support.reporting import records"}),
    (code.sleeps, {"support/observing/waiting.py": "time.sleep(1)", "platforms/a.py": "asyncio.sleep(1)"}),
    (code.long_steps, {"steps/a.py": STEP + '    """A\n    long\n    story."""\n' + "    x = 1\n" * 11}),
    (code.untold_steps, {"steps/a.py": STEP + '    """It is told."""\n'}),
    (prose.long_scenarios, {"features/a.feature": FEATURE + "    * it\n" * 7}),
    (
        prose.kept_without_ground,
        {
            "features/a.feature": FEATURE,
            "defects/veza/a.py": DEFECT,
            "docs/promises.md": PROMISES,
            "docs/kept.toml": 'kept = ["VZ-08"]',
        },
    ),
    (prose.misplaced_defects, {"defects/veza/web/a.py": DEFECT, "defects/veza/web/__init__.py": ""}),
    (workflows.loose_actions, {WORKFLOW: f"{JOB}uses: actions/checkout@{'0' * 40} # v6.0.2"}),
    (workflows.unknown_goals, {WORKFLOW: f"{JOB}run: make test SEED=7 | tee make.log\n    env: {{TAGS: x}}", **MAKE}),
    (workflows.generous_permissions, {WORKFLOW: f"{JOB}uses: x\n    permissions: {{pages: write}}"}),
    *(
        (prose.shop_talk, {"features/a.feature": f"{FEATURE}    When {said}\n"})
        for said in [
            'Lina says "This track is amazing! 🎵" about it',
            "Lina says 200 things, one after another",
            "Arno and Milo see 95 % of them within 50 milliseconds",
            'Lina says "%s {} \\n $1; DROP TABLE messages; --"',
            'Lina signs in and/or updates the place of "Night Bus"',
        ]
    ),
]


def project(folder: Path, files: dict[str, str]) -> Path:
    """These files under git, in a folder of their own."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for command in (["init", "-q"], ["add", "--all", "--force"]):
        subprocess.run(["git", "-C", str(folder), *command], check=True)
    return folder


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule: Rule) -> None:
    offences = rule(ROOT)
    assert not offences, f"{rule.__doc__}\n" + "\n".join(offences)


@pytest.mark.parametrize(("rule", "files", "said"), OFFENCES)
def test_the_rule_sees_its_offence(rule: Rule, files: dict[str, str], said: str, tmp_path: Path) -> None:
    offences = rule(project(tmp_path, files))
    assert any(said in offence for offence in offences), offences


@pytest.mark.parametrize(("rule", "files"), FINE)
def test_the_rule_lets_be_what_is_fine(rule: Rule, files: dict[str, str], tmp_path: Path) -> None:
    assert rule(project(tmp_path, files)) == []


def test_every_rule_is_listed() -> None:
    written = {
        function
        for module in (code, prose, papers, workflows)
        for name, function in vars(module).items()
        if getattr(function, "__annotations__", {}) == {"root": Path, "return": list[str]}
    }
    assert written == set(RULES)
