"""Fill in the example workbooks the way a clerk would; run by hand when the template changes.

The units are invented.  Figures are illustrative unless the remark names a
published source; those are national figures, since no regional series could be
verified.
"""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from fyscore.forms.writer import template_bytes
from fyscore.rules.load import load_rulebook

HERE = Path(__file__).parent
KEY = "字段编号"
ILLUSTRATIVE = "示例数，非真实数据"
NATIONAL_2023 = "借用全国数：国家卫生健康委《2023年我国卫生健康事业发展统计公报》"
NATIONAL_2022 = "借用全国数：国家卫生健康委《2022年我国卫生健康事业发展统计公报》"
AVERAGE = "示例的自治区平均数，填报时请用自治区公布的数"

YES = [
    "2a.document", "2b.minutes", "3a.repealed", "3b.development_plan", "3b.health_plan",
    "4.budget", "4.compliant", "5a.complete", "6.complete", "7.joint", "9.complete",
    "10a.complete", "11a.complete", "12b.complete", "13.training_plan", "13.subsidy",
    "17.implemented", "19.public_rental", "22.complete", "28.complete", "33.complete",
]  # fmt: skip

YEAR_2022: dict[str, object] = {
    **dict.fromkeys(YES, "是"),
    "1.mark": 5.5, "2b.meetings": 1,
    "5b.complete": "否", "5b.mark": 1.2,
    "8a.coverage": (612_300, 640_000), "8a.accuracy": 0.942, "8b.realtime": 0.913,
    "10a.complete": "否", "10a.mark": 1.5, "10b.complete": "否", "10b.mark": 1,
    "11b.employers": 1, "11b.mark": 1,
    "12a.complete": "否", "12a.mark": 1.5,
    "13.subsidy": "否", "14.registered": 6,
    "15a.places": (2048, 640_000), "15a.average": 2.9,
    "15b.enrolment": 0.068, "15b.average": 0.071, "15.falsified": "否",
    "16.accidents": 0, "17.cases": 2, "18.failing": 1, "19.differentiated": "否",
    "20.coverage": 0.874, "20.average": 0.886,
    "21.complete": "否", "21.mark": 1.4,
    "23.rate": 17.1, "24.rate": 4.9, "25.rate": (3_848, 4_000), "26.rate": 0.2, "27.rate": 0.931,
    "29.activity_places": (94, 96), "29.nursing_rooms": 0.985,
    "30.national_reward": 1, "30.national_special": 0, "30.regional_relief": 1,
    "30.regional_extended": 0, "30.urban_elderly": 0,
    "31.unprocessed": 1, "31.missed_review": 0,
    "32a.archives": 2, "32b.contacts": 0, "32c.doctors": 1, "32d.hospitals": 0,
    "34.places": 2, "35.awareness": (268, 300), "35.satisfaction": (285, 300),
}  # fmt: skip

YEAR_2023: dict[str, object] = {
    **YEAR_2022,
    "1.mark": 7, "2b.meetings": 3,
    "5b.complete": "是", "5b.mark": None,
    "8a.coverage": (618_700, 642_000), "8a.accuracy": 0.958, "8b.realtime": 0.936,
    "10a.complete": "是", "10a.mark": None, "10b.complete": "是", "10b.mark": None,
    "11b.employers": 2, "11b.mark": None,
    "12a.complete": "否", "12a.mark": 2.5,
    "13.subsidy": "是", "14.registered": 8,
    "15a.places": (2_510, 642_000), "15a.average": 3.4,
    "15b.enrolment": 0.092, "15b.average": 0.083,
    "17.cases": 1, "18.failing": 0, "19.differentiated": "是",
    "20.coverage": 0.903, "20.average": 0.897,
    "23.rate": 15.1, "24.rate": 4.5, "25.rate": (3_842, 4_000), "27.rate": 0.942,
    "29.activity_places": (97, 97), "29.nursing_rooms": 0.995,
    "30.national_reward": 0, "30.regional_relief": 0, "31.unprocessed": 0,
    "32a.archives": 0, "32c.doctors": 0, "34.places": 1,
    "35.awareness": (274, 300), "35.satisfaction": (288, 300),
}  # fmt: skip

VETOED: dict[str, object] = {**YEAR_2023, "16.accidents": 1, "14.registered": 7, "1.mark": None}

SOURCES = {
    "example-district-2022.xlsx": {"24.rate": NATIONAL_2022},
    "example-district-2023.xlsx": {"23.rate": NATIONAL_2023, "24.rate": NATIONAL_2023},
    "example-vetoed-2023.xlsx": {"23.rate": NATIONAL_2023, "24.rate": NATIONAL_2023},
}


def fill(name: str, unit: str, year: int, answers: dict[str, object]) -> None:
    """Write one filled workbook beside this script."""
    rulebook = load_rulebook()
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(rulebook)))
    info, sheet = book["基本信息"], book["填报"]
    info["B2"], info["B3"], info["B4"], info["B5"] = unit, year, "示例填报人", f"{year + 1}-01-15"
    (top,) = (row for row in sheet.iter_rows() if any(c.value == KEY for c in row))
    columns = {cell.value: cell.column for cell in top}
    rows = {row[columns[KEY] - 1].value: row[0].row for row in sheet.iter_rows()}
    for key, value in answers.items():
        row = rows[key]
        if isinstance(value, tuple):
            sheet.cell(row, columns["分子"], value[0])
            sheet.cell(row, columns["分母"], value[1])
        elif value is not None:
            sheet.cell(row, columns["填报值"], value)
        if value is None:
            continue
        field = rulebook.fields[key]
        remark = SOURCES[name].get(key, AVERAGE if field.role == "average" else ILLUSTRATIVE)
        sheet.cell(row, columns["备注"], remark)
        if field.type.name == "yes_no" and value == "是":
            sheet.cell(row, columns["佐证材料"], f"佐证/{field.key.partition('.')[0]}/文件.pdf")
    book.save(HERE / name)


if __name__ == "__main__":
    fill("example-district-2022.xlsx", "示例区（虚构）", 2022, YEAR_2022)
    fill("example-district-2023.xlsx", "示例区（虚构）", 2023, YEAR_2023)
    fill("example-vetoed-2023.xlsx", "示例县（虚构）", 2023, VETOED)
