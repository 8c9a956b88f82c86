from tests.views.house import PASSWORD, post
from views.clock import now


def cookie_of(client):
    return client.get_cookie("yizhao").value


def test_signing_in_leads_to_the_roles_own_room(house):
    house.person("chen", "approver", "market")

    answer = post(house.client(), "/account/login", login="chen", password=PASSWORD)

    assert (answer.status_code, answer.location) == (303, "/desk")


def test_signing_in_leads_back_to_where_one_was(house):
    house.person("lin")
    client = house.client()

    asked = client.get("/account/sessions?x=1")
    answer = post(
        client, "/account/login", login="lin", password=PASSWORD, next="/account/sessions?x=1"
    )

    assert asked.location == "/account/login?next=/account/sessions%3Fx%3D1"
    assert answer.location == "/account/sessions?x=1"


def test_no_login_leads_to_another_site(house):
    house.person("lin")

    for address in (
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
    ):
        answer = post(
            house.client(), "/account/login", login="lin", password=PASSWORD, next=address
        )
        assert answer.location == "/apply"


def test_a_wrong_password_and_an_unknown_login_look_the_same(house):
    house.person("lin")

    wrong = post(house.client(), "/account/login", login="lin", password="not it at all")
    unknown = post(house.client(), "/account/login", login="nobody", password="not it at all")

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert "登录名或密码不对，请再试一次。" in wrong.text
    assert "登录名或密码不对，请再试一次。" in unknown.text


def test_a_suspended_account_is_out_at_once(house):
    lin = house.signed_in("lin")

    house.store.accounts.suspend("id-lin")

    assert lin.get("/account/sessions").status_code == 303
    assert post(house.client(), "/account/login", login="lin", password=PASSWORD).status_code == 422


def test_a_cookie_from_before_the_login_is_worth_nothing_after(house):
    lin = house.signed_in("lin")
    before = cookie_of(lin)

    post(lin, "/account/login", login="lin", password=PASSWORD)

    assert cookie_of(lin) != before
    old = house.client()
    old.set_cookie("yizhao", before)
    assert old.get("/account/sessions").status_code == 303


def test_the_cookie_is_not_kept_on_the_server_and_not_read_by_scripts(house):
    house.person("lin")
    client = house.client()

    answer = post(client, "/account/login", login="lin", password=PASSWORD)

    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("yizhao="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert cookie_of(client) not in {
        s.token_hash for s in house.store.sessions.of_account("id-lin", now())
    }


def test_after_ten_tries_even_the_right_password_waits(house):
    house.person("lin")
    client = house.client()

    for _ in range(10):
        post(client, "/account/login", login="lin", password="not it at all")

    assert post(client, "/account/login", login="lin", password=PASSWORD).status_code == 429


def test_registering_signs_in(house):
    client = house.client()

    answer = post(
        client, "/account/register", name="林小满", login="xiaoman", password="a quiet sentence"
    )

    assert (answer.status_code, answer.location) == (303, "/apply")
    assert "林小满" in client.get("/account/sessions").text


def test_registering_says_what_to_mend_and_keeps_what_was_typed(house):
    answer = post(house.client(), "/account/register", name="林小满", login="x", password="short")

    assert answer.status_code == 422
    assert "<title>错误：注册" in answer.text
    assert "登录名要 3 到 40 个字。" in answer.text
    assert 'value="林小满"' in answer.text


def test_a_login_is_given_once(house):
    house.person("lin")

    answer = post(
        house.client(), "/account/register", name="林", login="LIN", password="a quiet sentence"
    )

    assert answer.status_code == 422
    assert "这个登录名已有人用，请换一个。" in answer.text


def test_other_browsers_can_be_signed_out(house):
    here, there = house.signed_in("lin"), house.client()
    post(there, "/account/login", login="lin", password=PASSWORD)

    post(here, "/account/sessions")

    assert here.get("/account/sessions").status_code == 200
    assert there.get("/account/sessions").status_code == 303


def test_demo_accounts_are_shown_in_demo_mode_only(house):
    assert "yizhao-demo" not in house.client().get("/account/login").text


def test_a_page_knows_how_long_its_session_lasts_and_can_keep_it(house):
    lin, chen = house.signed_in("lin"), house.signed_in("chen", "approver", "market")

    assert 'data-seconds="1800"' in lin.get("/account/sessions").text
    assert 'data-seconds="900"' in chen.get("/account/sessions").text
    assert lin.get("/account/here").status_code == 204
