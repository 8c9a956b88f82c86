import pytest

ANSWERS = {"tobacco": "yes", "food": ["散装食品（称重糖果、干货）"], "sign": "no"}


@pytest.fixture
def client(city):
    return city.client()


def test_the_answers_lead_to_permits_each_with_its_reason(client):
    html = client.get("/guide/convenience", query_string=ANSWERS).text

    assert 'id="need-food_business"' in html and 'id="need-tobacco"' in html
    assert html.count('class="need"') == 2
    assert "<span>店里卖香烟吗？ <strong>是</strong></span>" in html


def test_what_was_answered_stays_answered(client):
    html = client.get("/guide/convenience", query_string=ANSWERS).text

    assert '<input type="radio" name="tobacco" value="yes" checked>' in html
    assert '<input type="checkbox" name="food" value="散装食品（称重糖果、干货）" checked>' in html


def test_the_start_button_sends_the_permits_and_the_answers(client):
    html = client.get("/guide/convenience", query_string=ANSWERS).text
    start = html.split('action="/apply?back=/guide/convenience%3F')[1].split("</form>")[0]

    for name, value in (
        ("scenario", "convenience"),
        ("tobacco", "yes"),
        ("food", "散装食品（称重糖果、干货）"),
        ("sign", "no"),
        ("permits", "food_business"),
        ("permits", "tobacco"),
    ):
        assert f'<input type="hidden" name="{name}" value="{value}">' in start


def test_htmx_gets_the_results_alone_and_a_sentence_for_the_status_line(client):
    html = client.get(
        "/guide/convenience", query_string=ANSWERS, headers={"HX-Request": "true"}
    ).text

    assert html.startswith('<section class="results" id="results"')
    assert "要办 2 项许可</div>" in html


def test_answers_that_are_no_options_are_left_out(client):
    html = client.get("/guide/convenience?tobacco=perhaps&food=<b>&unknown=1").text

    assert "<b>" not in html
    assert 'class="need"' not in html


def test_who_needs_nothing_is_told_so(client):
    none = {
        "food": "不卖食品",
        "tobacco": "no",
        "drug": "都不卖",
        "books": "no",
        "sign": "no",
        "renov": "no",
    }

    assert "有营业执照就可以开业" in client.get("/guide/convenience", query_string=none).text


def test_every_guide_opens(client, city):
    names = city.store.published.heads("scenario")

    assert {n: client.get(f"/guide/{n}").status_code for n in names} == dict.fromkeys(names, 200)
