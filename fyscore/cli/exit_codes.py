"""What a command's exit code means, beside 0 for done."""

#: Done, but a gate that was asked for failed.
EXIT_GATE = 1
#: Wrong usage, or an output that could not be written.
EXIT_USAGE = 2
#: One or more inputs could not be scored; the others were.
EXIT_INPUT = 3
#: A fault of the program's own (EX_SOFTWARE).
EXIT_CRASH = 70
#: Standard output could not take what was printed (EX_IOERR).
EXIT_STREAM = 74
