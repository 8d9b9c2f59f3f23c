#!/usr/bin/env bash
# 批量评分：检查、评分、排名，按退出码分别处理。
# 用法：examples/batch.sh 工作簿文件夹 输出文件夹 [最低分]
set -uo pipefail

input=${1:?用法：batch.sh 工作簿文件夹 输出文件夹 [最低分]}
output=${2:?用法：batch.sh 工作簿文件夹 输出文件夹 [最低分]}
floor=${3:-80}

mkdir -p "$output"
fyscore score "$input" --out-dir "$output" --resume --quiet --json \
  --table "$output/排名.csv" --fail-under "$floor" --fail-on-veto \
  > "$output/结果.json" 2> "$output/问题.txt"
code=$?

case $code in
  0) echo "全部评分，都达到${floor}分，没有一票否决。" ;;
  1) echo "全部评分，但有单位未通过："; grep '^未通过' "$output/问题.txt" ;;
  2) echo "用法不对："; cat "$output/问题.txt"; exit 2 ;;
  3) echo "有文件不能评分，其余已评分："; grep '不能评分' "$output/问题.txt" ;;
  *) echo "中断（$code），再次运行会接着做。"; exit "$code" ;;
esac
echo "排名：$output/评分排名.xlsx"
exit "$code"
