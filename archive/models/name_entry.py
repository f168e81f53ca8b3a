"""Names as they are looked up while a reader types: an entry under each of their words."""

from __future__ import annotations

from django.db import models

from archive.models.entity import Entity

LONGEST_KEY = 80  # characters of a name that are compared


class NameEntry(models.Model):
    """One name of an entity, from one of its words on: "sergei shoigu", and again "shoigu".

    Kept by the indexer from entities and aliases, as a cache that may be made anew at any time.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="name_entries")
    key = models.CharField(max_length=LONGEST_KEY, db_index=True)  # folded, from that word on
    sound = models.CharField(max_length=20, db_index=True)  # of that word: near spellings share it
    name = models.CharField(max_length=200)  # as written
    whole = models.BooleanField()  # from its first word on

    class Meta:
        verbose_name = "name entry"
        verbose_name_plural = "name entries"

    def __str__(self) -> str:
        return f"{self.key}: {self.name}"
