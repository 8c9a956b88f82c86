"""Documents near the border of what a merged form accepts, made fast from a seed."""

from random import Random
from typing import Any

from form_builder.bind import place
from schemas.judge import judge
from schemas.merged import MergedField, MergedForm
from tests.form_builder.law_worlds import SCALARS, WORDS

STRANGE = ("nobody", "__proto__", "a/b", "~", ".", "toString", "e.6~1", "p0.a", "名", "")
OTHERS = (1e20, 10**30, -0.0, 1e-9, [], {}, [[1, 2], [3]], [1, "甲"], {"x": 1}, {"y": "甲"}, [{}])
NUMBERS = (0, 1, 2, 3, 4, 0.5, 1.5, 0.01, 19.99, 20, 100, 200, 201, 300, 0.0001, 7, -1, 1 / 3)
TEXTS = ("", "甲", "乙", "丙", "丁", "戊", "1", "12", "a", "甲乙", "123", "甲乙丙", "很长的字啊")
HOUSES = tuple(
    {"division": d, "detail": t} for d in ("44", "4") for t in ("甲", "很长", "很长的字啊")
)


class Pen:
    """Writes documents for one merged form."""

    def __init__(self, merged: MergedForm, rng: Random) -> None:
        self.rng = rng
        self.fields = [(f.key.split("/"), Values(f, rng)) for f in merged.fields]
        self.accepted: list[Any] = []

    def document(self) -> Any:
        rng = self.rng
        chance = rng.random()
        if chance < 0.01:
            return rng.choice((*SCALARS, *OTHERS))
        if chance < 0.75 and self.accepted:
            answers = dict(rng.choice(self.accepted))
            for way, values in rng.sample(self.fields, min(len(self.fields), rng.randint(1, 2))):
                self._write(answers, way, values)
        else:
            answers = {}
            for way, values in self.fields:
                if rng.random() < 0.7:
                    self._write(answers, way, values)
        if rng.random() < 0.1:
            answers[rng.choice(STRANGE)] = rng.choice(SCALARS)
        return answers

    def keep(self, answers: Any) -> None:
        """An accepted document, to be changed a little later on."""
        if isinstance(answers, dict) and len(self.accepted) < 20:
            self.accepted.append(answers)

    def _write(self, answers: dict[str, Any], way: list[str], values: "Values") -> None:
        if self.rng.random() < 0.15:
            answers.pop(way[0], None)
            return
        for step in range(1, len(way)):
            inside = answers.get(way[0])
            answers |= {way[0]: dict(inside)} if isinstance(inside, dict) and step == 1 else {}
        try:
            place(answers, way, values.one())
        except ValueError:
            answers.pop(way[0], None)


class Values:
    """What could be answered to one question: what is right for it, and what is near that."""

    def __init__(self, field: MergedField, rng: Random) -> None:
        self.rng = rng
        self.columns = [(c.key.split("/"), Values(c, rng)) for c in field.columns]
        told = field.schema if isinstance(field.schema, dict) else {}
        all_of = [*NUMBERS, *TEXTS, *SCALARS, *OTHERS, *HOUSES, *told.get("enum", ())]
        all_of += [[w] for w in WORDS] + [["甲", "乙"], ["乙", "丙", "丁"]]
        is_right = judge(field.schema).is_valid
        self.right = [v for v in all_of if is_right(v)] or all_of
        kinds = {type(v) for v in self.right}
        self.near = [v for v in all_of if type(v) in kinds]
        self.any = all_of

    def one(self) -> Any:
        chance = self.rng.random()
        if self.columns and chance < 0.9:
            return [self._row() for _ in range(self.rng.randint(0, 3))]
        return self.rng.choice(
            self.right if chance < 0.85 else self.near if chance < 0.96 else self.any
        )

    def _row(self) -> Any:
        if self.rng.random() < 0.03:
            return self.rng.choice((None, "甲", 3, []))
        row: dict[str, Any] = {}
        for way, values in self.columns:
            if self.rng.random() < 0.75:
                try:
                    place(row, way, values.one())
                except ValueError:
                    continue
        return row
