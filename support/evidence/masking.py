"""Keep secrets out of everything the suite writes down.

Three nets, one behind the other: values registered as secret; values whose name says that they are
(`password`, `access_token`, `Authorization`, `sig`, …) in headers, JSON, query strings and log lines;
and values whose shape gives them away (JSON web tokens, bearer subprotocols, passwords inside
addresses, password hashes, private keys).
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

MASK = "***"

# A name is judged in lower case without its separators. Ends of names, so that `new_password`, `accessToken`
# and `X-Service-Token` are caught, and `token_type`, `password_changed_at` and `expires_in` are not.
_SECRET_ENDS = ("password", "passwd", "passwordhash", "token", "secret", "apikey", "privatekey", "passphrase")
_SECRET_NAMES = frozenset({"pwd", "sig", "signature", "authorization", "proxyauthorization", "cookie", "setcookie"})
# Below these names stand the names of fields and what is wrong with them, not their values.
_FAULT_NAMES = frozenset({"errors", "fielderrors", "violations"})
# Below these names stand cookies, whatever each is called.
_COOKIE_NAMES = frozenset({"cookies"})

# Forms of registered secrets, longest first so that one within another is not left half masked. A loop over
# them is quicker than one pattern of all.
_forms: list[str] = []
_short_forms: list[re.Pattern[str]] = []


def add_secret(value: str) -> None:
    """Mask this value from now on wherever it turns up, also where it is escaped for JSON or an address.

    One shorter than six characters is masked only where it stands alone, one shorter than three never:
    everything else would become unreadable.
    """
    forms = {value, quote(value, safe=""), json.dumps(value)[1:-1]}
    if len(value) >= 6:
        _forms[:] = sorted({*_forms, *forms}, key=len, reverse=True)
    elif len(value) >= 3:
        _short_forms.extend(re.compile(rf"(?<!\w){re.escape(form)}(?!\w)") for form in forms)


def mask(text: str) -> str:
    """Return the text without its secrets; the same text where there are none.

    Understands whole JSON documents, and pieces of JSON, headers, addresses, form data and log lines
    anywhere in the text.
    """
    if text.lstrip()[:1] in ("{", "["):
        try:
            document = json.loads(text)
        except ValueError:
            pass
        else:
            masked = mask_value(document)
            return text if masked == document else json.dumps(masked, ensure_ascii=False)
    for form in _forms:
        if form in text:
            text = text.replace(form, MASK)
    for short in _short_forms:
        text = short.sub(MASK, text)
    if not _SUSPICIOUS.search(text):
        return text
    for pattern, replacement in _SHAPES:
        text = pattern.sub(replacement, text)
    return text


def mask_value(value: Any) -> Any:
    """Return a copy of a value without its secrets, whatever it is made of.

    Mappings, lists, tuples, sets, pairs (name, value) and {name: …, value: …} are followed to any depth; texts
    and bytes go through `mask`; numbers, None and the like stay as they are, except under a secret name.
    """
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, bytes):
        return mask(value.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    if isinstance(value, Mapping):
        masked = {_mask_name(name): _mask_pair(name, each) for name, each in value.items()}
        if "value" in value and is_secret_name(value.get("name", "")):  # as HTTP archives tell headers
            masked["value"] = _mask_named(value["name"], value["value"])
        return masked
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str | bytes):
        return (value[0], _mask_pair(value[0], value[1]))
    return _mask_each(value, mask_value)


def is_secret_name(name: object) -> bool:
    """Tell whether what goes by this name is a secret."""
    plain = _plain(name)
    return plain in _SECRET_NAMES or plain.endswith(_SECRET_ENDS)


def _plain(name: object) -> str:
    text = name.decode("latin-1") if isinstance(name, bytes) else str(name)
    return text.lower().translate(_NO_SEPARATORS)


def _mask_name(name: Any) -> Any:
    return mask(name) if isinstance(name, str) else name


def _mask_pair(name: object, value: Any) -> Any:
    if _plain(name) in _FAULT_NAMES:
        return _mask_faults(value)
    if _plain(name) in _COOKIE_NAMES:
        return _mask_cookies(value)
    return _mask_named(name, value) if is_secret_name(name) else mask_value(value)


def _mask_named(name: object, value: Any) -> Any:
    """Mask a value because of its name; what stands below it, too."""
    if value is None or isinstance(value, bool) or value in ("", b""):
        return value
    if isinstance(value, bytes):
        return MASK.encode()
    if isinstance(value, str):
        return _mask_header(_plain(name), value)
    if isinstance(value, Mapping):
        return {_mask_name(key): _mask_named(name, each) for key, each in value.items()}
    masked = _mask_each(value, lambda each: _mask_named(name, each))
    return MASK if masked is value else masked


def _mask_faults(value: Any) -> Any:
    """Mask what is said about fields: here a field's name says nothing about the text beside it."""
    if isinstance(value, Mapping):
        return {_mask_name(name): _mask_faults(each) for name, each in value.items()}
    return mask(value) if isinstance(value, str) else _mask_each(value, _mask_faults)


