"""docs/http.md names every route, its methods and the action its policy asks for; nothing else."""

from pathlib import Path

from views.policy import action_of

DOC = Path(__file__).parents[2] / "docs" / "http.md"


def rows_of(app):
    """One row a route, as the document has it."""
    for rule in app.url_map.iter_rules():
        methods = "/".join(sorted(rule.methods - {"HEAD", "OPTIONS"}))
        yield f"| {methods} | `{rule.rule}` | {action_of(app, rule.endpoint)} |"


def test_the_http_map_names_every_route_and_no_other(house):
    written = [
        line for line in DOC.read_text("utf-8").splitlines() if line.startswith(("| GET", "| POST"))
    ]

    assert sorted(written) == sorted(rows_of(house.app))
