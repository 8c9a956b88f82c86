"""The burden line is exact: counted again from the catalogue's files, and from the pages themselves."""

import re
from dataclasses import asdict

import pytest

from tests.recount import baskets, recount
from tests.views.applicant import Applicant
from views.filling import filling
from views.needs import effort, possible
from views.published import permits, scenario


@pytest.mark.parametrize("name", baskets())
def test_the_guides_numbers_are_those_of_an_independent_count(city, name):
    with city.app.test_request_context():
        chosen = possible(scenario(name), permits())

        assert [p.id for p in chosen] == baskets()[name]
        assert asdict(effort(chosen)) == recount(p.id for p in chosen)


def test_what_the_pages_ask_is_what_the_line_says_whatever_was_answered(house):
    lin = Applicant(house).begin(("food_business", "tobacco", "hotel_special"))
    seen = [line_and_pages(lin)]
    lin.save("premises_right", premises_right="租赁")
    lin.save("food_business.format", **{"food_business.format": "食品销售经营者"})
    lin.save("legal_rep_id_no", legal_rep_id_no="H12345678")
    seen.append(line_and_pages(lin))
    key = "person_hotel"
    lin.save(key, **{f"{key}.0": "", f"{key}.0.id_no": "H12345678", f"{key}.0.name": "何"})
    seen.append(line_and_pages(lin))

    assert [line for line, _pages in seen] == [pages for _line, pages in seen]
    # A question of a tenant, one of a shop, and sex, which a travel permit does not say, twice.
    assert [line[0] for line, _pages in seen] == [
        seen[0][0][0],
        *(seen[0][0][0] + n for n in (3, 4)),
    ]


def line_and_pages(lin):
    """(questions, materials) as the line has them, and as they stand on all pages."""
    with lin.house.app.test_request_context():
        state = filling(lin.form(), lin.kept())
    pages = [lin.get(f"/apply/{lin.draft}/sections/{s.section.key}").text for s in state.statuses]
    kinds = {f.key: f.type for f in state.form.fields.values()}
    tables = [k for k, kind in kinds.items() if kind == "table"]
    asked = {name for page in pages for name in re.findall(r'name="asked" value="([^"]+)"', page)}
    cells = {
        (table, re.sub(r"\.(from|to|open|division|street|detail)$", "", column))
        for page in pages
        for table in tables
        for column in re.findall(rf'name="{re.escape(table)}\.\d+\.([^"]+)"', page)
    }
    files = {name for name in asked if kinds[name] == "material"}
    line = (state.burden.together_now, state.burden.materials_now)
    told = re.search(r"您只答 (\d+) 题", lin.get(f"/apply/{lin.draft}").text)
    assert told and int(told[1]) == line[0] == state.asked
    assert state.papers_asked == line[1]
    return line, (len(asked - files) - len(asked & {*tables}) + len(cells), len(files))
