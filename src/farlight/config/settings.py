"""Django's settings, made from the deployment. There is one file for all places; what differs is in the deployment."""

from farlight import __version__
from farlight.config.databases import database_of
from farlight.config.deployment import read_deployment, sealing_keys_of, secret_key_of
from farlight.config.log_lines import logging_by

DEPLOYMENT = read_deployment()
FARLIGHT_VERSION = __version__
FARLIGHT_DATA_DIR = DEPLOYMENT.data
FARLIGHT_STATE_DIR = DEPLOYMENT.state
FARLIGHT_TEXTS_DIR = DEPLOYMENT.texts_dir
FARLIGHT_GLOBUS_SECRET = DEPLOYMENT.globus_secret.get_secret_value()
FARLIGHT_NOTEBOOKS_TOKEN = DEPLOYMENT.notebooks_token.get_secret_value()
FARLIGHT_SITE_URL = DEPLOYMENT.site
FARLIGHT_WATCHERS = DEPLOYMENT.web.watchers
FARLIGHT_GATEWAY_QUOTA_BYTES = int(DEPLOYMENT.gateway.quota_gib * 2**30)
FARLIGHT_RECORDINGS_DIR = DEPLOYMENT.recordings.folder or FARLIGHT_STATE_DIR / "recordings"
FARLIGHT_RECORDINGS_KEEP_DAYS = DEPLOYMENT.recordings.keep_days
FARLIGHT_AUDIT_PERSONAL_DAYS = DEPLOYMENT.audit.personal_days

SECRET_KEY = secret_key_of(DEPLOYMENT)
FARLIGHT_SEALING_KEYS = sealing_keys_of(DEPLOYMENT)
DEBUG = DEPLOYMENT.debug
ALLOWED_HOSTS = list(DEPLOYMENT.web.hosts)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in DEPLOYMENT.web.hosts] if DEPLOYMENT.web.https else []
DATABASES = {"default": database_of(DEPLOYMENT)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "farlight.passports",  # before allauth, as below
    "farlight.ui",  # before allauth, whose pages it replaces
    "allauth",
    "allauth.account",
    "allauth.socialaccount",  # its way to providers is used, its tables and pages are not
    "allauth.idp.oidc",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "farlight.bus",
    "farlight.audit",
    "farlight.people",
    "farlight.mail",
    "farlight.beamlines",
    "farlight.proposals",
    "farlight.beamtime",
    "farlight.leases",
    "farlight.samples",
    "farlight.safety",
    "farlight.acquisition",
    "farlight.shipping",
    "farlight.runs",
    "farlight.processing",
    "farlight.viewer",
    "farlight.webcams",
    "farlight.readiness",
    "farlight.recordings",
    "farlight.desktops",
    "farlight.notebooks",
    "farlight.transfer",
    "farlight.logbook",
    "farlight.statistics",
    "farlight.workflows",
    "farlight.portal",
]

MIDDLEWARE = [
    "farlight.config.security.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "farlight.config.security.FormsLeadOn",
    "django_htmx.middleware.HtmxMiddleware",
    "farlight.config.texts.without_nul",
    "farlight.people.web.gate.Gate",
    "farlight.config.refusals.refusals_as_pages",
]

ROOT_URLCONF = "farlight.config.urls"
ASGI_APPLICATION = "farlight.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        (
            "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
            {"user_attributes": ("username", "given_name", "family_name", "email")},
        ),
        ("django.contrib.auth.password_validation.MinimumLengthValidator", {"min_length": 12}),
        ("django.contrib.auth.password_validation.CommonPasswordValidator", {}),
        ("farlight.people.adapters.password_rules.PlaceWordsValidator", {}),
    )
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "farlight.people.web.sign_on.HouseAccounts"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": ""}  # counted by people, in the database

FARLIGHT_SERVICE_SECRETS = {code: secret.get_secret_value() for code, secret in DEPLOYMENT.service_secrets.items()}
IDP_OIDC_ADAPTER = "farlight.passports.web.adapter.HousePassports"
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 15 * 60
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 12 * 3600
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "passports_kept_value",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # beyond this, codes under way would be thrown away
    }
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = DEPLOYMENT.web.https
if DEPLOYMENT.web.https:  # browsers take such names from this very host alone, by HTTPS
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_HSTS_SECONDS = 31_536_000 if DEPLOYMENT.web.https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "analysis", "processing"],
    }
}

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

EMAIL_BACKEND = (
    "farlight.mail.adapters.smtp.FacilityServer"
    if DEPLOYMENT.mail.host
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DEPLOYMENT.state / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = DEPLOYMENT.mail.sender

LANGUAGE_CODE = "en-gb"
TIME_ZONE = DEPLOYMENT.time_zone
USE_I18N = True
USE_TZ = True
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # the facility's other hosts are not ours to bind to HTTPS
    "security.W008",  # the proxy with the certificate redirects
    "security.W019",  # reports of processing are shown in frames of our own pages
    "security.W021",  # as W005
    *([] if DEPLOYMENT.web.https else ["security.W004", "security.W012", "security.W016"]),
]

LOGGING = logging_by(form=DEPLOYMENT.logs.form, syslog=DEPLOYMENT.logs.syslog)
