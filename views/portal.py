"""The portal room: what this is, and where to begin."""

from flask import Blueprint, Response

from views.fragments import page
from views.policy import policy

room = Blueprint("portal", __name__)


@room.get("/")
@policy("portal.read")
def home() -> Response:
    return page("portal/home.html")
