"""``python -m fyscore``."""

from fyscore.cli import main

main()
