"""A few bytes under a passphrase: Argon2id makes the key, AES-256-GCM seals."""

import os
from typing import Any

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_

# 32 MiB and 6 passes cost a thief as much as the usual 64 MiB and 3, and a small laptop less.
_COST = {"time_cost": 6, "memory_cost": 32 * 1024, "parallelism": 2}


class WrongPassphrase(Expected):
    """The passphrase does not open what was sealed."""


def seal(secret: bytes, passphrase: str) -> dict[str, Any]:
    """`secret` as a JSON object that only `passphrase` opens."""
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = _cipher(passphrase, salt, _COST).encrypt(nonce, secret, None)
    parts = {"salt": salt.hex(), "nonce": nonce.hex(), "sealed": sealed.hex()}
    return {"argon2id": _COST, **parts}


def unseal(kept: dict[str, Any], passphrase: str) -> bytes:
    """What `seal` sealed; raises WrongPassphrase."""
    # Argon2 and the cipher are slow to import, and most starts need neither.
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    salt, nonce, sealed = (bytes.fromhex(kept[name]) for name in ("salt", "nonce", "sealed"))
    try:
        secret: bytes = _cipher(passphrase, salt, kept["argon2id"]).decrypt(nonce, sealed, None)
    except InvalidTag:
        raise WrongPassphrase(
            N_("The password is not right. Nothing was changed. Please try again.")
        ) from None
    return secret


def _cipher(passphrase: str, salt: bytes, cost: dict[str, int]) -> Any:
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    return AESGCM(hash_secret_raw(passphrase.encode(), salt, hash_len=32, type=Type.ID, **cost))
