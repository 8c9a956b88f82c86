"""The store: one shelf for each noun, one transaction for what belongs together.

Reading one thing by its name raises NotFound when there is none; lists come as `Page(items, after)`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from storage.accounts import AccountsShelf
from storage.archive import ArchiveShelf
from storage.audit import AuditShelf
from storage.bundles import BundlesShelf
from storage.cases import CasesShelf
from storage.catalogue import CatalogueShelf
from storage.certificates import CertificatesShelf
from storage.clipboards import ClipboardsShelf
from storage.decisions import BasketsShelf, DecisionsShelf
from storage.designs import DesignsShelf
from storage.drafts import DraftsShelf
from storage.engine import Disk, migrate
from storage.evidence import EvidenceShelf
from storage.files import FilesShelf
from storage.findings import FindingsShelf
from storage.holders import HoldersShelf
from storage.jobs import JobsShelf
from storage.keys import Keys
from storage.limits import LimitsShelf
from storage.paper_copies import PaperCopiesShelf
from storage.parts import PartsShelf
from storage.prints import PrintsShelf
from storage.proposals import ProposalsShelf
from storage.published import PublishedShelf
from storage.sessions import SessionsShelf
from storage.shares import SharesShelf
from storage.steps import StepsShelf
from storage.tables import audit_head


def open_store(database_url: str, files_dir: Path, keys: Keys) -> "Store":
    """The store of this database, brought to the newest tables first. Open it once a process, after
    any fork."""
    migrate(database_url)
    return Store(Disk(database_url), Path(files_dir), keys)


class Store:
    def __init__(self, disk: Disk, files_dir: Path, keys: Keys) -> None:
        self._disk = disk
        self.keys = keys
        self.catalogue = CatalogueShelf(disk)
        self.archive = ArchiveShelf(disk)
        self.steps = StepsShelf(disk)
        self.clipboards = ClipboardsShelf(disk)
        self.published = PublishedShelf(disk)
        self.accounts = AccountsShelf(disk)
        self.sessions = SessionsShelf(disk)
        self.limits = LimitsShelf(disk)
        self.drafts = DraftsShelf(disk, keys)
        self.evidence = EvidenceShelf(disk, keys)
        self.parts = PartsShelf(disk, keys)
        self.cases = CasesShelf(disk, keys, self.parts)
        self.certificates = CertificatesShelf(disk)
        self.designs = DesignsShelf(disk)
        self.shares = SharesShelf(disk)
        self.paper = PaperCopiesShelf(disk)
        self.holders = HoldersShelf(disk)
        self.decisions = DecisionsShelf(disk)
        self.proposals = ProposalsShelf(disk)
        self.baskets = BasketsShelf(disk)
        self.jobs = JobsShelf(disk)
        self.audit = AuditShelf(disk, keys)
        self.bundles = BundlesShelf(disk, keys, self.parts)
        self.prints = PrintsShelf(disk)
        self.findings = FindingsShelf(disk)
        self.files = FilesShelf(files_dir)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything in the block is kept together or not at all; blocks inside join this one."""
        with self._disk.writing():
            yield

    def ready(self) -> bool:
        """Whether the database can be written to now: for a readiness check, it changes nothing."""
        try:
            with self._disk.writing() as connection:
                connection.execute(sa.update(audit_head).values(id=audit_head.c.id))
                return True
        except sa.exc.SQLAlchemyError:
            return False

    def close(self) -> None:
        self._disk.close()
