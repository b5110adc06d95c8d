"""What a file on disk was when we last read or wrote it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DiskState:
    """Time and size are asked first, the hash only when one of them differs."""

    modified_ns: int
    size: int
    sha256: str

    @classmethod
    def read(cls, path: Path, sha256: str | None = None) -> DiskState:
        status = path.stat()
        return cls(status.st_mtime_ns, status.st_size, hash_file(path) if sha256 is None else sha256)

    def is_on_disk(self, path: Path) -> bool:
        """Whether the file still has these bytes. Raises OSError."""
        status = path.stat()
        if (status.st_mtime_ns, status.st_size) == (self.modified_ns, self.size):
            return True
        return status.st_size == self.size and hash_file(path) == self.sha256

    def facts(self) -> dict[str, str | None]:
        """As the journal keeps it."""
        return {"disk_modified_ns": str(self.modified_ns), "disk_size": str(self.size), "disk_sha256": self.sha256}

    @classmethod
    def from_facts(cls, about: dict[str, str]) -> DiskState | None:
        """None for a workbook that was never on the disk."""
        if "disk_sha256" not in about:
            return None
        return cls(int(about["disk_modified_ns"]), int(about["disk_size"]), about["disk_sha256"])


def hash_file(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
