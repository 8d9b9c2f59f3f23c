"""What a practised person would write in an afternoon: pandas reads, openpyxl writes.

``script.py TARGET SOURCE``: all 46 parts by simple rules with binary floats;
no problems, reasons, readings or advice.  The workbook is loaded once more to
keep what was typed, and a sheet of scores is added.
"""

import sys

import openpyxl
import pandas as pd

COMPLETE = {  # full marks if complete, else the assessors' mark
    "5a": 2, "5b": 2, "6": 2, "9": 2, "10a": 3, "10b": 2, "11a": 2, "12a": 3, "12b": 2,
    "21": 2, "22": 2, "28": 1, "33": 2,
}  # fmt: skip
ALL = {  # full marks if everything holds
    "2a": (2, ["document"]), "3a": (1, ["repealed"]),
    "3b": (2, ["development_plan", "health_plan"]), "4": (2, ["budget", "compliant"]),
    "7": (2, ["joint"]), "13": (2, ["training_plan", "subsidy"]),
    "19": (2, ["public_rental", "differentiated"]),
}  # fmt: skip
AT_LEAST = {"8b": (2, "realtime", 0.9), "25": (2, "rate", 0.97), "27": (2, "rate", 0.9)}
AT_MOST = {"23": (2, "rate", 16.5), "24": (2, "rate", 6), "26": (2, "rate", 0.3)}
DEDUCT = {
    "18": (2, 1, ["failing"]),
    "30": (6, 1, ["national_reward", "national_special", "regional_relief",
                  "regional_extended", "urban_elderly"]),
    "31": (2, 1, ["unprocessed", "missed_review"]), "32a": (1, 0.2, ["archives"]),
    "32b": (1, 0.5, ["contacts"]), "32c": (1, 0.5, ["doctors"]), "32d": (1, 0.5, ["hospitals"]),
    "34": (2, 0.5, ["places"]),
}  # fmt: skip
BELOW = {"29": (2, 1.0, 0.4, ["activity_places", "nursing_rooms"]),
         "35": (2, 0.9, 0.5, ["awareness", "satisfaction"])}  # fmt: skip


SCALE = {"个/千人": 1_000, "‰": 1_000, "/万": 10_000, "/10万": 100_000}


def value(row):
    if row["分子"] == row["分子"] and row["分母"] == row["分母"]:
        return row["分子"] / row["分母"] * SCALE.get(row["单位"], 1)
    return row["填报值"]


target, source = sys.argv[1:]
table = pd.read_excel(source, sheet_name="填报", header=1, engine="openpyxl").dropna(
    subset=["字段编号"]
)
answers = {row["字段编号"]: value(row) for _, row in table.iterrows()}


def get(part, name, default=0):
    found = answers.get(f"{part}.{name}")
    return default if found is None or found != found else found


scores = {"1": float(get("1", "mark"))}
for part, points in COMPLETE.items():
    done = get(part, "complete") == "是"
    scores[part] = points if done else float(get(part, "mark"))
for part, (points, names) in ALL.items():
    scores[part] = points if all(get(part, name) == "是" for name in names) else 0
scores["2b"] = 2 if get("2b", "meetings") >= 1 and get("2b", "minutes") == "是" else 0
scores["8a"] = 4 if min(get("8a", "coverage"), get("8a", "accuracy")) >= 0.95 else 0
scores["11b"] = 2 if get("11b", "employers") >= 2 else float(get("11b", "mark"))
scores["14"] = max(0, 4 - 2 * max(0, 8 - get("14", "registered")))
for part, name in (("15a", "places"), ("15b", "enrolment"), ("20", "coverage")):
    scores[part] = 2 if get(part, name) > get(part, "average") else 0
if get("15", "falsified") == "是":
    scores["15a"] = scores["15b"] = 0
scores["17"] = max(0, 2 - 0.4 * get("17", "cases")) if get("17", "implemented") == "是" else 0
for part, (points, name, bar) in AT_LEAST.items():
    scores[part] = points if get(part, name) >= bar else 0
for part, (points, name, bar) in AT_MOST.items():
    scores[part] = points if get(part, name) <= bar else 0
for part, (points, each, names) in DEDUCT.items():
    scores[part] = max(0, points - each * sum(get(part, name) for name in names))
for part, (points, bar, each, names) in BELOW.items():
    short = sum(-(-round(max(0, bar - get(part, name)) * 100, 6) // 1) for name in names)
    scores[part] = max(0, points - each * short)

book = openpyxl.load_workbook(source)
sheet = book.create_sheet("得分")
sheet.append(["评分点", "得分"])
for part, score in scores.items():
    sheet.append([part, score])
sheet.append(["总分", sum(scores.values())])
sheet.append(["一票否决", "是" if get("16", "accidents") > 0 else "否"])
book.save(target)
print(round(sum(scores.values()), 2))
