"""What this application was given at the start: its settings, its store, its keys."""

from dataclasses import dataclass

from flask import Flask, current_app

from config import Settings
from storage.keys import Keys
from storage.store import Store


@dataclass(frozen=True)
class House:
    settings: Settings
    store: Store
    keys: Keys


def furnish(app: Flask, settings: Settings, store: Store, keys: Keys) -> None:
    app.extensions["house"] = House(settings, store, keys)


def house() -> House:
    found: House = current_app.extensions["house"]
    return found


def store() -> Store:
    return house().store


def settings() -> Settings:
    return house().settings


def keys() -> Keys:
    return house().keys
