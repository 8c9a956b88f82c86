"""The last few things of a kind, kept in memory: what one request made, the next ones need not make again."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Thing = TypeVar("Thing")


class Recent(Generic[Key, Thing]):
    """Up to `most` things by key; the one that was asked for longest ago goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Thing] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Thing | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Key, thing: Thing) -> Thing:
        with self._lock:
            self._kept[key] = thing
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return thing

    def newest(self, fits: Callable[[Key, Thing], bool]) -> Thing | None:
        """The thing asked for last among those that fit."""
        with self._lock:
            return next((t for k, t in reversed(self._kept.items()) if fits(k, t)), None)
