"""The review queue: one article at a time, its suggestions with their words, one key for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.admin.choosing import Choice, choose, few_named, number
from archive.admin.messages import said, too_late, undoable
from archive.admin.naming_forms import refusal_of, refusal_of_length
from archive.admin.words import (
    attach_places,
    attach_places_of,
    attach_topic_places,
    marked,
    named_in,
)
from archive.curation import decide, naming, queue
from archive.curation.queue import SORTS, Scope, Tag
from archive.curation.replace import ReplaceRefused, replace
from archive.curation.undo import AlreadyUndone, TooLate, undo
from archive.models import Article, Decision, Entity, EntityTag, Kind, Topic, TopicTag
from archive.models.counts import counts
from archive.text.scripts import direction

if TYPE_CHECKING:
    from archive.admin.site import CurationSite

PLACES = 3  # of each suggestion
LAST = 6  # decisions that can be taken back here
REVIEWED = ("confirm", "reject", "reconsider", "replace", "always", "never", "add")
SKIPPED = 300  # articles that a curator need not see again while logged in
COUNTED = 10_000
MODELS: dict[str, type[EntityTag | TopicTag]] = {"entity": EntityTag, "topic": TopicTag}


@dataclass(frozen=True)
class Desk:
    """A curator at the queue: who it is, what it holds, and the way back to it."""

    request: HttpRequest
    by: User
    scope: Scope

    @classmethod
    def of(cls, request: HttpRequest) -> Desk:
        given = request.GET
        sort = given.get("sort", "")
        keys = {name: number(given.get(name, "")) for name in ("entity", "article")}
        scope = Scope(sort if sort in SORTS else "", keys["entity"], keys["article"])
        return cls(request, request.user, scope)  # type: ignore[arg-type]

    @property
    def query(self) -> str:
        held = {"sort": self.scope.sort, "entity": self.scope.entity, "article": self.scope.article}
        return urlencode({name: value for name, value in held.items() if value})

    @property
    def address(self) -> str:
        return reverse("admin:review") + (f"?{self.query}" if self.query else "")

    @property
    def skipped(self) -> list[int]:
        return list(self.request.session.get("review_skipped", []))

    def skip(self, article: int) -> None:
        self.request.session["review_skipped"] = [*self.skipped, article][-SKIPPED:]
        queue.release(self.by)


def review(request: HttpRequest, site: CurationSite) -> HttpResponse:
    """GET shows the next article; POST decides, and leads back."""
    if not request.user.has_perm("archive.change_entitytag"):
        raise PermissionDenied
    desk = Desk.of(request)
    if request.method == "POST":
        return answer(desk, site)
    article = queue.claim(desk.by, desk.scope, desk.skipped)
    context = {
        **site.each_context(request),
        "title": _("Review"),
        "desk": desk,
        "article": article,
        "sorts": [(sort, label_of(sort)) for sort in SORTS],
        "counted": COUNTED,
        "last": last_decisions(desk.by),
        "keys": request.session.get("review_keys", True),
        **progress(desk, article),
        **(page_of(article, desk.scope) if article else {}),
    }
    return TemplateResponse(request, "admin/archive/review.html", context)


def label_of(sort: str) -> str:
    if sort == queue.TOPIC:
        return str(Topic._meta.verbose_name_plural)
    return {
        Kind.COUNTRY: _("countries"),
        Kind.BLOC: _("blocs"),
        Kind.PERSON: _("people"),
        Kind.ORGANIZATION: _("organisations"),
        Kind.PLACE: _("places"),
    }[Kind(sort)]


def page_of(article: Article, scope: Scope) -> dict[str, Any]:
    tags = queue.suggestions(article, scope)
    revision = article.revision
    mentions = named_in(revision) if revision else []
    entities = [tag for tag in tags if isinstance(tag, EntityTag)]
    attach_places_of(entities, article.text, mentions, PLACES)
    attach_topic_places([tag for tag in tags if isinstance(tag, TopicTag)], article, PLACES)
    return {
        "tags": tags,
        "direction": direction(article.language),
        "paragraphs": marked(revision, mentions) if revision else [],
    }


def progress(desk: Desk, article: Article | None) -> dict[str, int]:
    """What waits, what this curator has decided today, and how far the article is."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    waiting: list[Any] = list(desk.scope.tags())
    more: list[Any] = [desk.by.decisions.filter(decided_at__gte=today)]
    if article is not None:
        rows = (article.entity_tags, article.topic_tags)
        more += [each.exclude(state="suggested") for each in rows]
        more += [tags.filter(article=article) for tags in waiting]
    found = counts([*waiting, *more], COUNTED)
    wait, (done, *here) = found[: len(waiting)], found[len(waiting) :]
    return {
        "waiting": sum(wait),
        "today": done,
        "decided": sum(here[:2]),
        "all": sum(here),
    }


def last_decisions(by: User) -> list[Decision]:
    """What this curator decided last, without the changes of each: they may be thousands."""
    recent = Decision.objects.undoable().whole().filter(decided_by=by, verb__in=REVIEWED)
    last = list(recent.defer("changes").order_by("-pk")[:LAST])
    for decision in last:
        decision.what = said(decision.verb)  # type: ignore[attr-defined]
    return last


# --- What a curator says --------------------------------------------------------------------


