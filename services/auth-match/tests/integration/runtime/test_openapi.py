from rest_framework.test import APIClient

PATHS = {
    "/api/auth/signup/",
    "/api/auth/login/",
    "/api/auth/token/refresh/",
    "/api/auth/logout/",
    "/api/auth/logout-all/",
    "/api/auth/sessions/",
    "/api/auth/sessions/{sid}/",
    "/api/auth/password/",
    "/api/auth/export/",
    "/api/auth/profile/",
    "/api/auth/ws-ticket/",
    "/api/users/",
    "/.well-known/jwks.json",
}


def test_document_names_every_path_of_accounts(api: APIClient) -> None:
    assert set(api.get("/docs/auth-match/openapi.json").json()["paths"]) >= PATHS


def test_document_omits_the_internal_port(api: APIClient) -> None:
    assert b"/internal" not in api.get("/docs/auth-match/openapi.json").content


def test_every_operation_has_a_summary_and_its_errors(api: APIClient) -> None:
    document = api.get("/docs/auth-match/openapi.json").json()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            failures = {status for status in operation["responses"] if status >= "400"}
            assert failures or path == "/.well-known/jwks.json", path
            for status in failures:
                assert "application/problem+json" in operation["responses"][status]["content"]


def test_limit_on_names_is_documented(api: APIClient) -> None:
    document = api.get("/docs/auth-match/openapi.json").json()
    assert "429" in document["paths"]["/api/users/"]["get"]["responses"]
