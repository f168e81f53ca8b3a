"""What is done to many articles at once."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from archive.admin.bulk import ENTITY, OLD_ENTITY, OLD_TOPIC, TOPIC, Bulk, carry_out
from archive.admin.listing import ListAdmin
from archive.models import Article

Articles = QuerySet[Article]
Answer = HttpResponse | None

PUBLISH = Bulk(gettext_lazy("Publish"), "article.publish")
WITHDRAW = Bulk(gettext_lazy("Withdraw"), "article.withdraw", reason=True)
ADD_ENTITY = Bulk(
    gettext_lazy("Add a country, person or organisation"), "article.add_entity", (ENTITY,)
)
ADD_TOPIC = Bulk(gettext_lazy("Add a topic"), "article.add_topic", (TOPIC,))
REPLACE_ENTITY = Bulk(
    gettext_lazy("Replace a country, person or organisation"),
    "article.replace_entity",
    (OLD_ENTITY, ENTITY),
)
REPLACE_TOPIC = Bulk(gettext_lazy("Replace a topic"), "article.replace_topic", (OLD_TOPIC, TOPIC))
CONFIRM = Bulk(gettext_lazy("Confirm all their suggestions"), "article.confirm")
REJECT = Bulk(gettext_lazy("Reject all their suggestions"), "article.reject")


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
        return carry_out(self, request, articles, PUBLISH)

    @admin.action(description=gettext_lazy("Withdraw …"), permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, articles: Articles) -> Answer:
        return carry_out(self, request, articles, WITHDRAW)

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
        return carry_out(self, request, articles, CONFIRM)

    @admin.action(description=gettext_lazy("Reject all their suggestions …"), permissions=["tag"])
    def reject_suggestions(self, request: HttpRequest, articles: Articles) -> Answer:
        return carry_out(self, request, articles, REJECT)