def _mask_cookies(value: Any) -> Any:
    """Mask cookies that are told as {name: value} or as a list of {name: …, value: …}."""
    if isinstance(value, list):
        return [_mask_cookies(each) for each in value]
    if isinstance(value, Mapping) and "value" in value:
        return {**mask_value(value), "value": _mask_named("cookie value", value["value"])}
    if isinstance(value, Mapping):
        return {name: _mask_named("cookie value", each) for name, each in value.items()}
    return mask_value(value)


def _mask_each(value: Any, masked: Callable[[Any], Any]) -> Any:
    """Mask the members of a collection; anything else is returned as it is, the very same object."""
    if isinstance(value, list):
        return [masked(each) for each in value]
    if isinstance(value, tuple):
        return tuple(masked(each) for each in value)
    if isinstance(value, set | frozenset):
        return frozenset(masked(each) for each in value)
    return value


def _mask_header(plain_name: str, value: str) -> str:
    """Mask the value of a header, and leave what explains a failure: the scheme, the names of cookies."""
    if plain_name.endswith("authorization"):
        scheme, space, _ = value.partition(" ")
        return f"{scheme} {MASK}" if space else MASK
    if plain_name.endswith("cookie"):
        return ";".join(map(_mask_cookie, value.split(";")))
    return MASK


def _mask_cookie(part: str) -> str:
    name, sign, _ = part.partition("=")
    return part if not sign or name.strip().lower() in _COOKIE_ATTRIBUTES else f"{name}={MASK}"


def _header_in_text(found: re.Match[str]) -> str:
    return found["start"] + _mask_header(_plain(found["name"]), found["value"])


def _assignment_in_text(found: re.Match[str]) -> str:
    if not is_secret_name(found["name"]) or found["value"].lower() in ("none", "null", "true", "false", MASK):
        return found[0]
    return f"{found['name']}={MASK}"


def _member_in_text(found: re.Match[str]) -> str:
    if not is_secret_name(found["name"]):
        return found[0]
    return f"{found['start']}{found['quote']}{MASK}{found['quote']}"


_NO_SEPARATORS = str.maketrans("", "", "-_. ")
_COOKIE_ATTRIBUTES = frozenset({"path", "domain", "expires", "max-age", "samesite"})
_TOKEN = r"(?=[^\s,;'\"]*\d|[^\s,;'\"]{20})[\w.~+/=-]{8,}"  # not an ordinary word after "bearer"

# Every shape below has one of these in it; most texts have none, and are done with sooner.
_SUSPICIOUS = re.compile(r"[:=$]|eyJ|secret-|-----BEGIN|(?i:bearer)")
_SHAPES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # Authorization: …, Cookie: …, X-Anything-Token: …, up to the end of the line or of the quoted piece
    (
        re.compile(
            r"(?i)(?P<start>(?<![\w-])"
            r"(?P<name>(?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]*(?:token|secret|api-?key))"
            r"[ \t]*:[ \t]*)"
            r"(?P<value>[^\r\n\"']+)"
        ),
        _header_in_text,
    ),
    # "password": "…" in JSON that is cut off or part of a sentence, in quotes of either kind
    (
        re.compile(
            r"(?P<start>(?P<quote>\\*[\"'])(?P<name>[\w.-]+)(?P=quote)\s*:\s*)"
            r"(?:(?P=quote)(?:(?!(?P=quote))(?:\\.|[^\\]))+(?:(?P=quote)|\\?$)|-?\d[\d.]*)"
        ),
        _member_in_text,
    ),
    # ?token=… in an address, password=… in a form or a log line
    (
        re.compile(r"(?<![\w-])(?P<name>[\w.-]+)=(?P<value>\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^\s&\"'<>#,;)\]}]+)"),
        _assignment_in_text,
    ),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]{2,}\.[\w-]*"), MASK),  # JSON web token, an unsigned one too
    (re.compile(rf"(?i)\b(bearer[ .]){_TOKEN}"), rf"\1{MASK}"),
    (
        re.compile(r"\bsecret-\d{6}-[A-Z][a-z]+-[A-Z][a-z]+"),
        MASK,
    ),  # password of a made-up person, see support.scenario.data
    (re.compile(r"(://[^/\s:@?#]*):[^/\s?#]+@"), rf"\1:{MASK}@"),  # user:password@ in an address
    (re.compile(r"\$(?:2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|argon2[a-z]*\$[^\s\"']+)"), MASK),  # password hash
    (re.compile(r"(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(-----END|\Z)", re.DOTALL), rf"\1{MASK}\2"),
)
