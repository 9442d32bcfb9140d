"""A handler for JupyterHub: Farlight tells it that somebody's sign-on is over, and their login there ends."""

import jwt
from jupyterhub.handlers.base import BaseHandler
from jupyterhub.orm import User
from jupyterhub.utils import new_token
from tornado.ioloop import IOLoop

EVENT = "http://schemas.openid.net/event/backchannel-logout"


class Told(BaseHandler):
    """Takes logout tokens (OpenID Connect Back-Channel Logout 1.0)."""

    issuer = client = ""
    seen = {}
    """Names of tokens that were taken, and until when they count."""

    def check_xsrf_cookie(self):
        """It is no browser that asks; the token proves who does."""

    async def post(self):
        """End the login of whom a token names."""
        self.set_header("Cache-Control", "no-store")
        try:
            claims = await IOLoop.current().run_in_executor(None, self.believed, self.get_body_argument("logout_token"))
        except (jwt.PyJWTError, KeyError, TypeError) as error:
            self.log.warning("A logout token was refused: %s", error)
            self.set_status(400)
            return
        for row in self.db.query(User).all():
            user = self.users[row.id]
            state = await user.get_auth_state() or {}
            if str(state.get("oauth_user", {}).get("sub")) == claims["sub"]:
                await self.end(user)

    def believed(self, token):
        """Return what a token says, once all of it was looked at."""
        keys = jwt.PyJWKClient(f"{self.issuer}/.well-known/jwks.json")
        must = {"require": ["iss", "sub", "aud", "iat", "exp", "jti", "events"]}
        if jwt.get_unverified_header(token).get("typ") != "logout+jwt":
            raise jwt.InvalidTokenError("it is no logout token")
        key = keys.get_signing_key_from_jwt(token).key
        claims = jwt.decode(
            token, key, algorithms=["RS256"], audience=self.client, issuer=self.issuer, leeway=30, options=must
        )
        if claims["events"][EVENT] != {} or "nonce" in claims or claims["jti"] in self.seen:
            raise jwt.InvalidTokenError("it is another kind of token, or came before")
        self.seen |= {claims["jti"]: claims["exp"]}
        return claims

    async def end(self, user):
        """End a person's login: the cookie of every browser, and what the browser holds for notebook servers."""
        user.cookie_id = new_token()
        for token in list(user.api_tokens):
            if token.session_id:
                self.db.delete(token)
        self.db.commit()
        await user.save_auth_state(None)
        self.log.info("%s was signed out by Farlight", user.name)
