"""What the page is made of: the same sentences in all five languages, libraries as they are locked, files served safely."""

import asyncio
import hashlib
import json
import re
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from tansiq.gateways.page.static import FOLDER, POLICY, Files, routes

LANGUAGES = ("en", "ar", "fa", "fr", "ru")
# CLDR, the categories of whole numbers and of none other than those.
PLURALS = {
    "en": {"one", "other"},
    "fa": {"one", "other"},
    "fr": {"one", "other"},
    "ru": {"one", "few", "many", "other"},
    "ar": {"zero", "one", "two", "few", "many", "other"},
}


def messages(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    key = ""
    for line in (FOLDER / "ftl" / f"{language}.ftl").read_text().splitlines():
        begins = re.match(r"([a-z][\w-]*) = ?(.*)", line)
        if begins:
            key = begins[1]
            assert key not in found, f"{language}: {key} twice"
            found[key] = begins[2]
        elif line.strip():
            assert line.startswith(" "), f"{language}: {line!r} is no message"
            found[key] += "\n" + line
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_with_the_same_values(language):
    english, said = messages("en"), messages(language)
    assert list(said) == list(english)
    for key, text in said.items():
        assert text.strip(), key
        values = set(re.findall(r"\$\w+", text))
        asked = set(re.findall(r"\$\w+", english[key]))
        assert values == asked, key
        assert text.count("{") == text.count("}"), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_the_categories_of_its_language(language):
    for key, text in messages(language).items():
        if "->" in text:
            assert set(re.findall(r"\[(\w+)\]", text)) == PLURALS[language], key
            assert "*[other]" in text, key


def test_no_language_was_left_in_english():
    english = messages("en")
    for language in LANGUAGES[1:]:
        same = [k for k, v in messages(language).items() if v == english[k] and re.search(r"[a-z]{4}", v)]
        assert len(same) <= len(english) // 20, (language, same)  # "Minutes" is so in French as well


def test_all_that_the_page_says_is_in_the_files_and_nothing_else():
    code = "\n".join(p.read_text() for p in sorted((FOLDER / "js").rglob("*.js")))
    english = messages("en")
    for key in re.findall(r"""(?<![\w.])t\(["']([\w-]+)["']""", code):
        assert key in english, key
    strings = set(re.findall(r"""["'`]([a-z][\w-]*)["'`]""", code))
    stems = tuple(re.findall(r"`([a-z]+(?:-[a-z]+)*-)\$\{", code))
    unused = [key for key in english if key not in strings and not key.startswith(stems)]
    assert not unused


def test_vendored_files_are_those_that_are_locked():
    lock = json.loads((FOLDER / "vendor.lock.json").read_text())["files"]
    on_disk = {str(p.relative_to(FOLDER / "vendor")) for p in (FOLDER / "vendor").rglob("*") if p.is_file()}
    assert {each["file"] for each in lock} == on_disk
    for each in lock:
        digest = hashlib.sha256((FOLDER / "vendor" / each["file"]).read_bytes()).hexdigest()
        assert digest == each["sha256"], each["file"]
        assert each["licence"], each["file"]
    assert "://" not in json.dumps(lock)


def test_vendored_packages_are_listed_with_their_licences():
    listed = (Path(__file__).parents[2] / "THIRD_PARTY.md").read_text()
    for each in json.loads((FOLDER / "vendor.lock.json").read_text())["files"]:
        assert f"| {each['package']} | {each['version']} | {each['licence']} |" in listed, each["package"]


def test_modules_are_small_and_have_no_way_around_the_policy():
    for path in (FOLDER / "js").rglob("*.js"):
        text = path.read_text()
        assert text.count("\n") <= 250, path.name
        for word in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "dangerouslySet",
        ):
            assert word not in text, (path.name, word)
    page = (FOLDER / "index.html").read_text()
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)


@pytest.fixture(scope="module")
def client():
    app = Starlette(routes=list(routes(Files(), "session")))
    app.router.redirect_slashes = False

    class Client:
        def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
            async def ask():
                transport = httpx.ASGITransport(app)
                async with httpx.AsyncClient(transport=transport, base_url="http://page") as http:
                    return await http.get(path, headers=headers)

            return asyncio.run(ask())

    return Client()


def test_the_page_comes_with_its_policy_and_is_asked_again_only_when_it_changed(client):
    came = client.get("/")
    assert came.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert came.headers["cache-control"] == "no-cache"
    assert client.get("/", headers={"if-none-match": came.headers["etag"]}).status_code == 304


def test_a_browser_that_carries_a_session_is_told_so_and_asks_for_the_room_at_once(client):
    out, back = client.get("/"), client.get("/", headers={"cookie": "session=any"})
    assert ("data-session" in out.text, "data-session" in back.text) == (False, True)
    assert out.headers["etag"] != back.headers["etag"]
    assert back.headers["vary"] == "cookie"
    assert back.text.index("/js/early.js") < back.text.index("modulepreload"), "before all that takes time"


def test_all_modules_are_named_at_once_and_are_there(client):
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/").text)
    assert any(name.endswith("/js/main.js") for name in named)
    for name in named:
        came = client.get(name)
        assert came.status_code == 200, name
        assert "immutable" in came.headers["cache-control"]
        assert came.headers["content-security-policy"] == POLICY  # a worker keeps to that of its own file
    every = set((FOLDER / "js").rglob("*.js"))
    assert {name.partition("/js/")[2] for name in named if "/js/" in name} == {
        str(p.relative_to(FOLDER / "js")) for p in every
    }


def test_what_is_not_there_or_of_another_version_is_not_found(client):
    base = re.search(r"/static/\w+", client.get("/").text)[0]
    for name in ("/../static.py", "/%2e%2e/static.py", "/index.html", "/js/", "/map/coast.pmtiles", "/js/none.js"):
        assert client.get(base + name).status_code == 404, name
    assert client.get("/static/0000/js/main.js").status_code == 404


def test_tiles_are_there_to_the_deepest_level_and_the_open_sea_is_empty(client):
    base = re.search(r"/static/\w+", client.get("/").text)[0]
    aden = client.get(f"{base}/coast/5/20/14")
    assert aden.status_code == 200
    assert aden.headers["content-encoding"] == "gzip"
    assert client.get(f"{base}/coast/6/40/29").status_code == 204
    assert client.get(f"{base}/coast/5/13/15").status_code == 204


def test_a_file_is_packed_once_and_only_for_those_who_can_unpack():
    files = Files()
    plain = files.get("css/palette.css", "")
    packed = files.get("css/palette.css", "gzip, br")
    assert packed.body is files.get("css/palette.css", "gzip").body
    assert len(packed.body) < len(plain.body)
    assert "content-encoding" not in plain.headers
    with pytest.raises(HTTPException):
        files.get("../static.py", "")
