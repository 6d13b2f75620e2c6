"""The commands that are recorded: what is typed, in which surroundings, beside which files."""

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import NamedTuple

import inputs

LANGUAGES = ("en", "vi")
NO_FILES: Mapping[str, bytes] = {}


class Case(NamedTuple):
    """A command to be recorded. `note` says what is special about its files; `changes` are of the environment."""

    group: str
    typed: str
    files: Mapping[str, bytes] = NO_FILES
    note: str = ""
    stdin: bytes = b""
    changes: Mapping[str, str] = {}

    @property
    def words(self) -> list[str]:
        return shlex.split(self.typed)

    @property
    def key(self) -> str:
        """What names the command in a recording."""
        set_first = "".join(f"{name}={shlex.quote(value)} " for name, value in sorted(self.changes.items()))
        return f"{self.group}: {set_first}povcalc {self.typed}" + (f"  ({self.note})" if self.note else "")


class Source(NamedTuple):
    """The checkout that the plan of 2019, the examples and the documents are taken from."""

    root: Path

    @property
    def plan(self) -> str:
        return (self.root / "data" / "plan_2019.yaml").read_text(encoding="utf-8")

    def edited(self, *edits: inputs.Edit) -> bytes:
        """The plan of 2019 with some edits, each of which must find what it is about."""
        text = self.plan
        for old, new, behind in edits:
            start = text.index(old, text.index(behind))
            text = text[:start] + new + text[start + len(old) :]
        return text.encode()

    def examples(self) -> dict[str, bytes]:
        """The examples of the checks by file name, wherever under src/ they are kept."""
        found = (*self.root.glob("src/**/*.fails.*"), *self.root.glob("src/**/*.passes.*"))
        return {file.name: file.read_bytes() for file in sorted(found, key=lambda file: file.name)}

    def plans(self) -> dict[str, bytes]:
        own = {name: text.encode() for name, text in inputs.PLANS.items()}
        return {"2019": self.plan.encode(), **own}


def spoken(*cases: Case) -> Iterator[Case]:
    """Each of the cases in both languages."""
    for case, lang in product(cases, LANGUAGES):
        yield case._replace(typed=f"{case.typed} --lang {lang}".strip())


def wide(*cases: Case) -> Iterator[Case]:
    """Each of the cases at 80 and at 120 columns."""
    for case in cases:
        yield case
        yield case._replace(changes={**case.changes, "COLUMNS": "120"})


COMMANDS = ("check", "show", "why", "whatif", "seek", "allocate", "compare", "init", "explain", "schema")


def helps(_: Source) -> Iterator[Case]:
    for command in ("", *COMMANDS):
        yield from wide(*spoken(Case("help", f"{command} --help".strip())))
    yield from spoken(Case("help", ""), Case("help", "check -h"), Case("help", "--version"))


