"""What pages of the one form cost, beside a bare template that only loops over the same questions.

    python -m bench.rendering

The bare loop escapes and prints a label and an input for every question of the page: no policy, no session,
no answers, no conditions, no origins. It is the floor that Jinja2 sets; /healthz is the floor that Flask sets.
"""

import logging
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask.testing import FlaskClient
from jinja2 import Environment

from form_builder.merge import merge
from schemas.merged import MergedField, Source
from storage.loading import load_catalogue
from tests.views.house import TestHouse, build_house, post, token_of

CATALOGUE = Path(__file__).parents[1] / "catalogue"
BASKET = ("food_business", "tobacco", "md2_filing", "publication_retail", "outdoor_ad")
BARE = Environment(autoescape=True).from_string(
    "{% for f in fields %}<label for='{{ f.key }}'>{{ f.label }}</label>"
    "<input id='{{ f.key }}' name='{{ f.key }}'>{% endfor %}"
)


def main() -> None:
    """Print one line per page: processor milliseconds (median of 25), size, and the ratio to the bare loop."""
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory() as folder:
        house = build_house(Path(folder))
        load_catalogue(house.store, CATALOGUE, now=datetime.now(UTC), author="bench")
        client, draft = begun(house)
        fields = questions(house)
        floor = median(lambda: BARE.render(fields=fields))
        print(f"bare loop over {len(fields)} questions: {floor:.3f} ms")
        for name, ask in pages(client, draft):
            size = len(ask())
            took = median(lambda ask=ask: ask())
            print(f"  {name:<34}{took:8.2f} ms  {size / 1024:6.1f} KB  {took / floor:7.1f} x")


def begun(house: TestHouse) -> tuple[FlaskClient, str]:
    client = house.signed_in("lin")
    answer = post(client, "/apply", permits=list(BASKET))
    return client, answer.headers["Location"].split("/")[2]


def questions(house: TestHouse) -> tuple[MergedField, ...]:
    versions = [house.store.published.latest("permit", permit) for permit in BASKET]
    return merge(Source(v.name, v.department, v.document["form"]) for v in versions).fields


def pages(client: FlaskClient, draft: str) -> list[tuple[str, Callable[[], bytes]]]:
    def get(path: str) -> Callable[[], bytes]:
        return lambda: client.get(path).data

    turn, token = iter(range(1, 10**6)), token_of(client)
    return [
        ("/healthz", get("/healthz")),
        ("portal", get("/")),
        ("a section of common questions", get(f"/apply/{draft}/sections/premises")),
        ("a department's own section", get(f"/apply/{draft}/sections/food_business")),
        ("the check page, all questions", get(f"/apply/{draft}/check")),
        (
            "one answer saved",
            lambda: (
                client.post(
                    f"/apply/{draft}/fields/area_business",
                    data={"csrf": token, "area_business": str(next(turn))},
                    headers={"HX-Request": "true"},
                ).data
            ),
        ),
    ]


def median(act: Callable[[], object], times: int = 25) -> float:
    act()
    taken = []
    for _ in range(times):
        began = time.process_time()
        act()
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
