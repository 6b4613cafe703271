#!/usr/bin/env python3
"""A run task of HCP Terraform: judges each plan with tfmend and tells the run what the plan introduces.

Standard library only. Environment: TFC_HMAC_KEY (required, the key of the run task), PORT (8080), TFMEND (tfmend),
TFMEND_ARGUMENTS (more arguments of `tfmend lint`), TFC_HOSTS (hosts that are believed; app.terraform.io).
"""

import hashlib
import hmac
import json
import os
import shlex
import subprocess
import threading
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = os.environ.get("TFC_HMAC_KEY", "").encode()
HOSTS = os.environ.get("TFC_HOSTS", "app.terraform.io").split(",")
SIZE_LIMIT = 1 << 20


def believed(url):
    """The token is sent nowhere else."""
    parts = urllib.parse.urlsplit(url)
    local = parts.hostname in ("localhost", "127.0.0.1")
    return parts.netloc in HOSTS and (parts.scheme == "https" or local)


class WithoutToken(urllib.request.HTTPRedirectHandler):
    """A plan is stored elsewhere, under an address that needs no token."""

    def redirect_request(self, request, *rest):
        new = super().redirect_request(request, *rest)
        if new is not None:
            new.remove_header("Authorization")
        return new


def call(method, url, token, body=None):
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/vnd.api+json"}
    request = urllib.request.Request(url, data=body, method=method, headers=headers)
    with urllib.request.build_opener(WithoutToken).open(request, timeout=60) as answer:
        return answer.read()


def judge(plan):
    """The status and the words of a result."""
    command = [os.environ.get("TFMEND", "tfmend"), "lint", "-", "--only", "introduced", "--format", "json"]
    command += shlex.split(os.environ.get("TFMEND_ARGUMENTS", ""))
    done = subprocess.run(command, input=plan, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        return "failed", "tfmend could not judge the plan: " + done.stderr.decode(errors="replace").strip()[:900], []
    findings = [finding for finding in json.loads(done.stdout)["findings"] if finding["status"] == "fail"]
    outcomes = [
        {
            "type": "task-result-outcomes",
            "attributes": {
                "outcome-id": finding["fingerprint"],
                "description": f"{finding['control']} {finding['address']}: {finding['message']}",
                "tags": {"Severity": [{"label": finding["severity"]}]},
                "body": f"{finding['title']}\n\n" + (f"```diff\n{finding['fix']['diff']}```\n" if finding["fix"] else ""),
            },
        }
        for finding in findings
    ]
    status = "failed" if done.returncode else "passed"
    return status, f"{len(findings)} findings that this plan introduces", outcomes


def work(task):
    token, callback = task["access_token"], task["task_result_callback_url"]
    status, message, outcomes = judge(call("GET", task["plan_json_api_url"], token))
    result = {
        "data": {
            "type": "task-results",
            "attributes": {"status": status, "message": message},
            "relationships": {"outcomes": {"data": outcomes}},
        }
    }
    call("PATCH", callback, token, json.dumps(result).encode())


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        size = int(self.headers.get("Content-Length", 0))
        if size > SIZE_LIMIT:
            return self.answer(413)
        body = self.rfile.read(size)
        wanted = hmac.new(KEY, body, hashlib.sha512).hexdigest()
        if not hmac.compare_digest(wanted, self.headers.get("X-TFC-Task-Signature", "")):
            return self.answer(401)
        task = json.loads(body)
        # HCP Terraform tries the address with a task that has no plan.
        if task.get("stage") == "post_plan" and task.get("plan_json_api_url"):
            if not (believed(task["plan_json_api_url"]) and believed(task["task_result_callback_url"])):
                return self.answer(403)
            threading.Thread(target=work, args=(task,)).start()
        return self.answer(200)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


if __name__ == "__main__":
    if not KEY:
        raise SystemExit("TFC_HMAC_KEY is not set")
    server = ThreadingHTTPServer(("", int(os.environ.get("PORT", "8080"))), Handler)
    print(f"listening on {server.server_port}", flush=True)
    server.serve_forever()
