"""Rooms: request in, page or fragment out, every one through the one policy."""
