"""The rooms of the house, one blueprint each."""

from views import account, health, portal

ROOMS = (
    portal.room,
    account.room,
    health.room,
)
