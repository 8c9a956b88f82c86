"""What anyone with a phone does: hold it against a certificate and read what the page says."""

from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.people import Person
from tests.documents.reading import codes_in, pixels_of


def takes_the_certificates(person: Person, number: str, folder: Path, how_many: int) -> list[Path]:
    """The worker makes them; they are on the case's page as soon as they are there."""
    person.page.goto(f"/cases/{number}")
    links = person.page.get_by_role("link", name="下载证照")
    person.waits(lambda: links.count() == how_many)
    return [person.downloads(link, folder) for link in links.all()]


def address_on(certificate: Path, folder: Path) -> str:
    """What two unrelated decoders read from the printed page; they must agree."""
    zbar, zxing = codes_in(pixels_of(certificate.read_bytes(), folder, dpi=150))
    assert zbar == zxing
    (address,) = (text for text in zbar if "/C/" in text.upper())
    return address


def is_told(person: Person, address: str, verdict: str, *, secrets: Iterable[str] = ()) -> None:
    person.page.goto(address)
    expect(person.page.locator(".verdict")).to_have_text(verdict)
    shown = person.page.content()
    assert [secret for secret in secrets if secret in shown] == []


def forged(address: str) -> str:
    """One letter in the middle of the token changed."""
    middle = (address.rindex("/") + len(address)) // 2
    other = "A" if address[middle] != "A" else "B"
    return f"{address[:middle]}{other}{address[middle + 1 :]}"


def holders_code(person: Person) -> str:
    person.page.goto("/certificates")
    return str(person.page.get_by_role("link", name="看扫码后的页面").get_attribute("href"))


def sees_every_permit(person: Person, address: str, states: dict[str, str]) -> None:
    person.page.goto(address)
    rows = [row.inner_text().split("\t") for row in person.page.locator("tbody tr").all()]
    # Below the permit's name stands its number.
    assert {row[0].strip().splitlines()[0]: row[-1].strip() for row in rows} == states
