from datetime import date

from casework.deferral import Deferral, deferrals
from schemas.form import read_form


def a_material(treatment):
    return {
        "type": "array",
        "title": "平面图",
        "x-type": "material",
        "x-material": {"treatment": treatment},
    }


def test_only_missing_deferrable_materials_are_still_to_come():
    form = read_form(
        {
            "properties": {
                "plan": a_material("deferrable"),
                "lease": a_material("deferrable"),
                "photo": a_material("required"),
            }
        }
    )

    assert deferrals(form, {"lease": ["a" * 64]}, date(2026, 11, 23)) == (
        Deferral("plan", "平面图", date(2026, 12, 7)),
    )
