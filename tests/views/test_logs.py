import json
import logging

from views.logs import JsonLine, masked


def line(message, **extra):
    record = logging.LogRecord("yizhao", logging.INFO, "f", 1, message, (), None)
    record.__dict__.update(extra)
    return json.loads(JsonLine().format(record))


def test_a_line_has_only_the_allowed_fields():
    said = line("request", path="/apply", status=200, answers={"name": "林"})

    assert {k: v for k, v in said.items() if k != "at"} == {
        "level": "INFO",
        "event": "request",
        "path": "/apply",
        "status": 200,
    }


def test_identity_and_phone_numbers_are_masked():
    assert (
        masked("/a/44040219900101123X/13800138000/20261123")
        == "/a/4404**************/1380*******/20261123"
    )


def test_a_line_break_cannot_begin_a_second_line():
    assert line("a\nb")["event"] == "a\nb"
    assert "\n" not in JsonLine().format(logging.LogRecord("y", 20, "f", 1, "a\nb", (), None))


def test_a_crash_names_its_lines_and_not_its_message():
    try:
        raise ValueError("林小满 13800138000")
    except ValueError as problem:
        record = logging.LogRecord("y", 40, "f", 1, "crash", (), (ValueError, problem, None))

    assert json.loads(JsonLine().format(record))["where"][0] == "ValueError"
    assert "林小满" not in JsonLine().format(record)
