import pytest

from tests.views.house import token_of
from views.hx import local_path


@pytest.mark.parametrize("address", ["/", "/apply?a=1&b=二", "/guide/convenience?tobacco=yes"])
def test_paths_of_ours_are_kept(address):
    assert local_path(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        None,
        "apply",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:x",
        "/a\nb",
        "/a\\b",
    ],
)
def test_everything_else_is_refused(address):
    assert local_path(address) is None


def test_htmx_is_led_to_the_login_page_instead_of_swapping_it(house):
    answer = house.client().get(
        "/account/sessions",
        headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/permits?q=a"},
    )

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (
        204,
        "/account/login?next=/permits%3Fq%3Da",
    )


def test_a_form_sent_before_signing_in_leads_back_to_its_page(house):
    client = house.client()

    answer = client.post(
        "/account/logout",
        data={"csrf": token_of(client)},
        headers={"Referer": "http://localhost/guide/convenience?tobacco=yes"},
    )

    assert answer.location == "/account/login?next=/guide/convenience%3Ftobacco%3Dyes"


def test_a_page_of_another_site_is_never_led_back_to(house):
    client = house.client()

    answer = client.post(
        "/account/logout",
        data={"csrf": token_of(client)},
        headers={"Referer": "https://evil.example/x"},
    )

    assert answer.location == "/account/login?next=/"


def test_a_form_may_name_its_page_for_browsers_that_tell_nobody(house):
    client = house.client()
    fields = {"csrf": token_of(client)}

    named = client.post("/account/logout?back=/permits/tobacco", data=fields)
    foreign = client.post("/account/logout?back=//evil.example", data=fields)

    assert named.location == "/account/login?next=/permits/tobacco"
    assert foreign.location == "/account/login?next=/"
