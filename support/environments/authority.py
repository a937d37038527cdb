"""A certificate authority for one environment; a program of its own, for its imports take a while.

`python -m support.environments.authority FOLDER` writes `authority.pem` (whom to trust), `certificate.pem`
and `key.pem` (what services on this machine show), with keys on an elliptic curve.
"""

from __future__ import annotations

import sys
from pathlib import Path

NAMES = ("127.0.0.1", "localhost", "::1")


def make_authority(folder: Path) -> None:
    import trustme

    authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
    certificate = authority.issue_cert(*NAMES, key_type=trustme.KeyType.ECDSA)
    authority.cert_pem.write_to_path(folder / "authority.pem")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    for index, blob in enumerate(certificate.cert_chain_pems):
        blob.write_to_path(folder / "certificate.pem", append=index > 0)


if __name__ == "__main__":
    make_authority(Path(sys.argv[1]))
