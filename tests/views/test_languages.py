from views.languages import compile_all

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "登录"\nmsgstr "Sign in"\n'


def test_chinese_comes_first_whatever_the_browser_asks(house):
    html = house.client().get("/account/login", headers={"Accept-Language": "en"}).text

    assert '<html lang="zh-Hans">' in html


def test_a_choice_is_remembered_and_leads_back(house):
    client = house.client()

    answer = client.get("/language/pt?next=/account/login")

    assert (answer.status_code, answer.location) == (303, "/account/login")
    assert '<html lang="pt">' in client.get("/account/login").text


def test_no_choice_leads_to_another_site(house):
    assert house.client().get("/language/en?next=//evil.example").location == "/"
    assert house.client().get("/language/xx").status_code == 404


def test_translations_are_compiled_when_they_are_newer(tmp_path):
    source = tmp_path / "en" / "LC_MESSAGES"
    source.mkdir(parents=True)
    (source / "messages.po").write_text(PO, "utf-8")

    target = compile_all(tmp_path, tmp_path / "compiled")

    compiled = target / "en" / "LC_MESSAGES" / "messages.mo"
    assert b"Sign in" in compiled.read_bytes()
    assert [f.name for f in compiled.parent.iterdir()] == ["messages.mo"]


def test_large_letters_are_remembered(house):
    client = house.client()

    client.get("/size/large")

    assert '<html lang="zh-Hans" class="large">' in client.get("/account/login").text
