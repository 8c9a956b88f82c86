def test_it_lives_and_can_write(house):
    client = house.client()

    assert (client.get("/healthz").text, client.get("/readyz").text) == ("ok\n", "ready\n")
