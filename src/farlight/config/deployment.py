"""What an installation may set, typed and frozen. The facility itself (beamlines, people, rules) is another file."""

import os
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, IPvAnyNetwork, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from farlight.kernel.errors import Invalid, Objection


class Section(BaseModel):
    """A group of settings."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Web(Section):
    """Where the web process listens and what it calls itself."""

    host: str = "127.0.0.1"
    """Address that the web process binds to."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Port that the web process binds to."""
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    """Host names under which pages may be asked for."""
    https: bool = False
    """Whether browsers come by HTTPS, so that cookies may demand it."""
    largest_body_mib: int = Field(default=192, ge=192, le=4096)
    """How much a request may bring before it is refused; larger files come by SFTP."""
    at_once: int = Field(default=0, ge=0, le=1000)
    """How many requests a web process works on at once, each with a line to the database; others wait in order.
    With 0, 8 on SQLite, where one at a time may write, and 32 on PostgreSQL."""
    requests_a_minute: int = Field(default=6000, ge=0, le=1_000_000)
    """How many requests of one token or one browser's login a web process answers in a minute; more get 429 and
    `Retry-After`. Event streams and pieces of images are not counted. With 0, any number."""
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    """Addresses or networks of the proxies in front: of them alone `X-Forwarded-For` and `-Proto` are believed."""
    watchers: tuple[IPvAnyNetwork, ...] = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))
    """Addresses or networks of the machines that watch over this one: they alone read `/metrics`, and why `/readyz`
    says no."""
    address: str = Field(default="", pattern=r"^(https?://[^/\s]+)?$")
    """Address of the site for mails and labels, `https://farlight.example.org`; by default made of the first host."""


class Mail(Section):
    """The SMTP server that mails go to, and what they are like."""

    host: str = ""
    """Address of the SMTP server; while empty, mails are kept and read in Farlight."""
    port: int = Field(default=25, ge=1, le=65535)
    """Port of the SMTP server: 25 or 587 with STARTTLS, 465 with TLS from the start."""
    security: Literal["none", "starttls", "tls"] = "none"
    """How the line is encrypted; with `starttls` a server that does not offer it gets no mail."""
    user: str = ""
    """Name that Farlight signs on with; while empty, it does not."""
    password: SecretStr = SecretStr("")
    """Password that belongs to the name."""
    ca_file: str = ""
    """File with the certificate authority of the house, when the system does not know it."""
    timeout_s: float = Field(default=10.0, gt=0, le=120)
    """How long the server may keep silent."""
    sender: str = "farlight@localhost"
    """Address that mails come from; `Name <address>` is possible."""
    reply_to: str = ""
    """Address that answers go to; while empty, they go to the sender."""
    facility: str = "Farlight"
    """Name of the facility, as mails show it."""
    digest_hour: int = Field(default=7, ge=0, le=23)
    """Hour of the person's day at which the digest goes out."""
    keep_days: int = Field(default=365, ge=7)
    """How long mails that are done with can still be read."""


class Audit(Section):
    """The record of acts."""

    personal_days: int = Field(default=365, ge=1)
    """How long it is kept who did something; what was done, and when, is kept for ever."""


class Logs(Section):
    """What processes say while they work."""

    form: Literal["line", "json"] = "line"
    """How a line looks on standard error: as people read it, or a JSON object."""
    syslog: str = Field(default="", pattern=r"^(/\S+|[\w.-]+:\d{1,5})?$")
    """Where lines and the record of acts go besides, as JSON: `/dev/log` of this machine, or `host:port` by UDP."""


class Gateway(Section):
    """The front door by SSH."""

    host: str = "127.0.0.1"
    """Address that the gateway binds to."""
    port: int = Field(default=2222, ge=0, le=65535)
    """Port that the gateway binds to; several processes may share it."""
    fallback_ciphers: bool = False
    """Whether clients that know no AES-GCM are let in, with ciphers that take twice the work."""
    window_mib: int = Field(default=64, ge=1, le=1024)
    """How much may be under way to a client or from it: a long fast line holds more."""
    quota_gib: float = Field(default=1024.0, ge=0)
    """How much may lie in the folder `processed` of a session before uploads are refused; 0 for no limit."""


class Recordings(Section):
    """Recorded shells."""

    folder: Path | None = None
    """Folder that they lie in; by default `recordings` in the state folder."""
    keep_days: int = Field(default=90, ge=1)
    """How long they are kept; not longer than it is kept who did something, or their hashes are forgotten first."""


