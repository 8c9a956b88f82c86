"""The guide someone is working on: read, proved, kept against the revision that was read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from form_builder.guide_paths import SCHEMAS, TooMany
from form_builder.prove_guide import Finding, Proof, prove_guide
from schemas.form import Form, read_form
from schemas.scenario import Scenario, ScenarioSchema
from schemas.wording import N_
from storage.errors import ChangedMeanwhile
from storage.loading import DATA
from views.clock import now
from views.published import excludes, permits
from views.session import actor
from views.store import store

Document = dict[str, Any]
SAID = {
    "circle": N_("“%(about)s”要等自己的答案才问，绕成了圈。"),
    "dead": N_("“%(about)s”怎么答都不影响结果，可以去掉。"),
    "needless": N_("“%(about)s”在规则里用到了，可是怎么答结果都一样，可以去掉。"),
    "twice": N_("有两个问题用了同一个代号：%(about)s。"),
    "rule": N_("第 %(about)s 条规则永远不会成立。"),
    "unknown_question": N_("第 %(about)s 条规则问到了没有的问题。"),
    "unreachable": N_("怎么答都到不了“%(about)s”。"),
    "reasonless": N_("“%(about)s”会在什么都没答的时候出现，说不出为什么。"),
    "unknown_permit": N_("没有在用的许可“%(about)s”。"),
}


@dataclass(frozen=True)
class GuideDraft:
    """A guide as it stands at `revision` of the catalogue of the department that keeps the guides."""

    id: str
    department: str
    revision: int
    document: Document

    @property
    def scenario(self) -> Scenario:
        found: Scenario = ScenarioSchema().load(self.document)
        return found

    @property
    def form(self) -> Form:
        """The questions as the fields of a form, for everything that draws and reads conditions."""
        kinds = {"yes_no": "yes_no", "choice": "choice", "choices": "choices", "number": "number"}
        return read_form(
            {
                "x-sections": [{"key": "s1", "title": ""}],
                "properties": {
                    q.id: SCHEMAS[q.type](q)
                    | {"title": q.text, "x-type": kinds[q.type], "x-section": "s1"}
                    for q in self.scenario.questions
                },
            }
        )


def keeper() -> str:
    """The department whose form admins keep the guides."""
    return DATA.id


def guide(scenario: str) -> GuideDraft:
    """The draft of a guide; NotFound for none."""
    revision, document = store().catalogue.load_one(DATA.id, "scenarios", scenario)
    return GuideDraft(scenario, DATA.id, revision, document)


def proof(draft: GuideDraft) -> Proof | None:
    """What can be proved of it; None when its answers are too many to go through."""
    try:
        return prove_guide(draft.scenario, excludes(permits()), permits())
    except TooMany:
        return None


def said(finding: Finding, draft: GuideDraft) -> str:
    """A finding as a sentence, with the names of questions and permits."""
    names = {q.id: q.text for q in draft.scenario.questions} | {
        p.id: p.name for p in permits().values()
    }
    return _(SAID[finding.kind]) % {"about": names.get(finding.about, finding.about)}


def keep(draft: GuideDraft, edit: Callable[[Document], Document], note: str) -> GuideDraft:
    """The guide with `edit` made and kept; made again on what others saved meanwhile."""
    who = actor()
    for _attempt in range(5):
        changed = edit(draft.document)
        ScenarioSchema().load(changed)
        try:
            store().catalogue.save_scenario(
                DATA.id,
                changed,
                expecting=draft.revision,
                author=who.id if who else "",
                now=now(),
                note=note,
            )
            return guide(draft.id)
        except ChangedMeanwhile:
            draft = guide(draft.id)
    raise ChangedMeanwhile(draft.revision)
