"""The contract's exit codes; 0 is done."""

EXIT_GATE = 1
EXIT_USAGE = 2
EXIT_INPUT = 3