WRONG_WORDS = """
chek
check --formt json
check --format xml
check --format
check --strict=1
check --select T999
check --select ''
check --ignore Q
check --jobs 0
check -j two
check ''
check none.yaml
check none.yaml plan.yaml
check --no-default
check --growth x
check --growth 5..1
check --growth -95
check --cut x
check --cut -1
check --figures none.csv plan.yaml
check --save new.yaml plan.yaml
check --output none/x.json -f json plan.yaml
check --output xml=x plan.yaml
check --output sarif=a --output sarif=a plan.yaml
check --diff --fix plan.yaml
check --fix
check --fix -
check --diff -f json plan.yaml
check --fix --figures bases.csv plan.yaml
check --settings none.toml plan.yaml
check --settings a --no-settings plan.yaml
check --show-settings -f sarif plan.yaml
check --show-settings none.yaml
check --lang
check --lang fr
check .
show parts
show targts plan.yaml
show --format xml
show targets none.yaml
show --format csv plan.yaml
show targets --as-of 2019-11-10 plan.yaml
show schedule --as-of soon plan.yaml
show schedule --as-of 2019-02-30 plan.yaml
show actors --with so-tai-chin plan.yaml
show actors --with zzz plan.yaml
show funding --with so-tai-chinh plan.yaml
show targets plan.yaml more.yaml
why
why ''
why tram-tau
why tram-tau.
why .households
why tram-tau.houses plan.yaml
why tram-tu.households plan.yaml
why tram-tau.households none.yaml
why tram-tau.households -f csv
why funding.oda plan.yaml
whatif plan.yaml
whatif none.yaml --set tram-tau.reduction_households=5
whatif plan.yaml --set tramtau.reduction_households=5
whatif plan.yaml --set tram-tau.reduction_household=5
whatif plan.yaml --set tram-tau.reduction_households
whatif plan.yaml --set tram-tau.reduction_households=
whatif plan.yaml --set tram-tau.reduction_households=1.000
whatif plan.yaml --set tram-tau.reduction_households=5,5
whatif plan.yaml --set tram-tau.reduction_households=x
whatif plan.yaml --set tram-tau.poverty_rate_end=140
whatif plan.yaml --set tram-tau.households=+5
whatif plan.yaml --set funding.odda=5
whatif plan.yaml --set funding.oda=-200%
whatif plan.yaml --set '*.reduction_households=9..4'
whatif plan.yaml --set tram-tau.reduction_households=5 --rebalance all
whatif plan.yaml --set tram-tau.reduction_households=5 --save plan.yaml
whatif plan.yaml --scenario none.yaml
whatif plan.yaml --scenario s.yaml --scenario s.yaml --save new.yaml
whatif plan.yaml --scenario s.yaml --set tram-tau.reduction_households=5
seek
seek 'tram-tau.poverty_rate_end<=40' plan.yaml
seek tram-tau.poverty_rate_end plan.yaml --vary tram-tau.reduction_households
seek tram-tau.poverty_rate_end=40 plan.yaml --vary tram-tau.reduction_households
seek 'tram-tau.poverty_rate_end>=40' plan.yaml --vary tram-tau.reduction_households
seek 'tram-tau.reduction_rate<9' plan.yaml --vary tram-tau.reduction_households
seek 'tram-tau.households<=40' plan.yaml --vary tram-tau.reduction_households
seek '*.poverty_rate_end<=40' plan.yaml --vary tram-tau.reduction_households
seek 'funding.oda<=40' plan.yaml --vary tram-tau.reduction_households
seek 'funding.total<=40' plan.yaml --vary funding.total
seek 'tram-tau.poverty_rate_end<=40' plan.yaml --vary funding.oda
seek 'tramtau.poverty_rate_end<=40' plan.yaml --vary tram-tau.reduction_households
seek 'tram-tau.poverty_rate_end<=40' plan.yaml --vary tram-tau.households
seek 'tram-tau.poverty_rate_end<=40' plan.yaml --vary van-yen.reduction_households
seek 'tram-tau.poverty_rate_end<=x' plan.yaml --vary tram-tau.reduction_households
seek 'tram-tau.poverty_rate_end<=40' none.yaml --vary tram-tau.reduction_households
allocate plan.yaml --households 13.000
allocate plan.yaml --households many
allocate plan.yaml --households -5
allocate plan.yaml --households 40000 --by poor
allocate plan.yaml --by por
allocate plan.yaml --use big
allocate plan.yaml --area tram-tau
allocate plan.yaml --area nowhere
allocate plan.yaml --at-least tram-tau
allocate plan.yaml --at-least =5
allocate plan.yaml --at-most tram-tau=1e3
allocate plan.yaml --at-least tram-tau=5 --at-least tram-tau=6
allocate plan.yaml --at-least tram-tu=5
allocate plan.yaml --at-least tram-tau=600 --at-most tram-tau=500
allocate plan.yaml --at-most '*=100'
allocate plan.yaml --by points --growth any
allocate plan.yaml --save plan.yaml
allocate plan.yaml --save none/new.yaml
allocate plan.yaml --figures none.csv
compare
compare - -
compare none.yaml plan.yaml
compare plan.yaml none.yaml
compare plan.yaml .
compare plan.yaml other.yaml
compare a b c
compare plan.yaml plan.yaml --format xml
init plan.yaml
init none/new.yaml
init new.yaml --kind provinc
init new.yaml --year 19
init new.yaml --areas -1
init new.yaml --areas many
init new.yaml --from none.csv
init new.yaml --from bases.csv --areas 3
init new.yaml --name ''
explain T999
explain areas-ad-up
explain Q
explain T101 T102
explain T101 -f csv
schema extra
schema -f table
"""


def usage(source: Source) -> Iterator[Case]:
    files = {
        "plan.yaml": source.plan.encode(),
        "s.yaml": inputs.SCENARIO.encode(),
        "bases.csv": inputs.TABLES["bases"].encode(),
        "other.yaml": b"key: value\n",
    }
    for words in WRONG_WORDS.split("\n"):
        if words and "--lang" in words:
            yield Case("usage", words, files)
            yield Case("usage", words, files, changes={"POVCALC_LANG": "vi"})
        elif words:
            yield from (case._replace(files=files) for case in spoken(Case("usage", words)))


