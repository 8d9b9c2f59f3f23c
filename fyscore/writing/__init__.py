"""How every workbook that fyscore writes looks, and how it is written fast."""
