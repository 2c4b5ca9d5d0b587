"""Lets Python's huggingface_hub and jformers share caches, over a small hub on this machine; no other host is asked.

    python scripts/hub_agreement.py [--jformers scripts/jformers]

Runs with any Python that has huggingface_hub and transformers. It fails at the first difference; otherwise it prints what it has
compared, one line each.
"""

import argparse
import hashlib
import json
import os
import shlex
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

FIXTURE = Path(__file__).parent.parent / "core/src/test/resources/fixtures/bert-tiny-classifier"
NAMES = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt"]
FILES = {name: (FIXTURE / name).read_bytes() for name in NAMES if (FIXTURE / name).exists()}
COMMIT = "0123456789abcdef0123456789abcdef01234567"
MODEL = "acme/tiny"
LARGE = 20_000
REQUESTS = []
DELAY = {"seconds": 0.0}


def git_sha1(content):
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def etag(content):
    return hashlib.sha256(content).hexdigest() if len(content) >= LARGE else git_sha1(content)


class Hub(BaseHTTPRequestHandler):
    """Answers as the hub does; large files lie on a server of their own."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def send(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            half = len(body) // 2
            self.wfile.write(body[:half])
            self.wfile.flush()
            time.sleep(DELAY["seconds"] if len(body) >= LARGE else 0)
            self.wfile.write(body[half:])

    def answer(self):
        path = unquote(urlsplit(self.path).path)
        REQUESTS.append(f"{self.command} {path}")
        if self.server.is_cdn:
            assert self.headers.get("Authorization") is None, "the token left the hub"
            return self.send(200, FILES[path[1:]])
        if path == f"/api/models/{MODEL}/revision/main":
            siblings = [{"rfilename": name} for name in FILES]
            return self.json({"id": MODEL, "sha": COMMIT, "siblings": siblings, "private": False, "tags": []})
        if path == f"/api/models/{MODEL}/tree/{COMMIT}":
            return self.json([self.entry(name) for name in FILES])
        for revision in ("main", COMMIT):
            start = f"/{MODEL}/resolve/{revision}/"
            if path.startswith(start):
                return self.file(path[len(start) :])
        return self.send(404, X_Error_Code="RepoNotFound")

    def json(self, value):
        self.send(200, json.dumps(value).encode(), Content_Type="application/json")

    @staticmethod
    def entry(name):
        content = FILES[name]
        entry = {"type": "file", "path": name, "size": len(content), "oid": git_sha1(content)}
        if len(content) >= LARGE:
            entry["lfs"] = {"oid": etag(content), "size": len(content), "pointerSize": 134}
        return entry

    def file(self, name):
        if name not in FILES:
            return self.send(404, X_Error_Code="EntryNotFound", X_Repo_Commit=COMMIT)
        content = FILES[name]
        if len(content) < LARGE:
            return self.send(200, content, ETag=f'"{etag(content)}"', X_Repo_Commit=COMMIT)
        return self.send(
            302,
            Location=f"http://localhost:{CDN.server_port}/{name}",
            X_Repo_Commit=COMMIT,
            X_Linked_Etag=f'"{etag(content)}"',
            X_Linked_Size=str(len(content)),
        )


def serve(is_cdn):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    server.is_cdn = is_cdn
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


CDN = serve(True)
HUB = serve(False)


def environment(home, offline):
    variables = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "HUGGING", "TRANSFORMERS_"))}
    variables |= {"HF_HOME": str(home), "HF_ENDPOINT": f"http://127.0.0.1:{HUB.server_port}", "HF_TOKEN": "hf_secret"}
    variables |= {"HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_UPDATE_CHECK": "1"}
    return variables | ({"HF_HUB_OFFLINE": "1"} if offline else {})


def python(home, code, offline=False):
    return subprocess.Popen([sys.executable, "-c", code], env=environment(home, offline), stdout=subprocess.PIPE, text=True)


def jformers(home, offline=False):
    command = shlex.split(ARGUMENTS.jformers) + ["inspect", f"hf:{MODEL}"]
    return subprocess.Popen(command, env=environment(home, offline), stdout=subprocess.PIPE, text=True)


def finished(process):
    output = process.communicate(timeout=300)[0]
    assert process.returncode == 0, (process.args, output)
    return output


def tree(home):
    """Files by their path below the cache, as content; links as what they say."""
    root = Path(home) / "hub"
    found = {}
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if path.is_symlink():
            found[name] = "-> " + os.readlink(path)
        elif path.is_file():
            found[name] = path.read_bytes()
    return found


FILL = f"""
from huggingface_hub import snapshot_download, hf_hub_download
from huggingface_hub.errors import EntryNotFoundError
print(snapshot_download({MODEL!r}))
for name in ["merges.txt", "generation_config.json"]:
    try:
        hf_hub_download({MODEL!r}, name)
    except EntryNotFoundError:
        pass
"""

READ = f"""
import huggingface_hub as hub
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer
print(hub.snapshot_download({MODEL!r}))
for name in {list(FILES)!r}:
    hub.hf_hub_download({MODEL!r}, name)
assert hub.try_to_load_from_cache({MODEL!r}, "merges.txt") is hub._CACHED_NO_EXIST
cache = hub.scan_cache_dir()
assert not cache.warnings, cache.warnings
assert [repo.repo_id for repo in cache.repos] == [{MODEL!r}]
assert [(r.commit_hash, sorted(r.refs)) for repo in cache.repos for r in repo.revisions] == [({COMMIT!r}, ["main"])]
AutoConfig.from_pretrained({MODEL!r})
AutoTokenizer.from_pretrained({MODEL!r})
AutoModelForSequenceClassification.from_pretrained({MODEL!r})
"""


def content_requests():
    return [each for each in REQUESTS if each.startswith("GET") and "/api/" not in each]


def main():
    with tempfile.TemporaryDirectory() as root:
        ours, theirs, both = (Path(root) / name for name in ("ours", "theirs", "both"))
        finished(jformers(ours))
        finished(python(ours, READ, offline=True))
        print("Python, offline, reads what jformers downloaded: snapshot, files, absent files, config, tokenizer, model")

        finished(python(theirs, FILL))
        finished(jformers(theirs, offline=True))
        print("jformers, offline, reads what Python downloaded")

        left, right = tree(ours), tree(theirs)
        ignored = ("/trees/", "/.no_exist/")
        left = {k: v for k, v in left.items() if not any(part in k for part in ignored)}
        right = {k: v for k, v in right.items() if not any(part in k for part in ignored)}
        assert left == right, sorted(set(left.items()) ^ set(right.items()))[:4]
        print(f"both caches have the same {len(left)} files and links, byte for byte")
        absent = {k for k in tree(theirs) if "/.no_exist/" in k}
        assert absent and absent <= set(tree(ours)), absent
        print(f"and the same {len(absent)} marks of absent files that Python was asked for")

        REQUESTS.clear()
        finished(python(ours, FILL))
        finished(jformers(theirs))
        assert not content_requests(), content_requests()
        print("online, neither downloads a file again that the other has")

        DELAY["seconds"] = 3.0
        processes = [jformers(both), python(both, FILL), jformers(both), python(both, FILL)]
        for process in processes:
            finished(process)
        mixed = {k: v for k, v in tree(both).items() if not any(part in k for part in ignored)}
        assert mixed == right, sorted(set(mixed.items()) ^ set(right.items()))[:4]
        print("two of each at once leave the same cache")


parser = argparse.ArgumentParser()
parser.add_argument("--jformers", default=str(Path(__file__).parent / "jformers"))
ARGUMENTS = parser.parse_args()
main()
