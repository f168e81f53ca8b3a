"""Every setting, from the environment. All are optional; the README's table says what each does.

Without SITE_URL the archive is local: plain HTTP on this machine only. With it, it is in
production: HTTPS, and weak settings refuse to start, all faults listed at once.
"""

from pathlib import Path
from urllib.parse import quote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from archive import logs
from archive.environment import Environment, Network

BASE_DIR = Path(__file__).resolve().parent.parent

# --- From the environment -----------------------------------------------------------------

env = Environment()
DEBUG: bool = env.flag("DEBUG", "0")
SITE_URL: str = env.origin("SITE_URL", "")
PRODUCTION = bool(SITE_URL)
DATA_DIR = env.folder("DATA_DIR", default=BASE_DIR / "data", written=True)
SECRET_KEY = env.secret_key("SECRET_KEY", kept_in=DATA_DIR / "secret_key", production=PRODUCTION)
DATABASES = {
    "default": env.database("DATABASE_URL", f"sqlite:///{quote(str(DATA_DIR / 'archive.sqlite3'))}")
}
SEARCH_URL: str = env.str("SEARCH_URL", f"tantivy://{quote(str(DATA_DIR / 'index'))}")
ADMIN_PATH: str = env.url_path("ADMIN_PATH", "admin/")
TRUSTED_PROXIES: list[Network] = env.networks("TRUSTED_PROXIES", "")
TIME_ZONE: str = env.time_zone("TIME_ZONE", "UTC")
SHOW_SUGGESTED: bool = env.flag("SHOW_SUGGESTED", "1")
CONTACT_EMAIL: str = env.email("CONTACT_EMAIL", "")
ALLOW_NETWORK_FS: bool = env.flag("ALLOW_NETWORK_FS", "0")
LOGS: str = env.logs("LOGS", "plain")
STATIC_ROOT = env.folder("STATIC_ROOT", default=DATA_DIR / "static", written=False)
if PRODUCTION and DEBUG:
    env.faults.append("DEBUG is on with SITE_URL set; unset one of them.")
if PRODUCTION and not SITE_URL.startswith("https://"):
    env.faults.append(f"SITE_URL is {SITE_URL}; in production it must begin with https://.")
env.finish()

# --- Addresses and transport --------------------------------------------------------------

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or ""] if PRODUCTION else LOCAL_HOSTS
CSRF_TRUSTED_ORIGINS = [SITE_URL] if PRODUCTION else []
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # probes speak plain HTTP to the process itself
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0  # two years
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-sessionid" if PRODUCTION else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if PRODUCTION else "csrftoken"
CSRF_COOKIE_AGE = None  # ends with the visit, as the privacy page says
SESSION_COOKIE_AGE = 8 * 60 * 60
SECURE_REFERRER_POLICY = "same-origin"  # not no-referrer: then browsers send no Origin to forms
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "accelerometer")
}

# --- The application ----------------------------------------------------------------------

INSTALLED_APPS = [
    "archive",
    "archive.apps.CurationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "simple_history",
    "csp",
    "archive.apps.LoginsConfig",
]
MIDDLEWARE = [
    "archive.middleware.RequestMiddleware",
    # What sets headers comes early, so that they stand on every answer, errors and files too.
    "archive.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "archive.middleware.TrustedProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "archive.middleware.HealthMiddleware",  # before anything asks for the host or the database
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "archive.middleware.UnavailableMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],  # first, so that templates/admin wins
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "archive.views.context.site",
            ],
        },
    }
]
IN_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": IN_MEMORY},
    # How much each address has asked for, apart: no crowd of addresses pushes pages out.
    "budget": {"BACKEND": IN_MEMORY, "LOCATION": "budget", "OPTIONS": {"MAX_ENTRIES": 20_000}},
}

# --- People who log in --------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AXES_FAILURE_LIMIT = 5
AXES_VERBOSE = False  # no banner; who logs in, out or in vain is logged all the same
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # together: a proxy never locks out all
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]  # TrustedProxyMiddleware has set it right

# --- Languages and times ------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("id", _("Indonesian"))]
LOCALE_PATHS = [BASE_DIR / "archive" / "locale"]
USE_I18N = USE_TZ = USE_THOUSAND_SEPARATOR = True

# --- Files --------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Limits and logs ----------------------------------------------------------------------

DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
LOGGING = logs.configuration(LOGS)
