# Two commands do all set-up on a fresh machine: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV_READY := $(VENV)/.dev-ready
TEST_READY := $(VENV)/.test-ready

.PHONY: page demo test quick prove lint schemas docs wheel lowest bench bench-country crosscheck golden mutate fuzz template pictures lock clean

$(READY): requirements.lock pyproject.toml
	scripts/make-venv $(PYTHON) $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

# What developing needs besides: tests, linters, build tools.
$(DEV_READY): $(READY) requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

# What only the tests need: LibreOffice, a browser, a Chinese font, an accessibility checker.
$(TEST_READY): $(DEV_READY) scripts/system-packages scripts/browser-tools
	scripts/system-packages
	scripts/browser-tools $(VENV)
	touch $@

demo: $(READY)
	rm -rf demo
	$(BIN)/fyscore template demo/indicator_template.xlsx
	for year in 2022 2023; do $(BIN)/fyscore score examples/example-district-$$year.xlsx --out-dir demo || exit; done
	$(BIN)/fyscore score examples/example-vetoed-2023.xlsx --out-dir demo
	$(BIN)/fyscore score examples --out-dir demo --force
	$(BIN)/fyscore report examples/example-district-2022.xlsx examples/example-district-2023.xlsx -o demo/report.html
	$(BIN)/fyscore report examples/example-district-2023.xlsx -o demo/report.docx

test: $(TEST_READY)
	$(BIN)/python -m pytest -q -n auto --dist loadfile

# Everything that is kept word for word, and what is quick: for between two keystrokes.
quick: $(DEV_READY)
	$(BIN)/python -m pytest -q -n auto --dist loadfile -m "not slow"

lint: $(DEV_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict fyscore
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python -m benchmarks

# Ten years of the whole country as one job; a quarter of an hour.
bench-country: $(READY)
	$(BIN)/python -m benchmarks.country

# The Python score against LibreOffice's recalculation, at length.
crosscheck: $(TEST_READY)
	FYSCORE_ROUNDS=1000 $(BIN)/python -m pytest -q tests/forms/test_crosscheck.py -k agree_everywhere

# The living form, the program and an independent scorer: every boundary, for all numbers, and on
# a million random forms (docs/trust.md); most of an hour.
prove: $(DEV_READY)
	$(BIN)/python -m tests.prove

# The kept wordings, after a change of wording; look at the difference.
golden: $(DEV_READY)
	FYSCORE_GOLDEN=1 $(BIN)/python -m pytest -q tests/golden
	git --no-pager diff --stat tests/golden

# How many faults put into the package the quick tests notice, unit by unit (docs/trust.md);
# `make mutate UNITS="returns rules" SHARE=20` tries one in twenty of two units.
mutate: $(DEV_READY)
	$(BIN)/python -m tests.mutate $(UNITS) --share $(or $(SHARE),1)

# Mutated workbooks by the hundred thousand: a right score or a stated problem; and ten thousand
# lives of files in a folder: nothing lost (docs/trust.md).
fuzz: $(DEV_READY)
	$(BIN)/python -m tests.fuzz --count 100000 --seed 1
	$(BIN)/python -m tests.fuzz.files --count 10000

# The committed templates, after a change to the rulebook or a writer.
template: $(DEV_READY)
	$(BIN)/python scripts/make_word_template.py
	$(BIN)/fyscore template templates/indicator_template.xlsx --force
	$(BIN)/python examples/make_examples.py

# The wheel alone in a fresh environment; and the lowest versions that pyproject.toml allows.
wheel: $(DEV_READY)
	scripts/try-wheel $(VENV)

lowest: $(DEV_READY)
	scripts/try-wheel $(VENV) lowest

# The program as one file that a browser opens, without Python: dist/fyscore.html.
page: $(READY)
	$(BIN)/python scripts/make_page.py

# The pictures of README and docs, from the examples; look at them.
pictures: $(TEST_READY)
	$(BIN)/python scripts/make_pictures.py

# What is generated from the code: schemas, help pages, problems, licences.
schemas docs: $(DEV_READY)
	for page in schemas cli_docs problems licences; do $(BIN)/python scripts/write_$$page.py || exit; done

# Pins for every Python we support: of what running needs, and of what developing does.
lock: $(DEV_READY)
	$(BIN)/uv pip compile pyproject.toml --group build --universal --generate-hashes --no-header --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --quiet -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) demo build dist
