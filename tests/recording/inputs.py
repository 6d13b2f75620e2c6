"""The plans, tables, scenarios and settings that the recorded commands are given, written by hand."""

from typing import NamedTuple

SMALL = """\
povcalc: 1
document: {title: {vi: Kế hoạch giảm nghèo, en: Poverty reduction plan}, year: 2024}
targets:
  id: an-phu
  name: Xã An Phú
  reduction_households: 30
  reduction_rate: {over: 1.90}
  areas:
    - {id: thon-mot, name: Thôn Một, reduction_households: 18, poverty_rate_end: 9.50}
    - {id: thon-hai, name: Thôn Hai, reduction_households: 12}
funding:
  unit: million VND
  total: 84.5
  lines:
    - {id: central, name: {vi: Trung ương, en: Central}, amount: 61.2}
    - {id: province, name: Ngân sách tỉnh, amount: 18.8}
    - {id: loans, name: Vốn vay, amount: {about: 4.5}}
"""
RESULT = """\
povcalc: 1
document: {title: Kết quả giảm nghèo, year: 2024, kind: result}
targets:
  id: an-phu
  name: Xã An Phú
  poverty_rate_start: 11.20
  poverty_rate_end: 9.28
  areas:
    - {id: thon-mot, name: Thôn Một, reduction_households: 19, poverty_rate_end: 9.51}
    - {id: thon-hai, name: Thôn Hai, poor_households_start: 61, poor_households_end: 51}
funding: {unit: million VND, total: 80, lines: [{id: central, name: Trung ương, amount: 60}]}
"""
FULL = """\
povcalc: 1
document:
  number: 12/KH-UBND
  title: Poverty reduction plan for 2026
  language: en
  year: 2026
  issued: 2026-01-15
  signatory: {name: Nguyễn Văn A, office: {vi: Chủ tịch, en: Chair}}
targets:
  id: song-xanh
  name: Sông Xanh province
  kind: province
  reduction_households: 571
  reduction_rate: {over: 2.4}
  areas:
    - id: an-phu
      name: An Phú commune
      kind: commune
      households: 4820
      poor_households_start: 1012
      poor_households_end: 772
      poverty_rate_end: 16.02
      reduction_households: 240
    - id: tan-lap
      name: Tân Lập commune
      kind: commune
      households: 6150
      poor_households_start: 861
      poor_households_end: 676
      poverty_rate_end: 10.99
      reduction_households: 185
    - id: suoi-vang
      name: Suối Vàng commune
      kind: commune
      households: 2940
      poor_households_start: 1176
      poor_households_end: 1058
      poverty_rate_end: 35.99
      reduction_households: 118
    - id: trung-tam
      name: Trung Tâm ward
      kind: ward
      households: 9310
      poor_households_start: 186
      poor_households_end: 158
      poverty_rate_end: 1.70
      reduction_households: 28
poverty_standard:
  basis: {number: 07/2021/NĐ-CP, issued: 2021-01-27}
  dimensions:
    - {id: health, name: {vi: Y tế, en: Health}, indicators: [{id: insurance, name: Bảo hiểm y tế}]}
measures:
  - title: Lending
    items: [{text: {vi: Cho vay ưu đãi, en: Preferential loans}, ref: C.1}, {text: Dạy nghề}]
schedule:
  phases:
    - {id: review, text: Review, from: 2026-10-01, to: 2026-11-15, actors: [labour], partners: [finance]}
  deadlines:
    - {id: first, text: First report, report: preliminary, before: 2026-11-20, actors: [labour]}
    - {id: last, text: Last report, report: official, on: 2026-12-10, actors: [labour], to: finance}
actors:
  - id: labour
    name: {vi: Sở Lao động, en: Labour department}
    duties: [{text: Reports, with: [finance]}, {text: Reviews, role: joins, areas: [an-phu, tan-lap]}]
  - {id: finance, name: Finance department, duties: [{text: Pays}]}
"""
TREE = """\
povcalc: 1
document: {title: {vi: Ba cấp, en: Three levels}, year: 2024}
targets:
  id: tinh
  name: Tỉnh Một
  households: 1000
  poor_households_start: 200
  poor_households_end: 150
  poverty_rate_start: 20.00
  poverty_rate_end: 15.00
  reduction_households: 50
  reduction_rate: 5.00
  areas:
    - id: huyen
      name: Huyện Hai
      households: 400
      reduction_households: {min: 20, max: 30}
      areas:
        - {id: xa, name: Xã Ba, households: 150, reduction_households: 12}
        - {id: thi-tran, name: Thị trấn Bốn, households: 250}
    - id: khac
      name: Huyện Năm
      households: 600
      reduction_households: {about: 25}
      poverty_rate_start: {at_least: 12.5}
      areas:
        - {id: xa, name: Xã Sáu, reduction_households: 10}
"""
ASSUMED = """\
povcalc: 1
document: {title: Kế hoạch, period: {from: 2021, to: 2025}}
targets:
  id: r
  name: Huyện R
  partial: true
  poverty_rate_start: 21.05
  poverty_rate_end: 19.93
  reduction_rate: {over: 1.1}
  reduction_households: {at_least: 100}
  areas:
    - {id: a, name: Xã A, households_start: 4000, households_end: {min: 4010, max: 4030}, reduction_households: 60}
    - {id: b, name: Xã B, poor_households_start: {about: 300}, poor_households_end: {at_most: 250}}
assumptions: {household_growth: {min: 0, max: 2.5}, cut: 0.1}
waivers:
  - {code: T205, at: r, reason: {vi: Văn bản in như vậy, en: Printed so}}
  - {code: T101, at: a, reason: Không cần}
"""
CONTRADICTION = """\
povcalc: 1
document: {title: Contradiction, language: en, year: 2024}
targets:
  id: r
  name: R
  reduction_rate: {over: 8.50}
  reduction_households: 453
  poverty_rate_start: 30.00
  poverty_rate_end: 24.35
  households: 5000
"""
WARNING = "povcalc: 1\ndocument: {title: T}\ntargets: {id: a, name: A, reduction_households: -3}\n"
GOOD = "povcalc: 1\ndocument: {title: T}\nfunding: {unit: VND, total: 3, lines: [{id: a, name: A, amount: 3}]}\n"
EXCHANGED = """\
povcalc: 1
document: {title: Rows exchanged}
targets:
  id: r
  name: R
  areas:
    - {id: a, name: A, households: 1000, poor_households_end: 300, poverty_rate_end: 13.0}
    - {id: b, name: B, households: 2000, poor_households_end: 130, poverty_rate_end: 15.0}
"""
PLANS = {
    "small": SMALL,
    "result": RESULT,
    "full": FULL,
    "tree": TREE,
    "assumed": ASSUMED,
    "contradiction": CONTRADICTION,
    "warning": WARNING,
    "good": GOOD,
    "exchanged": EXCHANGED,
}


