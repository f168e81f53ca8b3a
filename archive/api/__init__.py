"""The read-only JSON API, version 1.

It answers the questions of the search page with the same sets and counts. Unlike the page it
refuses what it does not understand, so that a script never works with less than it asked for.
v1.py joins the parts; its OpenAPI document and the page that explains it are made from them.
"""
