"""Text in XML: whatever it holds, a document of it can be read."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.text.markup import xml_text


@given(st.text(st.characters(codec=None)))
def test_a_document_of_any_text_can_be_read(text):
    element = etree.Element("a")
    element.text = xml_text(text)

    read = etree.fromstring(etree.tostring(element)).text or ""
    assert read.replace("\r", "\n") == xml_text(text).replace("\r", "\n")


def test_only_what_cannot_be_written_is_left_out():
    assert xml_text("a\x00\x0b\x1b\ufffe\ud800b\t\n é رئیس 🕊") == "ab\t\n é رئیس 🕊"
