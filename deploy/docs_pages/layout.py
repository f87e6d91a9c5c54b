"""The frame around each page of /docs/."""

from html import escape

NAVIGATION = (
    ("/docs/", "Overview"),
    ("/docs/tutorial/1-a-call/", "A call"),
    ("/docs/tutorial/2-images/", "Images"),
    ("/docs/client/", "maru-client"),
    ("/docs/react/", "maru-react"),
    ("/docs/auth-match/", "Accounts API"),
    ("/docs/image-community/", "Images API"),
    ("/docs/sockets/", "Sockets"),
    ("/docs/errors/", "Errors"),
    ("/docs/earlier-clients/", "Earlier clients"),
)
SWAGGER = "/static/drf_spectacular_sidecar/swagger-ui-dist"


def page(address: str, title: str, body: str, *, head: str = "", theme: str = "") -> str:
    """Absolute addresses: `/docs/errors` is the same page as `/docs/errors/`."""
    links = "\n".join(f"        {_link(target, name, address)}" for target, name in NAVIGATION)
    return f"""<!doctype html>
<html lang="en"{theme}>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{escape(title)} · Maru</title>
    <link rel="icon" href="/docs/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/docs/tokens.css">
{head}    <link rel="stylesheet" href="/docs/docs.css">
  </head>
  <body>
    <a class="skip" href="#main">To the text</a>
    <header>
      <a class="home" href="/docs/"><img src="/docs/icon.svg" alt="" width="28" height="28">
        Maru documentation</a>
      <nav aria-label="Documentation">
{links}
      </nav>
    </header>
    <main id="main" tabindex="-1">
{body.strip()}
    </main>
  </body>
</html>
"""


def _link(target: str, name: str, address: str) -> str:
    current = ' aria-current="page"' if target == address else ""
    return f'<a href="{target}"{current}>{escape(name)}</a>'


def swagger_page(address: str, title: str, document: str) -> str:
    """Swagger UI of one OpenAPI document; /docs/swagger.js starts it. Always light (decision 0055)."""
    body = f"""      <h1>{escape(title)}</h1>
      <p>The document itself: <a href="{document}">{document}</a>. To try a call that needs a user, log in
      (<code>POST /api/auth/login/</code>) and put the access token into <em>Authorize</em>.</p>
      <div id="swagger" data-document="{document}"></div>
      <script src="{SWAGGER}/swagger-ui-bundle.js"></script>
      <script src="/docs/swagger.js"></script>"""
    return page(address, title, body, head=_swagger_head(), theme=' data-theme="light"')


def _swagger_head() -> str:
    return f"""    <link rel="stylesheet" href="{SWAGGER}/swagger-ui.css">
    <link rel="stylesheet" href="/docs/swagger.css">
"""
