from storage.store import Store


def test_what_one_process_found_another_knows(store: Store, another: Store):
    store.findings.set("basket", [{"about": "area", "sources": ["a", "b"]}])
    store.findings.set("clean", [])

    assert another.findings.find("basket") == [{"about": "area", "sources": ["a", "b"]}]
    assert another.findings.find("clean") == []
    assert another.findings.find("other") is None


def test_the_first_finding_stays(store: Store):
    store.findings.set("basket", [{"about": "area"}])
    store.findings.set("basket", [])

    assert store.findings.find("basket") == [{"about": "area"}]
