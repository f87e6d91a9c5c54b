"""The page of error codes, from contracts/error_codes.json."""

import json
from html import escape
from typing import Any

from docs_pages.layout import page
from docs_pages.markdown import code_block, inline
from native.settings import ROOT

CODES = ROOT / "contracts/error_codes.json"
ADDRESS = "/docs/errors/"
EXAMPLE = {
    "type": "about:blank",
    "title": "Conflict",
    "status": 409,
    "detail": "This match was judged the other way round.",
    "code": "already_voted",
    "request_id": "01jd8q0w6m",
}


def render() -> str:
    codes: dict[str, dict[str, Any]] = json.loads(CODES.read_text(encoding="utf-8"))
    problems = {
        name: each for name, each in codes.items() if each["title"] not in {"Field error", "Malformed frame"}
    }
    fields = {name: each for name, each in codes.items() if name not in problems}
    body = f"""<h1>Error codes</h1>
<p>Every refusal of both services and of the gateway is <code>application/problem+json</code> (RFC 9457).
Go by <code>code</code>: it stays the same in later releases, while <code>detail</code> is a sentence to show.
A code that you do not know: go by the status. Every answer carries <code>X-Request-ID</code>;
a problem repeats it as <code>request_id</code>. Name it when you report a bug.
As data: <a href="/contracts/error_codes.json">error_codes.json</a>.</p>
{code_block(json.dumps(EXAMPLE, indent=2))}
<h2 id="requests">Of a request, or of a socket's command</h2>
{_table(problems)}
<h2 id="fields">Of a field</h2>
<p>Status 422 with the code <code>invalid</code> has a list <code>errors</code>, each with <code>field</code>,
<code>code</code> and <code>message</code>. Show the message beside the field.</p>
{_table(fields)}"""
    return page(ADDRESS, "Error codes", body)


def _table(codes: dict[str, dict[str, Any]]) -> str:
    rows = "\n".join(_row(name, each) for name, each in sorted(codes.items()))
    return f"""<div class="scroll" tabindex="0" role="group" aria-label="Codes"><table>
<thead><tr><th scope="col">Code</th><th scope="col">Status</th>
<th scope="col">What it means, and what to do</th><th scope="col">From</th></tr></thead>
<tbody>
{rows}
</tbody></table></div>"""


def _row(name: str, code: dict[str, Any]) -> str:
    status = code["status"] or ("422" if code["title"] == "Field error" else "close 4400")
    return (
        f'<tr id="{name}"><th scope="row"><code>{name}</code></th><td>{status}</td>'
        f"<td>{inline(code['means'])}</td><td>{escape(', '.join(code['services']))}</td></tr>"
    )