def answer(desk: Desk, site: CurationSite) -> HttpResponse:
    verb = desk.request.POST.get("verb", "")
    if verb in ANSWERS:
        return ANSWERS[verb](desk) or HttpResponseRedirect(desk.address)
    tag = chosen(desk)
    if tag is None:
        messages.info(desk.request, _("Somebody has decided that already."))
        return HttpResponseRedirect(desk.address)
    if verb in {"always", "never"}:
        return rule(desk, site, tag, verb)
    if verb == "change":
        return change(desk, site, tag)
    if verb in DECIDE:
        tell(desk, DECIDE[verb]([tag], desk.by))
    return HttpResponseRedirect(desk.address)


def chosen(desk: Desk) -> Tag | None:
    """The suggestion of the form, unless it was decided meanwhile."""
    sort, _dash, key = desk.request.POST.get("tag", "").partition("-")
    pk = number(key)
    if sort not in MODELS or pk is None:
        return None
    return MODELS[sort]._default_manager.suggested().filter(pk=pk).first()


def tell(desk: Desk, decision: Decision | None) -> None:
    if decision is None:
        messages.info(desk.request, _("Somebody has decided that already."))


DECIDE: dict[str, Callable[..., Decision | None]] = {
    "confirm": decide.confirm,
    "reject": decide.reject,
}


def rest(state: str) -> Callable[[Desk], None]:
    """Decide everything the page still showed, and nothing that came since."""

    def decide_rest(desk: Desk) -> None:
        shown = set(desk.request.POST.getlist("shown"))
        article = Article.objects.filter(
            pk=number(desk.request.POST.get("article", "")) or 0
        ).first()
        tags = queue.suggestions(article, desk.scope) if article else []
        tell(desk, DECIDE[state]([tag for tag in tags if name_of(tag) in shown], desk.by))

    return decide_rest


def name_of(tag: Tag) -> str:
    return f"{'entity' if isinstance(tag, EntityTag) else 'topic'}-{tag.pk}"


def skip(desk: Desk) -> None:
    if (article := number(desk.request.POST.get("article", ""))) is not None:
        desk.skip(article)


def take_back(desk: Desk) -> None:
    """Only one's own: other people's decisions are taken back on their page."""
    own = Decision.objects.whole().filter(decided_by=desk.by, verb__in=REVIEWED)
    decision = own.filter(pk=number(desk.request.POST.get("decision", "")) or 0).first()
    if decision is None:
        return
    try:
        undone = undo(decision, desk.by)
    except AlreadyUndone:
        messages.info(desk.request, _("That was undone already."))
        return
    except TooLate:
        messages.warning(desk.request, too_late(decision))
        return
    if undone.left:
        messages.warning(desk.request, _("What has changed since was left as it is."))
    else:
        messages.success(desk.request, _("Undone."))


def switch_keys(desk: Desk) -> None:
    desk.request.session["review_keys"] = not desk.request.session.get("review_keys", True)


def leave(desk: Desk) -> HttpResponse:
    """The article is free for others at once."""
    queue.release(desk.by)
    return HttpResponseRedirect(reverse("admin:index"))


ANSWERS: dict[str, Callable[[Desk], HttpResponse | None]] = {
    "confirm_rest": rest("confirm"),
    "reject_rest": rest("reject"),
    "skip": skip,
    "undo": take_back,
    "keys": switch_keys,
    "leave": leave,
}


def change(desk: Desk, site: CurationSite, tag: Tag) -> HttpResponse:
    """Another subject in its place; where the name is not plain, a choice of what it may mean."""
    choice = choose(desk.request.POST, Entity if isinstance(tag, EntityTag) else Topic)
    if choice.subject is None:
        return which(desk, site, tag, choice)
    try:
        tell(desk, replace([tag], choice.subject, desk.by))
    except ReplaceRefused:
        messages.error(desk.request, _("Choose something else than what it was."))
    return HttpResponseRedirect(desk.address)


def which(desk: Desk, site: CurationSite, tag: Tag, choice: Choice) -> HttpResponse:
    context = {
        **site.each_context(desk.request),
        "title": _("Which one?"),
        "desk": desk,
        "tag": tag,
        "tag_name": name_of(tag),
        "choice": choice,
        "few": few_named(choice),
    }
    return TemplateResponse(desk.request, "admin/archive/review_which.html", context)


def rule(desk: Desk, site: CurationSite, tag: Tag, verb: str) -> HttpResponse:
    """A rule about a name decides many articles: how many, and which, is shown before the yes."""
    allowed = desk.by.has_perm("archive.add_alias") and desk.by.has_perm("archive.add_suppression")
    if not isinstance(tag, EntityTag) or not allowed:
        raise PermissionDenied
    name = desk.request.POST.get("name", "").strip()
    refused = refusal_of if verb == "always" else refusal_of_length
    refusal = refused(tag.entity, name) if name else ""
    if refusal:
        messages.error(desk.request, f"“{name[:200]}”: {refusal}")
    elif name and "yes" in desk.request.POST:
        decision = (naming.always if verb == "always" else naming.never)(tag.entity, name, desk.by)
        if decision:
            messages.success(desk.request, undoable(_("The rule is kept."), decision))
        return HttpResponseRedirect(desk.address)
    attach_places([tag])
    context = {
        **site.each_context(desk.request),
        "title": _("Always") if verb == "always" else _("Never"),
        "desk": desk,
        "tag": tag,
        "tag_name": name_of(tag),
        "verb": verb,
        "rules": reaches(tag, verb),
    }
    return TemplateResponse(desk.request, "admin/archive/review_rule.html", context)


def reaches(tag: EntityTag, verb: str) -> Sequence[tuple[str, naming.Reach]]:
    forms: list[str] = tag.forms or [tag.entity.name]  # type: ignore[attr-defined]
    return [(form, naming.reach(tag.entity, form, alone=verb == "never")) for form in forms]
