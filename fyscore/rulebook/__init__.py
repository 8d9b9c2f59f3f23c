"""The standard as data, the frozen types it loads into, and its lint."""

#: Id of the rulebook used unless another is named.
DEFAULT = "liunan-2023-25"
