"""The rows. What each is for stands in its own module."""

from archive.models.article import (
    SEPARATOR,
    Article,
    ArticleGroup,
    DateBasis,
    Revision,
    Status,
    text_hash,
)
from archive.models.decision import Decision, Distinction, MergeProposal, Suppression
from archive.models.desk import BulkChange, BulkPart, Lease, Rereading
from archive.models.entity import Alias, AliasKind, Entity, Kind, Office
from archive.models.import_run import ImportRecord, ImportRun, Outcome
from archive.models.index_job import IndexJob
from archive.models.mention import DateMention, Mention
from archive.models.name_entry import NameEntry
from archive.models.redirect import Redirect
from archive.models.report import ErrorReport, SearchMiss
from archive.models.source import Source
from archive.models.state import Origin, State
from archive.models.tag import EntityTag, TopicTag
from archive.models.text_band import TextBand
from archive.models.topic import RuleKind, Topic, TopicRule

__all__ = [
    "SEPARATOR",
    "Alias",
    "AliasKind",
    "Article",
    "ArticleGroup",
    "BulkChange",
    "BulkPart",
    "DateBasis",
    "DateMention",
    "Decision",
    "Distinction",
    "Entity",
    "EntityTag",
    "ErrorReport",
    "ImportRecord",
    "ImportRun",
    "IndexJob",
    "Kind",
    "Lease",
    "Mention",
    "MergeProposal",
    "NameEntry",
    "Office",
    "Origin",
    "Outcome",
    "Redirect",
    "Rereading",
    "Revision",
    "RuleKind",
    "SearchMiss",
    "Source",
    "State",
    "Status",
    "Suppression",
    "TextBand",
    "Topic",
    "TopicRule",
    "TopicTag",
    "text_hash",
]
