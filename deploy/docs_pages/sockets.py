"""The page of the two sockets, from their AsyncAPI document alone."""

import json
from html import escape
from typing import Any

from docs_pages.layout import page
from docs_pages.markdown import code_block, inline, to_html
from docs_pages.protocol import PROTOCOL

ADDRESS = "/docs/sockets/"
Document = dict[str, Any]


def render(document: Document, addresses: dict[str, str]) -> str:
    channels = "\n".join(_channel(name, document, addresses) for name in document["channels"])
    contents = "".join(
        f'<li><a href="#{name}">{escape(each["title"])}: <code>{escape(each["address"])}</code></a></li>'
        for name, each in document["channels"].items()
    )
    body = f"""<h1>The two sockets</h1>
<ul>{contents}<li><a href="#close-codes">Close codes</a></li></ul>
<p>As data: <a href="/contracts/asyncapi/realtime.json">AsyncAPI 3</a>,
<a href="/contracts/realtime_messages.schema.json">JSON Schema</a>.</p>
{to_html(document["info"]["description"], PROTOCOL, addresses)}
{channels}
{_close_codes(document)}"""
    return page(ADDRESS, "The two sockets", body)


def _channel(name: str, document: Document, addresses: dict[str, str]) -> str:
    channel = document["channels"][name]
    sides = "\n".join(_side(f"{name}_{side}", document) for side in ("client", "server"))
    return f"""<h2 id="{name}">{escape(channel["title"])}: <code>{escape(channel["address"])}</code></h2>
{to_html(channel["description"], PROTOCOL, addresses)}
{sides}"""


def _side(key: str, document: Document) -> str:
    operation = document["operations"][key]
    ends = (reference["$ref"].rsplit("/", 1)[1] for reference in operation["messages"])
    frames = "\n".join(_frame(end, document["components"]["messages"][end]) for end in ends)
    return f'<h3 id="{key}">{escape(operation["summary"])}</h3>\n{frames}'


def _frame(key: str, message: dict[str, Any]) -> str:
    to_do = message.get("x-what-to-do")
    advice = f'<p class="to-do"><strong>What to do:</strong> {inline(to_do)}</p>' if to_do else ""
    example = json.dumps(message["examples"][0]["payload"], indent=2, ensure_ascii=False)
    return f"""<section class="frame" aria-labelledby="{key}">
<h4 id="{key}"><code>{escape(message["name"])}</code></h4>
<p>{inline(message["summary"])}</p>
{advice}
{_fields(message["payload"])}
{code_block(example)}</section>"""


def _fields(payload: dict[str, Any]) -> str:
    rows = "\n".join(_rows(payload, ""))
    return f"""<div class="scroll" tabindex="0" role="group" aria-label="Fields"><table>
<thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Required</th></tr></thead>
<tbody>
{rows}
</tbody></table></div>"""


def _rows(schema: dict[str, Any], prefix: str) -> list[str]:
    rows: list[str] = []
    for name, each in schema["properties"].items():
        required = "yes" if name in schema.get("required", ()) else "no"
        note = f"<br>{inline(each['description'])}" if "description" in each else ""
        rows.append(
            f'<tr><th scope="row"><code>{escape(prefix + name)}</code></th>'
            f"<td>{_type(each)}{note}</td><td>{required}</td></tr>"
        )
        for inner in (each, *each.get("oneOf", ())):
            if "properties" in inner:
                rows += _rows(inner, f"{prefix}{name}.")
    return rows


def _type(schema: dict[str, Any]) -> str:
    if "const" in schema:
        return f"<code>{escape(json.dumps(schema['const']))}</code>"
    if "enum" in schema:
        return " or ".join(f"<code>{escape(json.dumps(each))}</code>" for each in schema["enum"])
    if "oneOf" in schema:
        return " or ".join(_type(each) for each in schema["oneOf"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return " or ".join(kinds) + _limits(schema)


def _limits(schema: dict[str, Any]) -> str:
    known = {"minimum": "from", "maximum": "to", "maxLength": "of at most", "format": "as"}
    said = [f"{word} {schema[name]}" for name, word in known.items() if name in schema]
    return f", {' '.join(said)}" if said else ""


def _close_codes(document: Document) -> str:
    rows = "\n".join(
        f'<tr><th scope="row">{each["code"]}</th><td>{inline(each["meaning"])}</td>'
        f"<td>{inline(each['reconnect'])}</td></tr>"
        for each in document["x-close-codes"]
    )
    return f"""<h2 id="close-codes">Close codes</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Close codes"><table>
<thead><tr><th scope="col">Code</th><th scope="col">Meaning</th><th scope="col">Reconnect?</th></tr></thead>
<tbody>
{rows}
</tbody></table></div>"""
