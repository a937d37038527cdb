"""A certificate authority for one environment; a program of its own, for its imports take a while.

`python -m support.environments.authority FOLDER [NAME ...]` writes `authority.pem` (whom to trust), `certificate.pem`
and `key.pem` (what services on this machine, and hosts of these names, show), with keys on an elliptic curve. Where
there is a certificate already it stays. The image of the platforms has this file too, and nothing else of the suite.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

NAMES = ("127.0.0.1", "localhost", "::1")


def make_authority(folder: Path, names: Iterable[str] = ()) -> None:
    import trustme

    authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
    certificate = authority.issue_cert(*NAMES, *names, key_type=trustme.KeyType.ECDSA)
    authority.cert_pem.write_to_path(folder / "authority.pem")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    for index, blob in enumerate(certificate.cert_chain_pems):
        blob.write_to_path(folder / "certificate.pem", append=index > 0)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    if not (place / "certificate.pem").exists():
        make_authority(place, sys.argv[2:])
