"""The documentation says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import fyscore

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_the_help_pages_are_current() -> None:
    from write_cli_docs import PAGE, help_markdown

    assert PAGE.read_text(encoding="utf-8") == help_markdown()


def test_the_licences_are_current() -> None:
    from write_licences import PAGE, page

    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_problems_page_is_current() -> None:
    from write_problems import PAGE, page

    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_shipped_schemas_are_generated_from_the_definitions() -> None:
    from write_schemas import DOCUMENTS, FOLDER, schema_text

    assert {path.name for path in FOLDER.iterdir()} == {f"{n}.schema.json" for n in DOCUMENTS}
    for name, definition in DOCUMENTS.items():
        shipped = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
        assert shipped == schema_text(definition), name


def test_links_in_the_documentation_lead_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("workbook", ["example-district-2023.xlsx", "make_examples.py"])
def test_the_python_examples_of_the_readme_run(
    workbook: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each with a form that scores; what tells of problems with a file that is no workbook too."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    scored, refused = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    path = repr(str(ROOT / "examples" / workbook))
    is_form = workbook.endswith(".xlsx")
    if is_form:
        exec(scored.replace('"data.xlsx"', path), {"__name__": "readme"})
    exec("import fyscore\n" + refused.replace('"data.xlsx"', path), {"__name__": "readme"})
    assert ("file_csv" in capsys.readouterr().out) == (not is_form)


def test_the_public_interface_is_documented() -> None:
    for name in fyscore.__all__:
        if name != "__version__":
            assert getattr(fyscore, name).__doc__, name
