#!/usr/bin/env bash
# 一份申报材料的全过程：生成、分工、合并、评分、整改、排名。
# 用法：examples/workflow.sh 工作文件夹
set -euo pipefail
desk=${1:?用法：workflow.sh 工作文件夹}
mkdir -p "$desk"
cd "$desk"

fyscore template 某区.xlsx --unit 某区 --year 2026 --quiet
fyscore split 某区.xlsx --list -o 分工表.xlsx --quiet
fyscore split 某区.xlsx -o 分表 --assign 分工表.xlsx --quiet
fyscore merge 分表 --status -o 催报表.xlsx
# 各单位填好交回之后：
fyscore merge 分表 -o 某区-合并.xlsx
fyscore check 某区-合并.xlsx --annotate 退回
fyscore score 某区-合并.xlsx
fyscore gaps 某区-合并.xlsx -o 整改台账.xlsx --quiet
# 评估组复核之后，和自评对比：
cp 某区-合并.xlsx 某区-复核.xlsx
fyscore diff 某区-合并.xlsx 某区-复核.xlsx
# 各区的结果合成排名：
fyscore score 某区-复核.xlsx --summary-only --out-dir 排名 --json > 某区.json
fyscore rank 某区.json -o 评分排名.xlsx
