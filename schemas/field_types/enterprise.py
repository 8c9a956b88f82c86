"""An enterprise: name, unified social credit code, legal representative, telephone."""

from random import Random
from typing import Any

from schemas.field_types.group import Group
from schemas.wording import N_


class Enterprise(Group):
    name, words, first = "enterprise", N_("企业"), "name"
    made_of = (
        ("name", "text", N_("名称")),
        ("code", "uscc", N_("统一社会信用代码")),
        ("head", "text", N_("法定代表人")),
        ("phone", "phone", N_("电话")),
    )
    needed = ("name", "code")

    def example(self, rng: Random) -> Any:
        return super().example(rng) | {"name": "珠海市香洲区好邻居便利店", "head": "陈志强"}
