import pytest


@pytest.fixture
def client(city):
    return city.client()


def test_all_permits_are_listed(client):
    assert client.get("/permits").text.count('href="/permits/') == 31


def test_the_list_narrows_by_department_lane_and_words(client):
    def found(**query):
        html = client.get("/permits", query_string=query).text
        return {p.split('"')[0] for p in html.split('href="/permits/')[1:]}

    assert found(department="tobacco") == {"tobacco"}
    assert found(q="烟草 专卖") == {"tobacco"}
    assert found(department="tobacco", lane="filing") == set()
    assert found(department="nowhere") == set()
    assert "md2_filing" in found(lane="filing")


def test_htmx_gets_the_list_alone(client):
    html = client.get("/permits?q=烟草", headers={"HX-Request": "true"}).text

    assert html.startswith('<div id="permits">')
    assert '<div id="status" hx-swap-oob="innerHTML">找到 1 项</div>' in html


def test_a_permits_page_tells_law_conditions_materials_and_days(client, city):
    html = client.get("/permits/tobacco").text
    document = city.store.published.latest("permit", "tobacco").document

    for words in (
        "符合零售点合理布局",
        "《烟草专卖法》第十六条",
        "承诺 10 个工作日",
        "法定 20 个工作日",
    ):
        assert words in html
    materials = [p["title"] for p in document["form"]["properties"].values() if "x-material" in p]
    assert [m for m in materials if m not in html] == []


def test_every_permit_has_its_page(client, city):
    names = city.store.published.heads("permit")

    assert {n: client.get(f"/permits/{n}").status_code for n in names} == dict.fromkeys(names, 200)


def test_a_permit_can_be_applied_for_alone(client):
    html = client.get("/permits/tobacco").text

    assert '<form method="post" action="/apply?back=/permits/tobacco" data-once>' in html
    assert '<input type="hidden" name="permits" value="tobacco">' in html


def test_an_unknown_permit_is_missing(client):
    assert client.get("/permits/nope").status_code == 404
