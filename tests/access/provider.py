"""An identity provider on this machine: discovery, code flow with PKCE, RS256, key set, sign-out."""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

HERE = "127.0.0.1"
CLIENT, CLIENT_SECRET = "orewatch", secrets.token_urlsafe(24)
KID = "key-of-the-tests"


@dataclass
class Provider:
    """Who can sign in, and what was handed out."""

    issuer: str
    people: dict[str, dict[str, object]]
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": KID}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    handed_out: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def discovery(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/leave",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def page(self, asked):
        """One link for each person; a real one would ask for a password here."""
        links = [
            f'<p><a href="/choose?{urlencode({**asked, "who": n})}">{n}</a>' for n in self.people
        ]
        return f"<h1>Who are you?</h1>{''.join(links)}"

    def chosen(self, asked):
        """Back to the app with a code that is good for one use."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent, authorization):
        """What a code is worth; None for the wrong client, code or verifier."""
        asked = self.codes.pop(sent.get("code", ""), None)
        client = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if authorization != f"Basic {client}" or not asked or asked["code_challenge"] != challenge:
            return None
        now = int(time.time())
        said = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "sub": f"id-{asked['who']}",
            **self.people[asked["who"]],
        }
        id_token = jwt.encode({"alg": "RS256", "kid": KID}, said, self.key)
        access_token = secrets.token_urlsafe(24)
        self.handed_out += [id_token, access_token]
        return {"token_type": "Bearer", "expires_in": 300} | {
            "id_token": id_token,
            "access_token": access_token,
        }


class Door(BaseHTTPRequestHandler):
    """The provider's addresses; `provider` is set on a class of its own for each."""

    provider: Provider

    def do_GET(self):
        asked = {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
        match urlsplit(self.path).path:
            case "/.well-known/openid-configuration":
                self._json(self.provider.discovery())
            case "/keys":
                self._json({"keys": [self.provider.key.as_dict(private=False)]})
            case "/authorize":
                self._send(200, self.provider.page(asked), "text/html")
            case "/choose":
                self._go(self.provider.chosen(asked))
            case "/leave":
                self.provider.left.append(asked.get("id_token_hint", ""))
                self._go(asked["post_logout_redirect_uri"])
            case _:
                self._send(404, "", "text/plain")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {k: v[0] for k, v in parse_qs(body).items()}
        answer = self.provider.token(sent, self.headers.get("Authorization", ""))
        self._json(answer or {"error": "invalid_grant"}, 200 if answer else 400)

    def log_message(self, *_):
        pass

    def _go(self, address):
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def _json(self, content, status=200):
        self._send(status, json.dumps(content), "application/json")

    def _send(self, status, text, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())


@contextmanager
def running(people):
    """A provider that answers until the block ends."""
    door = type("OwnDoor", (Door,), {})
    server = ThreadingHTTPServer((HERE, 0), door)
    provider = Provider(issuer=f"http://{HERE}:{server.server_port}", people=people)
    door.provider = provider
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
