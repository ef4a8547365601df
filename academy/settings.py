"""All settings, read from the environment: embedded by default, production by variables.

Without variables the site runs on SQLite, an in-process cache and eager Celery, for a demo and for development.
`.env.example` lists every variable. A value that cannot be read stops the start with its name.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))  # what the running site writes in the embedded mode

# Core ------------------------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)  # shows the demo accounts on the sign-in page; never on a public server
DEVELOPMENT_KEY = "only-for-development-and-the-demo-never-for-a-public-server"
SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY:
    if not (DEBUG or DEMO):
        raise ImproperlyConfigured("Set SECRET_KEY (50 or more random characters), or DEBUG=1 to develop.")
    SECRET_KEY = DEVELOPMENT_KEY
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")  # for links in mails, PDFs and QR codes
SITE_NAME = "Municipal e-Academy"

INSTALLED_APPS = [
    "peer_exchange",
    "courses",
    "academy",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "academy.apps.AcademyUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_celery_beat",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "academy.middleware.CmsPolicyMiddleware",
    "academy.middleware.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "academy.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "academy.middleware.NullCharacterMiddleware",
    "academy.middleware.TimeZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "academy.middleware.CmsDoorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "academy.urls"
WSGI_APPLICATION = "academy.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "academy.context_processors.site",
            ],
        },
    },
]

# Database --------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
    }

# Cache and jobs --------------------------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "academy.cache.FallbackRedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", 3600)  # 0 switches the page cache off

TASKS = {"default": {"BACKEND": "academy.put_off.PatientBackend"}}  # those of Wagtail
CELERY_BROKER_URL = REDIS_URL or None
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 0.5,
    "socket_timeout": 5,
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    # A task that nobody took before the next one is due is dropped, so that sweeps never pile up
    name: {"task": task, "schedule": seconds, "options": {"expires": seconds}}
    for name, task, seconds in [
        ("deliver-waiting-letters", "academy.tasks.deliver_waiting_letters", 60.0),
        ("deliver-waiting-certificates", "courses.tasks.deliver_waiting_certificates", 60.0),
        ("close-overdue-attempts", "courses.jobs.close_overdue_attempts", 300.0),
        ("refresh-stale-courses", "courses.jobs.refresh_stale_courses", 300.0),
        ("refresh-paths", "courses.jobs.refresh_paths", 3600.0),
        ("prepare-handbooks", "courses.jobs.prepare_handbooks", 900.0),
        ("reschedule-editions", "courses.jobs.reschedule_editions", 86400.0),
        ("resume-rosters", "courses.jobs.resume_rosters", 60.0),
        ("forget-roster-rows", "courses.jobs.forget_roster_rows", 86400.0),
        ("send-reminders", "courses.jobs.send_reminders", 1800.0),
        ("queue-announcements", "courses.jobs.queue_announcements", 900.0),
        ("send-monthly-reports", "courses.jobs.send_monthly_reports", 21600.0),
        ("count-tallies", "courses.jobs.count_tallies", 60.0),
        ("recount-tallies", "courses.jobs.recount_tallies", 86400.0),
        ("tidy-exports", "courses.jobs.tidy_exports", 300.0),
        ("spread-posts", "peer_exchange.tasks.spread_posts", 60.0),
        ("send-digests", "peer_exchange.jobs.send_digests", 1800.0),
        ("send-nudges", "peer_exchange.jobs.send_nudges", 3600.0),
        ("warn-of-queues", "peer_exchange.jobs.warn_of_queues", 3600.0),
        ("send-event-letters", "peer_exchange.jobs.send_event_letters", 300.0),
        ("sweep-drafts", "peer_exchange.jobs.sweep_drafts", 86400.0),
        ("ask-still-running", "peer_exchange.jobs.ask_still_running", 86400.0),
        ("ask-adopters", "peer_exchange.jobs.ask_adopters", 43200.0),
        ("publish-scheduled-pages", "academy.tasks.publish_scheduled", 300.0),
        ("catch-up-with-publications", "academy.jobs.catch_up_with_publications", 60.0),
        ("clear-sessions", "academy.tasks.clear_sessions", 86400.0),
    ]
}

# Languages -------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("sq", "Shqip"),
    ("bs", "Bosanski"),
    ("sr", "Српски"),
    ("sr-latn", "Srpski"),
    ("mk", "Македонски"),
    ("bg", "Български"),
    ("tr", "Türkçe"),
    ("ro", "Română"),
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["academy.formats"]
TIME_ZONE = env.str("TIME_ZONE", "Europe/Skopje")

# Accounts --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "academy.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", not (DEBUG or DEMO))  # for everybody with CMS access

ACCOUNT_ADAPTER = "academy.adapters.AccountAdapter"
ACCOUNT_FORMS = {"signup": "academy.forms.accounts.SignupForm", "login": "academy.forms.accounts.LoginForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser that signed up
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # the second factor is still asked for
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None  # the person chooses
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)  # for the rate limits behind a proxy
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # one code earlier or later, for telephones whose clock is off

# Wagtail ---------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_FINISH_WORKFLOW_ACTION = "peer_exchange.publishing.finish_workflow"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False  # nobody types a password for somebody else: people are invited by mail
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = [
    "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt", "rtf", "zip",
    "mp4", "webm", "mp3", "ogg", "m4a", "vtt",
]  # fmt: skip
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # uploads are handed out as attachments, PDF too
WAGTAILDOCS_MAX_UPLOAD_SIZE = 200 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}}
TAGGIT_CASE_INSENSITIVE = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long lesson in the editor

# Files -----------------------------------------------------------------------------------------------------------
NODE_MODULES = BASE_DIR / "node_modules"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "academy.finders.VendorFinder",
]
VENDOR_FILES = {  # static path → file of an npm package, below NODE_MODULES
    **{
        f"vendor/designsystemet/{name}.css": f"@digdir/designsystemet-css/dist/src/{name}.css"
        for name in ["base", "button", "input", "field", "fieldset", "label", "alert"]
    },
    **{
        f"vendor/source-serif-4/{name}.woff2": f"@fontsource-variable/source-serif-4/files/source-serif-4-{name}.woff2"
        for name in ["latin-wght-normal", "latin-ext-wght-normal", "cyrillic-wght-normal"]
    },
    "vendor/htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/squire/squire.mjs": "squire-rte/dist/squire.mjs",
}
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
S3_BUCKET = env.str("S3_BUCKET", "")
S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", "")
S3_REGION = env.str("S3_REGION", "")
S3_CUSTOM_DOMAIN = env.str("S3_CUSTOM_DOMAIN", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "academy.static_storage.StaticStorage"},
}
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": S3_ENDPOINT_URL or None,
            "region_name": S3_REGION or None,
            "access_key": env.str("S3_ACCESS_KEY", ""),
            "secret_key": env.str("S3_SECRET_KEY", ""),
            "custom_domain": S3_CUSTOM_DOMAIN or None,
            "file_overwrite": False,
            "querystring_auth": not S3_CUSTOM_DOMAIN,
            "querystring_expire": 7 * 86400,  # far longer than any page that names the file is cached
        },
    }
WHITENOISE_MAX_AGE = 3600

# Mail ------------------------------------------------------------------------------------------------------------
EMAIL_FILE_PATH = VAR_DIR / "mail"  # the embedded mode writes letters here, one file each
EMAIL_CONFIG = env.email("EMAIL_URL", f"filemail:///{EMAIL_FILE_PATH}")
vars().update({key: value for key, value in EMAIL_CONFIG.items() if key != "EMAIL_FILE_PATH"})
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <academy@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "help@example.org")

# Security --------------------------------------------------------------------------------------------------------
HTTPS = env.bool("HTTPS", not (DEBUG or DEMO))
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 30 * 86400
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews pages in a frame
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # whether the domain's other hosts use HTTPS is not this site's to promise
    "security.W019",  # see X_FRAME_OPTIONS
    "security.W021",  # the browsers' preload list: likewise for the owner of the domain
]
if not S3_BUCKET:
    MEDIA_ORIGINS = []
elif S3_CUSTOM_DOMAIN:
    MEDIA_ORIGINS = [f"https://{S3_CUSTOM_DOMAIN.partition('/')[0]}"]
elif S3_ENDPOINT_URL:
    scheme, _colon, host = S3_ENDPOINT_URL.rstrip("/").partition("://")
    MEDIA_ORIGINS = [f"{scheme}://{host}", f"{scheme}://{S3_BUCKET}.{host}"]
else:
    regions = ["", f".{S3_REGION}"] if S3_REGION else [""]
    MEDIA_ORIGINS = [f"https://{S3_BUCKET}.s3{region}.amazonaws.com" for region in regions]
EMBED_ORIGINS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *MEDIA_ORIGINS],
        "media-src": [SELF, *MEDIA_ORIGINS],
        "frame-src": [SELF, *EMBED_ORIGINS],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"level": "INFO"},
        "django.server": {"level": "WARNING" if DEMO else "INFO"},
        "fontTools": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
