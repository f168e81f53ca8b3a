"""Text that XML can hold. Some characters cannot be written there, not even as references."""

import re

# The characters that are none in XML 1.0 (section 2.2): controls but tab and line ends,
# halves of a pair, and the two that no text has.
_NONE_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text without what would make a document of it unreadable."""
    return _NONE_IN_XML.sub("", text)
