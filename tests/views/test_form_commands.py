"""The command line gives the workbench's verdicts."""

import json
import zipfile

import pytest

from terminal import main
from tests.catalogue.origin import PERMITS


@pytest.fixture
def file(tmp_path):
    """A function that writes a permit's form, changed or not, and gives its path."""

    def write(permit, change=None):
        document = json.loads(json.dumps(PERMITS[permit]))
        if change:
            change(document["form"]["properties"])
        path = tmp_path / f"{permit}.json"
        path.write_text(json.dumps(document), "utf-8")
        return str(path)

    return write


def shrunk(properties):
    properties["area"]["maximum"] = 10


def test_forms_that_agree_are_possible_with_an_example(file, capsys):
    status = main(["merge", file("food_business"), file("tobacco")])

    said = capsys.readouterr().out
    assert status == 0
    assert said.startswith("2 forms, ")
    assert "possible: yes, an example answers" in said


@pytest.mark.parametrize("command", ["merge", "check"])
def test_a_conflict_is_told_with_both_texts_and_fails(file, capsys, command):
    status = main([command, file("food_business", shrunk), file("internet_cafe")])

    said = capsys.readouterr().out
    assert status == 1
    assert "conflict: area_business (presence): food_business, internet_cafe" in said
    assert '  food_business/area “面积（㎡）” required: {"type": "number", "minimum": 1' in said
    assert '  internet_cafe/area “经营面积” required: {"type": "number", "minimum": 20' in said
    assert "possible: no" in said


def test_json_says_the_same_for_programs(file, capsys):
    status = main(["merge", "--json", file("food_business", shrunk), file("internet_cafe")])

    told = json.loads(capsys.readouterr().out)
    conflict = told["conflicts"][0]
    assert (status, told["satisfiable"], told["witness"]) == (1, False, None)
    assert [side["form"] for side in conflict["sides"]] == ["food_business", "internet_cafe"]


def test_problems_of_one_form_come_first(file, capsys):
    def blank(properties):
        properties["area"]["title"] = ""

    status = main(["check", file("food_business", blank), file("internet_cafe")])

    said = capsys.readouterr().out
    assert status == 1
    assert "#/properties/area" in said
    assert "conflict" not in said


def test_one_form_alone_is_checked_as_before(file, capsys):
    assert main(["check", file("tobacco")]) == 0
    assert capsys.readouterr().out == ""


def test_a_file_that_is_no_form_is_a_command_that_could_not_run(tmp_path, capsys):
    path = tmp_path / "x.json"
    path.write_text("[]")

    assert main(["merge", str(path)]) == 2
    assert "x.json" in capsys.readouterr().err


@pytest.mark.parametrize("sent", [b"", b"hello", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_bundle_is_said_in_words(tmp_path, sent, capsys):
    file = tmp_path / "bundle.zip"
    file.write_bytes(sent)

    status = main(["verify", str(file)])

    said = capsys.readouterr()
    assert (status, said.out, "bundle.zip: This" in said.err) == (2, "", True)


def test_a_hostile_name_cannot_steer_the_terminal(tmp_path, capsys):
    file = tmp_path / "bundle.zip"
    names = ["\x1b[2Jgone", "a\nEvery file is as the manifest says.", "\ud800", "\u202efdp"]
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("manifest.json", json.dumps({"files": dict.fromkeys(names, "0")}))

    status = main(["verify", str(file)])

    lines = capsys.readouterr().out.splitlines()
    assert (status, len(lines), all(line.isprintable() for line in lines)) == (1, 4, True)
