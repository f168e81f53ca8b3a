"""The paragraphs of a tree of elements: a text between two block elements is one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from lxml import etree

HTML_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
     "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr",
     "ul"}
)  # fmt: skip
HTML_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "svg", "math"}
)


def paragraphs(
    element: etree._Element, blocks: frozenset[str], skipped: frozenset[str]
) -> list[str]:
    """Texts in order, white space made single. Tags are local names, without a namespace."""
    parts = groupby(_texts(element, blocks, skipped), key=itemgetter(0))
    joined = (" ".join("".join(text for _number, text in run).split()) for _number, run in parts)
    return [text for text in joined if text]


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; empty for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _texts(
    root: etree._Element, blocks: frozenset[str], skipped: frozenset[str]
) -> Iterator[tuple[int, str]]:
    """Each piece of text with the number of its paragraph. Not recursive: trees can be deep."""
    number, inside = 0, 0  # inside: elements that are skipped and not yet ended
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        name = local_name(node)
        if event == "start":
            inside += name in skipped
            number += name in blocks
            text = node.text
        else:
            inside -= event == "end" and name in skipped
            number += event == "end" and name in blocks
            text = node.tail if node is not root else None
        if text and not inside:
            yield number, text