FORMATS = ("table", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown")


def formats(source: Source) -> Iterator[Case]:
    damaged = {"many": source.edited(*inputs.EDITS["many things at once"]), "bytes": inputs.BYTES["an open quote"]}
    for name, plan in {**source.plans(), **damaged}.items():
        files = {"plan.yaml": plan}
        for form in FORMATS:
            case = Case("formats", f"check -f {form} plan.yaml", files, name)
            yield from [case] if form == "json" else spoken(case)
        yield from spoken(Case("formats", "check plan.yaml", files, name, changes={"COLUMNS": "120"}))
        yield from spoken(Case("formats", "check plan.yaml --growth 0..2.5 --cut 0.1", files, name))
    for form in FORMATS:
        yield Case("formats", f"check -f {form}")
    yield from wide(*spoken(Case("formats", "check")))


def slips(source: Source) -> Iterator[Case]:
    for at, (note, edits) in enumerate(inputs.EDITS.items()):
        files = {"plan.yaml": source.edited(*edits)}
        lang, other = LANGUAGES[at % 2], LANGUAGES[1 - at % 2]
        yield Case("slips", "check -f json plan.yaml", files, note)
        yield Case("slips", f"check --quiet plan.yaml --lang {lang}", files, note)
        yield Case("slips", f"check -f concise plan.yaml --lang {other}", files, note)
        yield Case("slips", f"check --diff plan.yaml --lang {other}", files, note)
        yield Case("slips", f"check --fix plan.yaml --lang {lang}", files, note)
        yield Case("slips", f"show targets plan.yaml --lang {other}", files, note)
    for note, content in inputs.BYTES.items():
        files = {"plan.yaml": content}
        yield from spoken(Case("slips", "check plan.yaml", files, note))
        yield Case("slips", "check -f json plan.yaml", files, note)
        yield Case("slips", "show plan.yaml", files, note)
    for note, edits in inputs.EDITS.items():
        if note in ("two digits swapped", "money swapped"):
            for line_end, mark in product((b"\n", b"\r\n"), (b"", b"\xef\xbb\xbf")):
                files = {"plan.yaml": mark + source.edited(*edits).replace(b"\n", line_end).rstrip()}
                yield Case("slips", "check -q --fix plan.yaml", files, f"{note}, {line_end!r} {mark!r}")


def examples(source: Source) -> Iterator[Case]:
    for name, content in source.examples().items():
        code, kind, ending = name.split(".")
        typed, files = f"{code}.{kind}.yaml", {name: content}
        if ending != "yaml":
            files = {"plan.yaml": inputs.FULL.encode(), name: content}
            typed = f"plan.yaml --{'figures' if ending == 'csv' else 'settings'} {name}"
        yield Case("examples", f"check -f concise {typed}", files)
        yield Case("examples", f"check -f json {typed}", files)
        if kind == "fails":
            yield Case("examples", f"check -q {typed} --lang vi", files)


def explained(source: Source) -> Iterator[Case]:
    codes = sorted({name.split(".")[0] for name in source.examples()})
    for code in codes:
        yield from spoken(Case("explain", f"explain {code}"))
    for words in (
        "explain",
        "explain T",
        "explain areas-add-up",
        "explain t101",
        "explain -f markdown",
        "explain F101 -f markdown",
    ):
        yield from spoken(Case("explain", words))
    yield from (Case("explain", f"explain {words} -f json".replace("  ", " ")) for words in ("", "T", "T101", "G202"))
    yield from wide(Case("explain", "explain T205 --lang en"), Case("explain", "explain --lang vi"))
    yield from spoken(Case("schema", "schema"), Case("schema", "schema -f markdown"))


PARTS = ("", "targets", "funding", "standard", "measures", "schedule", "actors")


def shown(source: Source) -> Iterator[Case]:
    plans = source.plans()
    many = source.edited(*inputs.EDITS["many things at once"])
    for name, plan in {"2019": plans["2019"], "full": plans["full"], "tree": plans["tree"], "many": many}.items():
        files = {"plan.yaml": plan}
        for part, form in product(PARTS, ("table", "markdown", "csv", "json")):
            typed = f"show {part} plan.yaml -f {form}".replace("  ", " ")
            yield from spoken(Case("show", typed, files, name))
        for part in PARTS:
            yield Case("show", f"show {part} plan.yaml".replace("  ", " "), files, name, changes={"COLUMNS": "120"})
    for name, plan in plans.items():
        yield Case("show", "show plan.yaml", {"plan.yaml": plan}, name)
        yield Case("show", "show targets plan.yaml --growth any --cut 0.1", {"plan.yaml": plan}, name)
    for day in ("2019-01-01", "2019-11-10", "10/11/2019", "2019-12-31"):
        yield from spoken(Case("show", f"show schedule --as-of {day}"))
    for form in ("table", "markdown", "csv", "json"):
        yield from spoken(Case("show", f"show actors --with so-tai-chinh -f {form}"))
        yield Case("show", f"show schedule --as-of 2019-11-10 -f {form}")
    yield from spoken(Case("show", "show"), Case("show", "show targets --growth 0..2.5"))
    yield Case("show", "show -", stdin=inputs.SMALL.encode())
    yield Case("show", "show ./targets", {"targets": inputs.SMALL.encode()})


FIGURES = (
    "households",
    "households_start",
    "households_end",
    "poor_households_start",
    "poor_households_end",
    "poverty_rate_start",
    "poverty_rate_end",
    "reduction_households",
    "reduction_rate",
)


def asked_why(source: Source) -> Iterator[Case]:
    plans = source.plans()
    areas = {
        "2019": ("tram-tau", "yen-bai", "yen-bai/nghia-lo"),
        "tree": ("tinh", "huyen/xa", "khac"),
        "assumed": ("r", "b"),
    }
    for name, inside in areas.items():
        files = {"plan.yaml": plans[name]}
        for at, (area, figure) in enumerate(product(inside, FIGURES)):
            yield Case("why", f"why {area}.{figure} plan.yaml --lang {LANGUAGES[at % 2]}", files, name)
            yield Case("why", f"why {area}.{figure} plan.yaml -f json", files, name)
    for options in ("--growth 0..2.5", "--growth any", "--cut 0.1", "--growth 1 --cut 0.01"):
        yield from spoken(Case("why", f"why tram-tau.households_end {options}"))
        yield from spoken(Case("why", f"why yen-bai.poverty_rate_start {options}"))
    yield Case("why", "why xa.households plan.yaml", {"plan.yaml": plans["tree"]}, "tree")
    yield from spoken(Case("why", "why r.households plan.yaml", {"plan.yaml": plans["contradiction"]}, "contradiction"))
    yield Case("why", "why a.households plan.yaml", {"plan.yaml": plans["good"]}, "good")
    figures = {"t.csv": inputs.TABLES["bases"].encode()}
    yield from spoken(Case("why", "why tram-tau.households --figures t.csv", figures))
    yield from wide(Case("why", "why van-yen.poor_households_start"))


CHANGES = """
--set tram-tau.reduction_households=500
--set tram-tau.reduction_households=+50
--set tram-tau.reduction_households=-10%
--set tram-tau.reduction_households=x1.2
--set tram-tau.reduction_households=440..460
--set tram-tau.reduction_households=~500
--set tram-tau.reduction_rate='>9'
--set tram-tau.poverty_rate_end=40
--set tram-tau.poor_households_end=2000
--set tram-tau.households=5301
--set tram-tau.poor_households_start=2800
--set yen-bai.reduction_households=12000
--set funding.oda=-10%
--set funding.total=5500000
--set '*.reduction_rate=+0.5'
--set '**.reduction_households=+5%'
--set tram-tau.reduction_households=500 --set funding.oda=-10% --set '*.reduction_rate=+0.5'
--set tram-tau.reduction_households=500 --rebalance total
--set tram-tau.reduction_households=500 --rebalance others
--set funding.oda=400000 --rebalance others
--set funding.oda=400000 --rebalance total
--set tram-tau.reduction_households=500 --keep-stated
--set tram-tau.reduction_households=500 --growth 0..2.5 --cut 0.1
--set tram-tau.reduction_households=500 --figures bases.csv
--set tram-tau.reduction_households=500 --save new.yaml
--set '*.reduction_households=+5%' --rebalance total --save new.yaml
--set tram-tau.reduction_households=500 --save there.yaml
--set tram-tau.reduction_households=500 --save there.yaml --force
--set tram-tau.reduction_households=5400
--scenario s.yaml
--scenario s.yaml --scenario slow.yaml
--scenario slow.yaml --save new.yaml
"""


def whatifs(source: Source) -> Iterator[Case]:
    files = {
        "plan.yaml": source.plan.encode(),
        "there.yaml": b"mine\n",
        "s.yaml": inputs.SCENARIO.encode(),
        "slow.yaml": inputs.SLOW.encode(),
        "bases.csv": inputs.TABLES["bases"].encode(),
    }
    for words in CHANGES.strip().split("\n"):
        yield from spoken(Case("whatif", f"whatif plan.yaml {words}", files))
        if "--save" not in words:
            yield Case("whatif", f"whatif plan.yaml {words} -f json", files)
    for form in ("markdown", "csv"):
        for words in ("--set tram-tau.reduction_households=500", "--scenario s.yaml --scenario slow.yaml"):
            yield from spoken(Case("whatif", f"whatif plan.yaml {words} -f {form}", files))
    yield Case("whatif", "whatif plan.yaml --scenario s.yaml", files, changes={"COLUMNS": "120"})
    for note, text in inputs.BAD_SCENARIOS.items():
        wrong = {**files, "s.yaml": text.encode()}
        yield from spoken(Case("whatif", "whatif plan.yaml --scenario s.yaml", wrong, note))
    tree = {"plan.yaml": inputs.TREE.encode()}
    for words in (
        "xa.reduction_households=20",
        "huyen/xa.reduction_households=20",
        "'**.reduction_households=x2'",
        "tinh.reduction_rate=6",
    ):
        yield from spoken(Case("whatif", f"whatif plan.yaml --set {words}", tree, "tree"))
    full = {"plan.yaml": inputs.FULL.encode()}
    yield from spoken(
        Case("whatif", "whatif plan.yaml --set an-phu.reduction_households=300 --rebalance total", full, "full")
    )
    many = {"plan.yaml": source.edited(*inputs.EDITS["many things at once"])}
    yield Case("whatif", "whatif plan.yaml --set tran-yen.reduction_households=1039", many, "many things at once")
    yield Case("whatif", "whatif - --set thon-mot.reduction_households=20", stdin=inputs.SMALL.encode())
    yield Case("whatif", "whatif --set tram-tau.reduction_households=500 --save new.yaml")


GOALS = """
'tram-tau.poverty_rate_end<=40' --vary tram-tau.reduction_households
'tram-tau.poverty_rate_end<30' --vary tram-tau.reduction_households
'tram-tau.poverty_rate_end<=0' --vary tram-tau.reduction_households
'tram-tau.poverty_rate_end<=50' --vary tram-tau.reduction_households
'tram-tau.reduction_rate>9' --vary tram-tau.reduction_households
'tram-tau.reduction_rate>=12.5' --vary tram-tau.reduction_rate
'tram-tau.poor_households_end<=2000' --vary tram-tau.poverty_rate_end
'tram-tau.poor_households_end<=2000' --vary tram-tau.reduction_households
'tram-tau.reduction_households>=500' --vary tram-tau.reduction_rate
'yen-bai.reduction_rate>5.8' --vary tram-tau.reduction_households
'yen-bai.reduction_rate>6' --vary '*.reduction_households'
'yen-bai.reduction_households>=12000' --vary tram-tau.reduction_households
'yen-bai.poverty_rate_end<=20' --vary '*.reduction_households'
'yen-bai.poverty_rate_end<=20' --vary van-yen.reduction_households --vary van-chan.reduction_households
'yen-bai.poor_households_end<=20000' --vary '*.reduction_households'
'funding.total<=5000000' --vary funding.oda
'funding.total<=5000000' --vary funding.oda --vary funding.central
'funding.total>=6000000' --vary funding.policy-bank
'funding.total<=1000' --vary funding.oda
'funding.oda<=400000' --vary funding.oda
"""


def seeks(source: Source) -> Iterator[Case]:
    files = {"plan.yaml": source.plan.encode(), "bases.csv": inputs.TABLES["bases"].encode()}
    for words in GOALS.strip().split("\n"):
        goal, rest = words.split(" --vary", 1)
        yield from spoken(Case("seek", f"seek {goal} plan.yaml --vary{rest}", files))
        yield Case("seek", f"seek {goal} plan.yaml --vary{rest} -f json", files)
    base = "seek 'tram-tau.poverty_rate_end<=40' plan.yaml --vary tram-tau.reduction_households"
    for form in ("markdown", "csv"):
        yield from spoken(Case("seek", f"{base} -f {form}", files))
    for options in ("--growth 0..2.5", "--growth any", "--cut 0.1", "--figures bases.csv"):
        yield from spoken(Case("seek", f"{base} {options}", files))
    yield from wide(Case("seek", base, files))
    full = {"plan.yaml": inputs.FULL.encode()}
    for goal, vary in (
        ("an-phu.poverty_rate_end<=15", "an-phu.reduction_households"),
        ("song-xanh.reduction_rate>3", "*.reduction_households"),
        ("song-xanh.reduction_rate>3", "tan-lap.reduction_households"),
        ("an-phu.reduction_rate>=100", "an-phu.reduction_households"),
    ):
        yield from spoken(Case("seek", f"seek '{goal}' plan.yaml --vary '{vary}'", full, "full"))
    tree = {"plan.yaml": inputs.TREE.encode()}
    yield from spoken(
        Case("seek", "seek 'tinh.reduction_rate>6' plan.yaml --vary huyen/xa.reduction_households", tree, "tree")
    )
    yield from spoken(
        Case("seek", "seek 'huyen.reduction_households>=40' plan.yaml --vary '**.reduction_households'", tree, "tree")
    )


SHARES = """
--households 13000
--households 13000 --by poor
--households 13000 --by poor --use smallest
--households 13000 --by poor --use middle
--households 13000 --by households
--by points
--by points --use middle --at-least tram-tau=500 --at-most van-yen=2000
--by households --at-least '*=100'
--by current --households 11000 --at-most tram-tau=400
--by poor --growth 0..2.5
--by households --cut 0.1
--by poor --figures bases.csv
--by 'ho can ngheo' --figures near.csv
--by 'Hộ cận nghèo' --figures near.csv --households 900
--households 13000 --save new.yaml
--by households --save there.yaml
--by households --save there.yaml --force
--households 0
"""


def allocations(source: Source) -> Iterator[Case]:
    tables = {f"{name}.csv": inputs.TABLES[name].encode() for name in ("bases", "near")}
    files = {"plan.yaml": source.plan.encode(), "there.yaml": b"mine\n", **tables}
    for words in SHARES.strip().split("\n"):
        yield from spoken(Case("allocate", f"allocate plan.yaml {words}", files))
        if "--save" not in words:
            yield Case("allocate", f"allocate plan.yaml {words} -f json", files)
    for form in ("markdown", "csv"):
        yield from spoken(Case("allocate", f"allocate plan.yaml --households 13000 --by poor -f {form}", files))
    yield from wide(Case("allocate", "allocate --households 13000 --by poor"))
    tree = {"plan.yaml": inputs.TREE.encode()}
    for words in (
        "--deep",
        "--by households --deep",
        "--by poor --deep --save new.yaml",
        "--area huyen",
        "--area huyen --by households",
    ):
        yield from spoken(Case("allocate", f"allocate plan.yaml {words}", tree, "tree"))
    for name in ("small", "full", "assumed", "good", "warning"):
        plan = {"plan.yaml": inputs.PLANS[name].encode()}
        yield from spoken(Case("allocate", "allocate plan.yaml --by poor", plan, name))
        yield Case("allocate", "allocate plan.yaml --households 100 --save new.yaml", plan, name)
    yield Case("allocate", "allocate -", stdin=inputs.SMALL.encode())


DRAFT = (
    inputs.Edit("reduction_households: 453", "reduction_households: 460"),
    inputs.Edit("{over: 0.7}", "{over: 0.70}"),
    inputs.Edit("      poverty_rate_end: 43.16\n", ""),
    inputs.Edit("name: Huyện Văn Yên", "name: Văn Yên"),
    inputs.Edit("367886", "367868"),
    inputs.Edit("id: luc-yen", "id: lục-yen"),
    inputs.Edit("id: central", "id: centre"),
)
THE_RESULT = (
    inputs.Edit("kind: plan", "kind: result"),
    inputs.Edit("reduction_households: 453\n", "poor_households_start: 2816\n      poor_households_end: 2370\n"),
    inputs.Edit("reduction_households: 979", "reduction_households: 985"),
    inputs.Edit("43.16", "43.20"),
    inputs.Edit("11869", "{about: 11900}"),
    inputs.Edit("{over: 0.7}", "0.70"),
)
"""What makes a draft, and a result, of the plan of 2019."""


def comparisons(source: Source) -> Iterator[Case]:
    draft, result = source.edited(*DRAFT), source.edited(*THE_RESULT)
    files = {"plan.yaml": source.plan.encode(), "draft.yaml": draft, "result.yaml": result}
    files |= {f"{name}.yaml": inputs.PLANS[name].encode() for name in ("small", "tree", "full")}
    files["year.yaml"] = inputs.RESULT.encode()
    files["moved.yaml"] = inputs.TREE.replace("id: khac", "id: huyen-nam").encode()
    pairs = (
        "plan draft",
        "plan result",
        "draft result",
        "small year",
        "year small",
        "tree moved",
        "plan tree",
        "full full",
        "small full",
    )
    for pair, form in product(pairs, ("table", "markdown", "csv", "json")):
        before, after = pair.split()
        case = Case("compare", f"compare {before}.yaml {after}.yaml -f {form} --exit-code", files)
        yield from [case] if form == "json" else spoken(case)
    for words in ("--growth 0..2.5", "--growth any --cut 0.1", "--exit-code"):
        yield from spoken(Case("compare", f"compare plan.yaml result.yaml {words}", files))
        yield Case("compare", f"compare small.yaml year.yaml {words}", files)
    yield from wide(Case("compare", "compare plan.yaml result.yaml", files))
    yield from spoken(Case("compare", "compare draft.yaml", files))
    yield Case("compare", "compare - draft.yaml", files, stdin=source.plan.encode())
    yield Case("compare", "compare plan.yaml -", files, stdin=inputs.SMALL.encode())
    broken = {**files, "draft.yaml": draft.replace(b"1039", b"1.039")}
    yield from spoken(Case("compare", "compare plan.yaml draft.yaml", broken, "broken"))
    yield Case("compare", "compare draft.yaml plan.yaml -f json", broken, "broken")


def begun(_: Source) -> Iterator[Case]:
    files = {"districts.csv": inputs.DISTRICTS.encode(), "nested.csv": inputs.NESTED.encode(), "old.yaml": b"mine\n"}
    for words in (
        "--year 2024",
        "new.yaml --year 2024",
        "- --year 2024 --areas 3",
        "new.yaml --name 'Tỉnh Lào Cai' --year 2024 --areas 1",
        "new.yaml --name 'Xã Một' --year 2024 --areas 0",
        "new.yaml --name Somewhere --kind commune --year 2025",
        "old.yaml --year 2024",
        "old.yaml --year 2024 --force",
        "new.yaml --name 'Tỉnh Lào Cai' --year 2024 --from districts.csv",
        "new.yaml --year 2024 --from nested.csv",
        "--year 2024 --from nested.csv --name 'Tỉnh Một'",
    ):
        yield from spoken(Case("init", f"init {words}", files))
    yield Case("init", "init new.yaml --year 2024 --from -", stdin=inputs.DISTRICTS.encode())
    for note, table in inputs.BAD_DISTRICTS.items():
        yield from spoken(Case("init", "init new.yaml --year 2024 --from t.csv", {"t.csv": table.encode()}, note))


def tables(source: Source) -> Iterator[Case]:
    for at, (note, table) in enumerate(inputs.TABLES.items()):
        files = {"plan.yaml": source.plan.encode(), "t.csv": table.encode()}
        lang, other = LANGUAGES[at % 2], LANGUAGES[1 - at % 2]
        yield Case("tables", f"check plan.yaml --figures t.csv --lang {lang}", files, note)
        yield Case("tables", "check plan.yaml --figures t.csv -f json", files, note)
        yield Case("tables", f"check -q plan.yaml --figures t.csv --save new.yaml --lang {other}", files, note)
        yield Case("tables", f"show targets plan.yaml --figures t.csv --lang {other}", files, note)
        yield Case("tables", f"allocate plan.yaml --figures t.csv --by poor --lang {lang}", files, note)
    files = {"plan.yaml": source.plan.encode()}
    files |= {f"{name}.csv": inputs.TABLES[name].encode() for name in ("bases", "forms", "near")}
    for words in (
        "plan.yaml --figures bases.csv --figures forms.csv",
        "plan.yaml --figures bases.csv --figures bases.csv",
        "plan.yaml --figures bases.csv --save plan.yaml",
        "plan.yaml --figures bases.csv --save none/new.yaml",
        "plan.yaml --figures bases.csv --growth 0..2.5 -f concise",
        "--figures bases.csv --save new.yaml",
        ". --figures bases.csv -q",
        "plan.yaml --figures bases.csv --diff",
    ):
        yield from spoken(Case("tables", f"check {words}", files))


def settings(source: Source) -> Iterator[Case]:
    plans = {
        "data/plan.yaml": inputs.WARNING.encode(),
        "data/draft-1.yaml": inputs.WARNING.encode(),
        "data/big.yaml": source.plan.encode(),
        "data/old/plan.yaml": inputs.ASSUMED.encode(),
    }
    for note, text in inputs.SETTINGS.items():
        table = "[tool.povcalc]\n" + text.replace("[per-file", "[tool.povcalc.per-file")
        for files in ({"povcalc.toml": text.encode()}, {"pyproject.toml": table.encode()}):
            where = f"{note} in {next(iter(files))}"
            yield Case("settings", "check -f concise data", {**plans, **files}, where)
            yield Case("settings", "check --show-settings data", {**plans, **files}, where)
        files = {**plans, "povcalc.toml": text.encode()}
        yield Case("settings", "check -f json data/plan.yaml", files, note)
        yield Case("settings", "check -q data/plan.yaml --lang vi", files, note)
        yield Case("settings", "check --show-settings data/plan.yaml -f json --strict", files, note)
        yield Case("settings", "check -f concise data --no-settings", files, note)
        yield Case("settings", "check -f concise data --no-strict --select T --growth 0 --lang en", files, note)
        yield Case("settings", "show targets data/big.yaml", files, note)
        yield Case("settings", "why tram-tau.households_end data/big.yaml", files, note)
        yield Case("settings", "whatif data/big.yaml --set tram-tau.reduction_households=500", files, note)
        yield Case("settings", "allocate data/big.yaml --by poor", files, note)
        yield Case(
            "settings",
            "seek 'yen-bai.reduction_rate>5.8' data/big.yaml --vary tram-tau.reduction_households",
            files,
            note,
        )
        yield Case("settings", "compare data/big.yaml data/plan.yaml", files, note)
        yield Case("settings", "check", files, note)
    files = {**plans, "my.toml": inputs.SETTINGS["some"].encode(), "data/povcalc.toml": b'ignore = ["T114"]\n'}
    for words in (
        "data --settings my.toml",
        "data",
        "data --show-settings --lang vi",
        "- --show-settings",
        "--show-settings",
    ):
        yield Case("settings", f"check {words}", files, "two files", stdin=inputs.WARNING.encode())


RUNS = """
check . --jobs 1
check . --jobs 2
check . --fix -q
check . --diff
check a.yaml ./a.yaml . -f concise
check other.yaml -f concise
check notes.txt -f concise
check .hidden -f concise
check a.yaml none.yaml b.yml -f concise
check a.yaml --strict
check a.yaml --strict --ignore T114
check deep/c.yaml --fail-undecided -q
check deep/c.yaml --select T101,F -f json
check deep/c.yaml --select t101 --select f -f concise
check deep/c.yaml --ignore T101,T205
check deep/c.yaml --select W,A,D
check deep/c.yaml -f concise --output sarif=r.sarif --output junit=r.xml --output json=r.json
check . -q --output github=r.txt --output gitlab=r.json --output markdown=r.md
check deep/c.yaml -f json --output r.json
check deep/c.yaml --output r.txt
check deep/c.yaml -f concise --output r.txt
check deep/c.yaml -f json --output a.yaml
check deep/c.yaml --growth any -q
check deep/c.yaml --growth 0,5 -f concise
"""


def runs(source: Source) -> Iterator[Case]:
    wrong = source.edited(*inputs.EDITS["two digits swapped"])
    files = {
        "a.yaml": inputs.WARNING.encode(),
        "b.yml": inputs.GOOD.encode(),
        "deep/c.yaml": wrong,
        "deep/broken.yaml": b"povcalc: 1\nbroken: [\n",
        "other.yaml": b"key: value\n",
        "notes.txt": b"povcalc: 1\n",
        ".hidden/d.yaml": inputs.GOOD.encode(),
    }
    for form in FORMATS:
        yield from spoken(
            Case("runs", f"check -f {form} .", files), Case("runs", f"check -f {form} a.yaml b.yml", files)
        )
    for words in RUNS.strip().split("\n"):
        yield from spoken(Case("runs", words, files))
    for form in FORMATS:
        yield Case("runs", f"check -f {form} -", stdin=wrong)
    yield Case("runs", "check - - --diff", stdin=wrong)
    yield Case("runs", "check - a.yaml -q", files, stdin=wrong)
    yield Case("runs", "check --growth 0..2.5 --cut 0.1")
    yield Case("runs", "check --fail-undecided -q")


SURROUNDINGS: tuple[dict[str, str], ...] = (
    {"POVCALC_LANG": "vi"},
    {"POVCALC_LANG": "fr"},
    {"LANG": "vi_VN.UTF-8"},
    {"LANG": "vi_VN.UTF-8", "LC_ALL": "C"},
    {"LANG": "vi_VN.UTF-8", "LANGUAGE": "en"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "ascii", "POVCALC_LANG": "vi"},
    {"COLUMNS": ""},
    {"COLUMNS": "60"},
    {"COLUMNS": "200"},
    {"FORCE_COLOR": "1", "NO_COLOR": "", "TERM": "xterm-256color"},
    {"GITHUB_ACTIONS": "true", "CI": "true"},
    {"PYTHONHASHSEED": "77"},
)
BEGUN = (
    "povcalc ",
    "povcalc check --f",
    "povcalc check --format ",
    "povcalc check --select T1",
    "povcalc show ",
    "povcalc show actors --with so-",
    "povcalc why tram",
    "povcalc why tram-tau.",
    "povcalc whatif --set tram",
    "povcalc whatif --set funding.o",
    "povcalc seek tram-tau.p",
    "povcalc seek x --vary mu",
    "povcalc allocate --by ",
    "povcalc allocate --area v",
    "povcalc init --kind pro",
    "povcalc explain T20",
)
"""What bash is asked to complete."""


def surroundings(source: Source) -> Iterator[Case]:
    files = {"plan.yaml": source.edited(*inputs.EDITS["money swapped"])}
    for changes in SURROUNDINGS:
        for words in (
            "check plan.yaml",
            "check -f json plan.yaml",
            "show plan.yaml",
            "allocate plan.yaml --by poor",
            "--help",
            "chek",
        ):
            yield Case("surroundings", words, files, changes=changes)
    for words in BEGUN:
        last = len(words.split(" ")) - 1
        changes = {"_POVCALC_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(last)}
        yield Case("surroundings", "", files, "completion", changes=changes)


GROUPS: tuple[Callable[[Source], Iterator[Case]], ...] = (
    helps,
    usage,
    formats,
    slips,
    examples,
    explained,
    shown,
    asked_why,
    whatifs,
    seeks,
    allocations,
    comparisons,
    begun,
    tables,
    settings,
    runs,
    surroundings,
)


def cases(source: Source) -> dict[str, Case]:
    """Every case by its key; one that another group has too is kept once."""
    return {case.key: case for group in GROUPS for case in group(source)}


def documents(source: Source) -> list[Path]:
    """The READMEs and manuals that show sessions."""
    found = sorted((*source.root.glob("*.md"), *source.root.glob("docs/*.md")))
    return [file for file in found if re.search(r"^```(console|bash)$", file.read_text(encoding="utf-8"), re.MULTILINE)]
