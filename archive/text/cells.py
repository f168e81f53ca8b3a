"""Cells of a table that a spreadsheet may open: no text of ours is run there as a formula.

What begins like a formula gets one apostrophe in front, as OWASP ASVS 5.0 item 1.2.10 asks. So
does what begins like such a cell, so that exactly one apostrophe is taken away again.
"""

FORMULA = frozenset("=+-@\t\r\n\0＝＋－＠")


def defused(text: str) -> str:
    """The text as a cell."""
    return f"'{text}" if _dangerous(text) else text


def restored(cell: str) -> str:
    """The text of a cell that `defused` wrote; any other cell as it is."""
    return cell[1:] if cell.startswith("'") and _dangerous(cell[1:]) else cell


def _dangerous(text: str) -> bool:
    return text.lstrip("'")[:1] in FORMULA if text else False
