# 批量评分：检查、评分、排名，按退出码分别处理（Windows PowerShell 5.1 以上）。
# 用法：.\batch.ps1 -Source 工作簿文件夹 -Target 输出文件夹 [-Floor 80]
param(
    [Parameter(Mandatory = $true)][string]$Source,
    [Parameter(Mandatory = $true)][string]$Target,
    [double]$Floor = 80
)

New-Item -ItemType Directory -Force -Path $Target | Out-Null
$env:PYTHONIOENCODING = "utf-8"
$problems = Join-Path $Target "问题.txt"
$arguments = @(
    "score", $Source, "--out-dir", $Target, "--resume", "--quiet",
    "--table", (Join-Path $Target "排名.csv"), "--fail-under", $Floor, "--fail-on-veto"
)
& fyscore @arguments 2> $problems
$code = $LASTEXITCODE

switch ($code) {
    0 { "全部评分，都达到${Floor}分，没有一票否决。" }
    1 { "全部评分，但有单位未通过，见 $problems" }
    2 { "用法不对，见 $problems" }
    3 { "有文件不能评分，其余已评分，见 $problems" }
    default { "中断（$code），再次运行会接着做。" }
}
"排名：" + (Join-Path $Target "评分排名.xlsx")
exit $code
