"""What reading a damaged or hostile ZIP may raise, wherever one is opened."""

import zipfile
import zlib

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    UnicodeDecodeError,
)