class Deployment(BaseSettings):
    """Everything that an installation may set.

    Environment variables (``FARLIGHT_WEB__PORT``) win over the file that ``FARLIGHT_CONFIG`` names (TOML), which wins
    over the defaults. A key that does not exist stops the start and is named.
    """

    model_config = SettingsConfigDict(
        env_prefix="FARLIGHT_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        nested_model_default_partial_update=True,
    )

    state_dir: Path = Path("var")
    """Folder for what Farlight itself keeps: the SQLite database, locks, the secret key, logs."""
    data_dir: Path | None = None
    """Root of the experiment data, `<data>/<beamline>/<year>/<session>/`; by default `data` in the state folder."""
    database_url: str = ""
    """`postgresql://user:password@host:port/name` or `sqlite:///path`; by default SQLite in the state folder. To
    PostgreSQL on another machine `?sslmode=…` says how the line is protected: `verify-full` with `sslrootcert`."""
    secret_key: SecretStr | None = None
    """Key that signs sessions and tickets; when it is not set, one is made and kept in the state folder."""
    sealing_keys: tuple[SecretStr, ...] = ()
    """Keys that seal the seeds of second factors (Fernet, base64; `farlight person sealing-key` makes one): the first
    seals, all of them open. When none is set, one is made and kept in the state folder."""
    debug: bool = False
    """Show tracebacks in the browser; never where others can reach it."""
    time_zone: str = "Europe/Paris"
    """The facility's time zone."""
    texts_dir: Path | None = None
    """Folder of the site's own texts: what lies in its `mails` and `papers` counts before what Farlight brings."""
    globus_secret: SecretStr = SecretStr("")
    """Secret of the application that the facility file names under `[transfer.globus]`; while empty, Globus is off."""
    notebooks_token: SecretStr = SecretStr("")
    """Token of Farlight at the JupyterHub that the facility file names under `[notebooks]`; while empty, there are no
    notebooks."""
    service_secrets: dict[str, SecretStr] = {}
    """Secrets of the services that sign people on through Farlight, by their codes: `{"jupyterhub": "…"}`."""
    web: Web = Web()
    mail: Mail = Mail()
    audit: Audit = Audit()
    logs: Logs = Logs()
    gateway: Gateway = Gateway()
    recordings: Recordings = Recordings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over secrets over the TOML file."""
        toml = TomlConfigSettingsSource(settings_cls, toml_file=os.environ.get("FARLIGHT_CONFIG") or None)
        return init_settings, env_settings, file_secret_settings, toml

    @property
    def state(self) -> Path:
        """The state folder, absolute."""
        return self.state_dir.absolute()

    @property
    def data(self) -> Path:
        """The root of the experiment data, absolute."""
        return (self.data_dir or self.state / "data").absolute()

    @property
    def site(self) -> str:
        """The address of the site, as mails and labels name it."""
        web, standard = self.web, 443 if self.web.https else 80
        port = "" if web.https or web.port == standard else f":{web.port}"
        return web.address or f"{'https' if web.https else 'http'}://{web.hosts[0]}{port}"


_SEALING_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")

BESIDE_SETTINGS = frozenset({"FARLIGHT_CONFIG", "FARLIGHT_TOKEN", "FARLIGHT_TEST_DATA", "FARLIGHT_PROCESSING_FOLDER"})
"""Variables that are no settings: the file of settings, a program's key, data of tests, a mark of DIALS' processes."""


def read_deployment() -> Deployment:
    """Read what is set.

    Raises
    ------
    Invalid
        With every key that does not exist and every value that is none.
    """
    objections = [_unknown(name) for name in sorted(_unknown_variables())]
    try:
        deployment = Deployment()
    except ValidationError as error:
        raise Invalid([*objections, *map(_objection, error.errors(include_url=False))]) from error
    except TOMLDecodeError as error:
        message = f"The file {os.environ['FARLIGHT_CONFIG']} is no TOML: {error}."
        raise Invalid([*objections, Objection(message=message)]) from error
    if objections:
        raise Invalid(objections)
    return deployment


def _unknown_variables() -> set[str]:
    known = {f"FARLIGHT_{name.upper()}" for name in Deployment.model_fields}
    ours = {name for name in os.environ if name.startswith("FARLIGHT_")}
    return {name for name in ours - BESIDE_SETTINGS if name.split("__")[0] not in known}


def _unknown(name: str) -> Objection:
    known = [f"FARLIGHT_{field.upper()}" for field in Deployment.model_fields]
    near = get_close_matches(name, known, n=1, cutoff=0.8)
    return Objection(message=f"{name} is no setting.", mend=f"Did you mean {near[0]}?" if near else "")


def _objection(fault: ErrorDetails) -> Objection:
    key = ".".join(map(str, fault["loc"]))
    if fault["type"] == "extra_forbidden":
        return Objection(message=f"{key} is no setting.", field=key)
    return Objection(message=f"The setting {key} is wrong: {fault['msg']}.", field=key)


def secret_key_of(deployment: Deployment) -> str:
    """Return the key that is set, or the one kept in the state folder, which is made at the first start."""
    if deployment.secret_key is not None:
        return deployment.secret_key.get_secret_value()
    return _kept_secret(deployment.state / "secret-key", lambda: secrets.token_urlsafe(50))


def sealing_keys_of(deployment: Deployment) -> tuple[str, ...]:
    """Return the keys that are set, the newest first, or the one kept in the state folder.

    Raises
    ------
    Invalid
        When one of them is no key.
    """
    if not deployment.sealing_keys:
        return (_kept_secret(deployment.state / "sealing-key", new_sealing_key),)
    keys = tuple(key.get_secret_value() for key in deployment.sealing_keys)
    if not all(_SEALING_KEY.fullmatch(key) for key in keys):
        message = "One of FARLIGHT_SEALING_KEYS is no key."
        raise Invalid([Objection(message=message, mend="`farlight person sealing-key` makes one.")])
    return keys


def new_sealing_key() -> str:
    """Return a new key for seeds: 32 random bytes in base64."""
    return urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _kept_secret(path: Path, make: Callable[[], str]) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(make())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass  # another process was faster: its key counts
        finally:
            draft.unlink()
    return path.read_text().strip()
