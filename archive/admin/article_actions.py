"""What is done to many articles at once."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from archive.admin.bulk import ENTITY, OLD_ENTITY, OLD_TOPIC, TOPIC, Bulk, carry_out
from archive.admin.listing import ListAdmin
from archive.curation import decide
from archive.curation.bulk import add_to, replace_in, set_status_of
from archive.models import Article, Decision, EntityTag, Status, TopicTag

Articles = QuerySet[Article]
Answer = HttpResponse | None

ADD_ENTITY = Bulk(
    gettext_lazy("Add a country, person or organisation"), add_to, (ENTITY,), about="entitytag"
)
ADD_TOPIC = Bulk(gettext_lazy("Add a topic"), add_to, (TOPIC,), about="topictag")
REPLACE_ENTITY = Bulk(
    gettext_lazy("Replace a country, person or organisation"),
    replace_in,
    (OLD_ENTITY, ENTITY),
    about="entitytag",
)
REPLACE_TOPIC = Bulk(
    gettext_lazy("Replace a topic"), replace_in, (OLD_TOPIC, TOPIC), about="topictag"
)


def publish(articles: list[Article], by: Any, reason: str) -> Decision | None:
    return set_status_of(articles, Status.PUBLISHED, by, reason)


def withdraw(articles: list[Article], by: Any, reason: str) -> Decision | None:
    return set_status_of(articles, Status.WITHDRAWN, by, reason)


def suggestions_of(articles: list[Article]) -> list[EntityTag | TopicTag]:
    keys = [article.pk for article in articles]
    found: list[EntityTag | TopicTag] = []
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        found += EntityTag.objects.suggested().filter(article__in=some)
        found += TopicTag.objects.suggested().filter(article__in=some)
    return found


def confirm_all(articles: list[Article], by: Any, reason: str) -> Decision | None:
    return decide.confirm(suggestions_of(articles), by, reason)


def reject_all(articles: list[Article], by: Any, reason: str) -> Decision | None:
    return decide.reject(suggestions_of(articles), by, reason)


class ArticleActions(ListAdmin):
    """Publishing and withdrawing is for editors, all else for curators too."""

    actions: Any = (
        "publish_selected",
        "withdraw_selected",
        "add_entity",
        "add_topic",
        "replace_entity",
        "replace_topic",
        "confirm_suggestions",
        "reject_suggestions",
    )

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.publish_article")

    def has_tag_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["archive.change_entitytag", "archive.change_topictag"])

    @admin.action(description=gettext_lazy("Publish …"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, articles: Articles) -> Answer:
        return carry_out(self, request, articles, Bulk(gettext_lazy("Publish"), publish))

    @admin.action(description=gettext_lazy("Withdraw …"), permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, articles: Articles) -> Answer:
        step = Bulk(gettext_lazy("Withdraw"), withdraw, reason=True)
        return carry_out(self, request, articles, step)

    @admin.action(
        description=gettext_lazy("Add a country, person or organisation …"), permissions=["tag"]
    )
    def add_entity(self, request: HttpRequest, articles: Articles) -> Answer:
        return carry_out(self, request, articles, ADD_ENTITY)

    @admin.action(description=gettext_lazy("Add a topic …"), permissions=["tag"])
    def add_topic(self, request: HttpRequest, articles: Articles) -> Answer:
        return carry_out(self, request, articles, ADD_TOPIC)

    @admin.action(
        description=gettext_lazy("Replace a country, person or organisation …"),
        permissions=["tag"],
    )
    def replace_entity(self, request: HttpRequest, articles: Articles) -> Answer:
        return carry_out(self, request, articles, REPLACE_ENTITY)

    @admin.action(description=gettext_lazy("Replace a topic …"), permissions=["tag"])
    def replace_topic(self, request: HttpRequest, articles: Articles) -> Answer:
        return carry_out(self, request, articles, REPLACE_TOPIC)

    @admin.action(description=gettext_lazy("Confirm all their suggestions …"), permissions=["tag"])
    def confirm_suggestions(self, request: HttpRequest, articles: Articles) -> Answer:
        step = Bulk(gettext_lazy("Confirm all their suggestions"), confirm_all, about="entitytag")
        return carry_out(self, request, articles, step)

    @admin.action(description=gettext_lazy("Reject all their suggestions …"), permissions=["tag"])
    def reject_suggestions(self, request: HttpRequest, articles: Articles) -> Answer:
        step = Bulk(gettext_lazy("Reject all their suggestions"), reject_all, about="entitytag")
        return carry_out(self, request, articles, step)