class Edit(NamedTuple):
    """The first `old` of the plan of 2019 behind the words `behind` becomes `new`, as sed would do it."""

    old: str
    new: str
    behind: str = ""


EDITS: dict[str, tuple[Edit, ...]] = {
    "two digits swapped": (Edit("1039", "1309"),),
    "swapped, two could be meant": (Edit("2762", "2672"),),
    "a digit off by one": (Edit("reduction_households: 453", "reduction_households: 454"),),
    "a digit missing": (Edit("reduction_households: 1726", "reduction_households: 126"),),
    "a digit doubled": (Edit("reduction_households: 979", "reduction_households: 9779"),),
    "a key beside": (Edit("2338", "2358"),),
    "the total is old": (Edit("11869", "11870"),),
    "two wrong counts": (Edit("1039", "1309"), Edit("2338", "2833")),
    "money swapped": (Edit("367886", "367868"),),
    "money, a digit missing": (Edit("{about: 1621667}", "{about: 162167}"),),
    "money in another unit": (Edit("{about: 418429}", "418.429"),),
    "money, the total": (Edit("{about: 5440412}", "5440142"),),
    "money and a count": (Edit("367886", "367868"), Edit("1039", "1309")),
    "money of nought": (Edit("{about: 32430}", "0"),),
    "money below nought": (Edit("{about: 32430}", "-32430"),),
    "a total that is exceeded": (Edit("{about: 5440412}", "{over: 5000000}"),),
    "a count that is exceeded": (Edit("11869", "{over: 11000}"),),
    "a range for a count": (Edit("reduction_households: 453", "reduction_households: {min: 440, max: 460}"),),
    "a rate out of reach": (Edit("{over: 8.50}", "{over: 60}"),),
    "a rate at the start": (
        Edit("poverty_rate_end: 44.35", "poverty_rate_end: 44.35\n      poverty_rate_start: 52.10"),
    ),
    "households too many": (Edit("poverty_rate_end: 44.35", "poverty_rate_end: 44.35\n      households: 5400"),),
    "households": (Edit("poverty_rate_end: 44.35", "poverty_rate_end: 44.35\n      households: 5301"),),
    "poor that do not fit": (
        Edit(
            "reduction_households: 979",
            "reduction_households: 979\n      poor_households_start: 5900\n      poor_households_end: 4912",
        ),
    ),
    "poverty rises": (Edit("reduction_households: 199", "reduction_households: -199"),),
    "a decimal comma": (Edit("44.35", "44,35"),),
    "a point for thousands": (Edit("reduction_households: 1726", "reduction_households: 1.726"),),
    "a number with its unit": (Edit("11869", "11.869 hộ"),),
    "a percent sign": (Edit("7.60", "7,60%"),),
    "over in words": (Edit("{over: 8.50}", "trên 8,50"),),
    "over as a sign": (Edit("{over: 0.7}", "'>0.7'"),),
    "a leading nought": (Edit("reduction_households: 453", "reduction_households: 0453"),),
    "an underscore": (Edit("11869", "11_869"),),
    "an exponent": (Edit("11869", "1e4"),),
    "no digit before the point": (Edit("{over: 0.7}", "{over: .7}"),),
    "a letter for a digit": (Edit("11869", "l1869"),),
    "digits of another script": (Edit("11869", "１１８６９"),),
    "a half household": (Edit("11869", "11869.5"),),
    "a rate over 100": (Edit("44.35", "4435"),),
    "a field misspelt": (Edit("reduction_households: 979", "reduction_househods: 979"),),
    "a field of our own": (Edit("ref: B.2", "x-note: ours"),),
    "a field twice": (Edit("poverty_rate_end: 1.99", "poverty_rate_end: 1.99\n      poverty_rate_end: 1.98"),),
    "a field empty": (Edit("poverty_rate_end: 1.99", "poverty_rate_end:"),),
    "a field missing": (Edit("      name: Huyện Lục Yên\n", ""),),
    "a list for a number": (Edit("poverty_rate_end: 1.99", "poverty_rate_end: [1.99]"),),
    "a text for areas": (Edit("  areas:\n", "  areas: none\n  x-areas:\n"),),
    "a number for a name": (Edit("name: Huyện Lục Yên", "name: 30"),),
    "true for a count": (Edit("reduction_households: 199", "reduction_households: yes"),),
    "two forms at once": (Edit("{over: 4.10}", "{over: 4.10, under: 5}"),),
    "an unknown form": (Edit("{over: 4.10}", "{ovr: 4.10}"),),
    "a range upside down": (Edit("reduction_households: 453", "reduction_households: {min: 460, max: 440}"),),
    "an id twice": (Edit("id: van-chan", "id: van-yen"),),
    "an id in capitals": (Edit("id: van-chan", "id: Văn Chấn"),),
    "a reserved id": (Edit("id: van-chan", "id: funding"),),
    "an unknown kind": (Edit("kind: town", "kind: twon"),),
    "a day that there is not": (Edit("issued: 2019-04-19", "issued: 2019-02-30"),),
    "a day in Vietnamese writing": (Edit("issued: 2019-04-19", "issued: 19/4/2019"),),
    "a deadline before the issue": (Edit("on: 2019-12-10", "on: 2019-01-10"),),
    "a deadline of another year": (Edit("on: 2019-12-10", "on: 2020-12-10"),),
    "a preliminary report after": (Edit("before: 2019-11-15", "before: 2019-12-15"),),
    "an actor that is not": (Edit("        - huyen-uy", "        - huyen-ui", "deadlines:"),),
    "year and period": (Edit("  year: 2019\n", "  year: 2019\n  period: {from: 2019, to: 2020}\n"),),
    "a name with markup": (Edit("Huyện Văn Yên", "'[red]Huyện [/] Văn Yên'"),),
    "a name with an escape": (Edit("Huyện Văn Yên", '"\\e[31mVăn\\nYên"'),),
    "letters that are composed of two": (Edit("Huyện Văn Yên", "Huye\u0323\u0302n Văn Yên"),),
    "a tab": (Edit("      kind: town", "\t  kind: town"),),
    "a bracket left open": (Edit("{over: 8.50}", "{over: 8.50"),),
    "an indent lost": (Edit("      kind: town", "   kind: town"),),
    "an anchor and an alias": (Edit("{over: 8.50}", "&a {over: 8.50}"), Edit("{over: 8.50}", "*a", "id: mu-cang-chai")),
    "a type mark": (Edit("reduction_households: 453", "reduction_households: !!int 453"),),
    "a later version": (Edit("povcalc: 1", "povcalc: 2"),),
    "no version": (Edit("povcalc: 1\n", ""),),
    "no targets, no money": (Edit("\ntargets:", "\nx-targets:"), Edit("\nfunding:", "\nx-funding:")),
    "a waiver": (
        Edit("11869", "11870"),
        Edit("\nactors:", "\nwaivers: [{code: T101, at: yen-bai, reason: Signed}]\n\nactors:"),
    ),
    "waivers that do nothing": (
        Edit(
            "\nactors:", "\nwaivers: [{code: T999, at: yen-bai, reason: A}, {code: T101, at: x, reason: B}]\n\nactors:"
        ),
    ),
    "growth in the file": (Edit("\nactors:", "\nassumptions: {household_growth: {min: 0, max: 2.5}}\n\nactors:"),),
    "a cut in the file": (Edit("\nactors:", "\nassumptions: {cut: 0.1}\n\nactors:"),),
    "many things at once": (
        Edit("reduction_households: 1039", "reduction_households: 1309"),
        Edit("{about: 367886}", "{about: 367868}"),
        Edit("44.35", "44,35"),
        Edit("reduction_households: 979", "reduction_househods: 979"),
        Edit("reduction_households: 453", "reduction_households: 0453"),
        Edit("name: Huyện Văn Yên", "name: '[red]Huyện \x7f[/] Văn Yên'"),
    ),
}
BYTES: dict[str, bytes] = {
    "nothing": b"",
    "a comment": b"# nothing\n",
    "a list at the root": b"- a\n- b\n",
    "a word": b"hello\n",
    "another file": b"key: value\n",
    "UTF-16": WARNING.encode("utf-16"),
    "UTF-16 without a mark": WARNING.encode("utf-16-be"),
    "Latin 1": WARNING.encode() + b"# x\xe9\n",
    "bytes of an image": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "zero bytes": bytes(1000),
    "open brackets": b"[" * 20_000,
    "an open quote": b"povcalc: 1\ndocument: {title: 'x}\n",
    "an alias bomb": b"povcalc: 1\na: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b]\n",
    "thousands of digits": b"povcalc: " + b"9" * 5000,
    "a mark at the start": b"\xef\xbb\xbf" + SMALL.encode(),
    "returns and line feeds": SMALL.encode().replace(b"\n", b"\r\n"),
    "no line end": SMALL.encode().rstrip(),
    "two documents": SMALL.encode() + b"---\n" + SMALL.encode(),
    "a directive": b"%YAML 1.2\n---\n" + SMALL.encode(),
    "a merge": b"povcalc: 1\ndocument: {<<: {title: T}}\nfunding: {unit: VND, total: 3}\n",
    "a key that is a list": b"povcalc: 1\n? [a]\n: b\ndocument: {title: T}\nfunding: {unit: VND, total: 3}\n",
}
TABLES: dict[str, str] = {
    "bases": "Địa bàn;Tổng số hộ\nH. Trạm Tấu;5.301\nMù Cang Chải;11.450\n",
    "by id": "id,households,poor_households_start\ntram-tau,5114,2750\nvan-yen,31000,5800\n",
    "forms": "id;poverty_rate_start\ntram-tau;trên 52,8\nmu-cang-chai;52..53\nvan-yen;~18,1%\n",
    "near": "Huyện;Hộ cận nghèo\nTrạm Tấu;500\nMù Cang Chải;900\nVăn Yên;1.200\n",
    "totals": "area,households_start\nTổng cộng,204000\nTP. Yên Bái,28000\ntx nghia lo,7900\n",
    "another number": "id,reduction_households\ntram-tau,454\n",
    "contradicts": "id,households\ntram-tau,5400\n",
    "unknown area": "area,households_start\nTrạm,5\nYên Bái,5\n,5\n",
    "bad cells": "id;households_start;poverty_rate_start\ntram-tau;12,5;105\nvan-yen;many;5..4\nluc-yen;-5;5\n",
    "twice": "area;households_start\ntram-tau;5\nTrạm Tấu;6\n",
    "unknown headings": "id,poor_household_start,people,households_start\ntram-tau,5,6,5000\n",
    "no area column": "what,households_start\ntram-tau,5\n",
    "no figures": "id,what\ntram-tau,5\n",
    "too many cells": "id,households_start\ntram-tau,5,280\n",
    "nothing": "",
}
SCENARIO = """\
scenario: 1
name: {vi: Nhanh hơn, en: Faster}
changes:
  - tram-tau.reduction_households: 500
  - mu-cang-chai.reduction_households: +50
  - funding.oda: -10%
  - '*.reduction_rate': {over: 3}
rebalance: total
"""
SLOW = "scenario: 1\nname: Slow\nchanges:\n  - tram-tau.reduction_households: 400\nkeep_stated: true\n"
BAD_SCENARIOS: dict[str, str] = {
    "an unknown field": SCENARIO.replace("rebalance", "rebalanc"),
    "an unknown choice": SCENARIO.replace("total", "all"),
    "an exponent": SCENARIO.replace("500", "1e3"),
    "a list for a value": SCENARIO.replace("500", "[5]"),
    "words for a value": SCENARIO.replace("500", "yes please"),
    "an unknown form": SCENARIO.replace("500", "{more: 5}"),
    "no version": SCENARIO.replace("scenario: 1\n", ""),
    "no changes": "scenario: 1\nchanges: []\n",
    "a field twice": SCENARIO + "name: x\n",
    "a number for true": SCENARIO + "keep_stated: 3\n",
    "an unknown area": SCENARIO.replace("tram-tau", "tramtau"),
    "a list": "- 1\n",
    "no YAML": "scenario: [\n",
}
SETTINGS: dict[str, str] = {
    "all": 'select = ["T", "F"]\nignore = ["T205"]\nstrict = true\nfail-undecided = true\ngrowth = "0..2.5"\n'
    'cut = "0.1"\nlang = "vi"\n',
    "some": 'ignore = ["T205"]\nstrict = true\n\n[per-file."data/draft-*.yaml"]\nignore = ["A", "T114"]\n',
    "patterns": '[per-file."**/plan.yaml"]\nignore = ["T"]\n[per-file."data/*"]\nstrict = true\n',
    "misspelt": 'strickt = true\ngrowth = "0..2.5"\n',
    "no TOML": 'ignore = ["T205"\nstrict = true\n',
    "upside down": 'growth = "2.5..0"\n',
    "wrong sorts": 'strict = "yes"\nselect = 5\nlang = "fr"\ncut = -1\n',
    "an unknown check": 'select = ["T", "F"]\nignore = ["T250"]\n',
    "an empty file": "",
}
DISTRICTS = (
    "Địa bàn;Số hộ nghèo giảm;Tỷ lệ cuối năm\nHuyện Bắc Hà;1.204;31,50\nThị xã Sa Pa;873;18,20\nToàn tỉnh;2.077;\n"
)
NESTED = "id,name,parent,kind,households\nh1,Huyện Một,,district,500\nx1,Xã Một,h1,commune,200\nx2,Xã Hai,h1,,300\n"
BAD_DISTRICTS: dict[str, str] = {
    "a bad cell": "Địa bàn;Số hộ nghèo giảm\nHuyện Bắc Hà;nhiều\nThị xã Sa Pa;8,73\n",
    "a name twice": "Địa bàn;Số hộ nghèo giảm\nHuyện Bắc Hà;1\nHuyện Bắc Hà;2\n",
    "no names": "what;Số hộ nghèo giảm\nHuyện Bắc Hà;1\n",
    "an unknown parent": "name,parent,households\nHuyện Một,không có,5\n",
    "nothing": "",
}
