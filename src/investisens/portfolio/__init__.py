"""The fund as a whole: its positions, investors, cash, value and measures."""
