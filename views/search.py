"""Finding a kind of business or a permit by the words people use."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from schemas.permit import Permit
from schemas.scenario import Scenario

T = TypeVar("T")

# What people say that the names do not; a name itself needs no row here.
ALSO_SAID = {
    "convenience": ("小卖部", "杂货店", "士多", "小店", "小超市"),
    "restaurant": ("饭店", "餐馆", "小吃店", "火锅", "烧烤", "面馆"),
    "milktea": ("咖啡店", "咖啡馆", "饮品店", "茶饮"),
    "hotel": ("宾馆", "民宿", "旅馆", "客栈"),
    "barber": ("美发", "美容院", "美甲", "理发"),
    "gym": ("健身", "瑜伽"),
    "petshop": ("宠物医院", "宠物"),
    "bookcafe": ("书店", "书吧", "书咖"),
    "ktv": ("卡拉OK", "歌厅"),
    "pharmacy": ("药房",),
    "printshop": ("打印店", "复印店", "刻章"),
    "garage": ("修车", "汽车维修", "洗车"),
    "freight": ("物流", "运输"),
    "realtor": ("中介", "房屋中介"),
    "hr_agency": ("劳务", "招聘", "人力"),
    "farm": ("农药", "种子", "兽药"),
    "supermarket": ("商场", "卖场"),
    "netcafe": ("电竞", "网咖"),
    "arcade": ("游戏厅", "游艺"),
    "pool": ("泳池",),
    "cinema": ("影院",),
}


@dataclass(frozen=True)
class Found:
    scenarios: tuple[Scenario, ...]
    permits: tuple[Permit, ...]

    @property
    def sure(self) -> Scenario | Permit | None:
        """The one thing that must have been meant."""
        everything: list[Scenario | Permit] = [*self.scenarios, *self.permits]
        return everything[0] if len(everything) == 1 else None


def find(words: str, scenarios: Mapping[str, Scenario], permits: Mapping[str, Permit]) -> Found:
    """What matches best comes first; a name typed in full is the only answer."""
    wanted = plain(words)
    if not wanted:
        return Found((), ())
    named = tuple(s for s in scenarios.values() if wanted in map(plain, _names(s)))
    if named:
        return Found(named[:1], ())
    return Found(
        _best(wanted, ((s, [*_names(s), *ALSO_SAID.get(s.id, ())]) for s in scenarios.values())),
        _best(wanted, ((p, _names(p)) for p in permits.values())),
    )


def plain(words: str) -> str:
    """Words as they are compared: NFKC, no case, no spaces or marks."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return "".join(c for c in folded if c.isalnum())


def _best(wanted: str, candidates: Iterable[tuple[T, list[str]]]) -> tuple[T, ...]:
    scored = [(max(_score(wanted, plain(n)) for n in names), thing) for thing, names in candidates]
    kept = sorted((s for s in scored if s[0] >= 0.5), key=lambda s: -s[0])
    return tuple(thing for _, thing in kept[:8])


def _score(wanted: str, name: str) -> float:
    if wanted == name:
        return 3
    if wanted in name or (len(name) > 1 and name in wanted):
        return 2
    pairs = {wanted[i : i + 2] for i in range(len(wanted) - 1)}
    return sum(p in name for p in pairs) / len(pairs) if pairs else 0


def _names(thing: Scenario | Permit) -> list[str]:
    return [thing.name, *(w.get("name", "") for w in (thing.i18n or {}).values())]
