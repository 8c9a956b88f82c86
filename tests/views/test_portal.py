import pytest


@pytest.fixture
def client(city):
    return city.client()


def test_the_first_page_says_what_it_is_and_computes_its_example(client):
    html = client.get("/").text

    assert "<h1>开店要的许可，" in html
    assert "便利店・5 项许可" in html
    assert html.count("<option value=") == 21


def test_every_kind_of_business_is_offered(client):
    assert client.get("/scenarios").text.count('href="/guide/') == 21


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("便利店", "/guide/convenience"),
        ("小卖部", "/guide/convenience"),
        ("Convenience store", "/guide/convenience"),
        ("ＫＴＶ", "/guide/ktv"),
        ("烟草专卖", "/permits/tobacco"),
    ],
)
def test_a_sure_find_leads_straight_there(client, words, address):
    answer = client.get("/search", query_string={"q": words})

    assert (answer.status_code, answer.location) == (303, address)


def test_an_unsure_find_offers_what_it_may_be(client):
    html = client.get("/search?q=店").text

    assert "您要找的是哪一个？" in html
    assert 'href="/guide/bookcafe"' in html


def test_what_is_not_found_is_answered_with_advice(client):
    html = client.get("/search?q=<script>").text

    assert "没找到“&lt;script&gt;”" in html
