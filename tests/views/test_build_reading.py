"""What the builder remembers of a draft is what the catalogue would give back."""

from schemas.form import read_form
from tests.views.desk_case import furnished
from tests.views.test_build import AT, revision_of, send
from views.build_reading import form_of, permit_kept


def test_what_is_remembered_of_every_step_is_what_is_kept(tmp_path):
    house = furnished(tmp_path)
    admin = house.signed_in("wang", "form_admin", "market")
    asks = {"0.0.field": "format", "0.0.operator": "is", "0.0.value": "单位食堂"}
    send(admin, f"{AT}/fields/area", label="面积", hint="多\r\n行", required="yes")
    send(admin, f"{AT}/fields", type="table", after="area", section="")
    send(admin, f"{AT}/fields/q_table/columns", type="choice")
    send(admin, f"{AT}/fields/q_table/condition", **asks)
    send(admin, f"{AT}/sections", title="补充")
    send(admin, f"{AT}/move", move="up:q_table")
    send(admin, f"{AT}/undo", field="area")
    send(admin, f"{AT}/redo", field="area")

    catalogue = house.store.catalogue
    for revision in range(1, revision_of(house) + 1):
        digest = catalogue.digest_at("market", "permits", "food_business", revision)
        with house.app.app_context():
            remembered = permit_kept(digest)
        assert remembered == catalogue.document(digest)
        assert form_of(remembered["form"]) == read_form(remembered["form"])
    assert revision_of(house) == 9
