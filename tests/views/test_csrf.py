import pytest

from tests.views.house import token_of


def sent(client, *, token=None, **headers):
    return client.post(
        "/account/logout",
        data={"csrf": token_of(client) if token is None else token},
        headers=headers,
    ).status_code


def test_a_form_of_ours_is_accepted(house):
    lin = house.signed_in("lin")

    assert sent(lin, Origin="http://localhost", **{"Sec-Fetch-Site": "same-origin"}) == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ],
)
def test_another_site_is_refused_even_with_the_token(house, headers):
    lin = house.signed_in("lin")

    assert sent(lin, **headers) == 400


def test_without_the_sessions_own_token_nothing_changes(house):
    lin, other = house.signed_in("lin"), house.signed_in("other")

    assert sent(lin, token="") == 400
    assert sent(lin, token=token_of(other)) == 400
    assert lin.get("/account/sessions").status_code == 200


def test_the_header_htmx_sends_counts_like_the_field(house):
    lin = house.signed_in("lin")

    assert lin.post("/account/logout", headers={"X-CSRF-Token": token_of(lin)}).status_code == 303


def test_the_login_form_has_a_token_before_anyone_signed_in(house):
    house.person("lin")
    client = house.client()

    bare = client.post("/account/login", data={"login": "lin", "password": "x"})

    assert bare.status_code == 400
    assert "页面放得太久了" in bare.text
