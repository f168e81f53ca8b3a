"""Every address of the archive. Pages exist in each language: `/x/` and `/id/x/`."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from archive.api import guide, v1
from archive.views import (
    about,
    articles,
    choices,
    entities,
    exports,
    feeds,
    home,
    machines,
    oai,
    pages,
    relations,
    reports,
    search,
    sitemaps,
    timeline,
    topics,
)

ARTICLE = "articles/<int:pk>"
# As people type them: the page of the period leads on from there.
BARE = "(?P<month>[0-9]{1,2})(?:/(?P<day>[0-9]{1,2}))?"
YEAR, MONTH, DAY = "(?P<year>[0-9]{4})", "(?P<month>0[1-9]|1[0-2])", "(?P<day>[0-3][0-9])"

admin.autodiscover()  # here, so that commands, which give no pages, start without it

in_each_language: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/feed.atom", feeds.search, name="search_feed"),
    path("search/completions.json", machines.completions, name="completions"),
    path("search/export.<slug:extension>", exports.export, name="search_export"),
    path("search/facet/<slug:name>/", choices.facet, name="search_facet"),
    path(f"{ARTICLE}/report/", reports.report, name="article_report"),
    path(f"{ARTICLE}/<slug:slug>/", articles.article, name="article"),
    path("a/<int:pk>/", articles.short, name="article_short"),
    path(f"{ARTICLE}/cite.<slug:format>", articles.cite, name="article_cite"),
    path("countries/", entities.countries, name="countries"),
    path("countries/<slug:slug>/", entities.country, name="country"),
    path("countries/<slug:slug>/feed.atom", feeds.country, name="country_feed"),
    path("people/", entities.people, name="people"),
    path("people/<slug:slug>/", entities.person, name="person"),
    path("people/<slug:slug>/feed.atom", feeds.person, name="person_feed"),
    path("organizations/", entities.organizations, name="organizations"),
    path("organizations/<slug:slug>/", entities.organization, name="organization"),
    path("organizations/<slug:slug>/feed.atom", feeds.organization, name="organization_feed"),
    path("blocs/<slug:slug>/", entities.bloc, name="bloc"),
    path("blocs/<slug:slug>/feed.atom", feeds.bloc, name="bloc_feed"),
    path("places/<slug:slug>/", entities.place, name="place"),
    path("places/<slug:slug>/feed.atom", feeds.place, name="place_feed"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:slug>/", topics.topic, name="topic"),
    path("topics/<slug:slug>/feed.atom", feeds.topic, name="topic_feed"),
    path("relations/<slug:first>/<slug:second>/feed.atom", feeds.pair, name="relation_feed"),
    path("relations/", relations.relations, name="relations"),
    path("relations/<slug:first>/<slug:second>/", relations.pair, name="pair"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("timeline/undated/", timeline.undated, name="timeline_undated"),
    re_path(f"^timeline/{YEAR}/$", timeline.year, name="timeline_year"),
    re_path(f"^timeline/{YEAR}/{MONTH}/$", timeline.month, name="timeline_month"),
    re_path(f"^timeline/{YEAR}/{MONTH}/{DAY}/$", timeline.day, name="timeline_day"),
    re_path(f"^timeline/{YEAR}/{BARE}/$", timeline.bare),
    path("help/search/", pages.help_search, name="help"),
    path("about/", about.about, name="about"),
    path("about/coverage/", about.coverage, name="about_coverage"),
    path("about/methods/", about.methods, name="about_methods"),
    path("about/policy/", about.policy, name="about_policy"),
    path("about/accessibility/", about.accessibility, name="about_accessibility"),
    path("about/privacy/", about.privacy, name="about_privacy"),
    path("about/changes/", about.changes, name="about_changes"),
    path("about/style/", about.style, name="about_style"),
    path("api/", guide.guide, name="api"),
    path("opensearch.xml", machines.opensearch, name="opensearch"),
    path(settings.ADMIN_PATH, admin.site.urls),
]

handler400 = "archive.views.errors.bad_request"
handler403 = "archive.views.errors.forbidden"
handler404 = "archive.views.errors.not_found"
handler500 = "archive.views.errors.server_error"

urlpatterns = [
    path("api/v1/", include(v1.urls)),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemaps.part, name="sitemap_part"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("oai", oai.oai, name="oai"),
    *i18n_patterns(*in_each_language, prefix_default_language=False),
]
