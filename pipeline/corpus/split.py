"""Which tweets the network learns from, and which it is judged by. A cluster is never divided."""

import hashlib

import numpy as np
import pandas as pd

from pipeline.core.errors import UserError

SPLITS = ("train", "valid", "test")


def split_by_hash(cluster_id: np.ndarray, valid_share: float, test_share: float, seed: int = 0) -> np.ndarray:
    """The split of each tweet by a hash of its cluster: it does not depend on the other tweets.

    Args:
        cluster_id: int64 [tweets], the same for near-duplicates.
        valid_share: of the clusters, 0 to 1.
        test_share: of the clusters, 0 to 1.
        seed: another seed is another division.

    Returns:
        "train", "valid" or "test", object [tweets].
    """
    clusters, place = np.unique(cluster_id, return_inverse=True)
    salt = seed.to_bytes(8, "little", signed=True)
    draw = np.array([_uniform(int(cluster), salt) for cluster in clusters])
    names = np.where(draw < test_share, "test", np.where(draw < test_share + valid_share, "valid", "train"))
    return names.astype(object)[place]


def _uniform(cluster: int, salt: bytes) -> float:
    digest = hashlib.blake2b(cluster.to_bytes(8, "little", signed=True), digest_size=8, salt=salt).digest()
    return int.from_bytes(digest, "little") / 2**64


def split_by_time(
    cluster_id: np.ndarray, created_at: pd.Series, valid_share: float, test_share: float
) -> np.ndarray:
    """The newest tweets are test, those before them valid, the older ones train.

    A cluster goes by its oldest tweet: to repeat an old tweet is nothing new.

    Args:
        cluster_id: int64 [tweets].
        created_at: timestamps [tweets].
        valid_share: of the tweets, 0 to 1.
        test_share: of the tweets, 0 to 1.

    Returns:
        "train", "valid" or "test", object [tweets].

    Raises:
        UserError: some tweets have no date.
    """
    undated = int(created_at.isna().sum())
    if undated:
        raise UserError(
            f"a split by time needs dates, and {undated:,} tweets have none: use the split by hash"
        )
    table = pd.DataFrame({"cluster": cluster_id, "date": created_at.to_numpy()})
    clusters = table.groupby("cluster")["date"].agg(["min", "size"])
    newest_first = clusters.sort_values("min", ascending=False, kind="stable")
    before = newest_first["size"].cumsum() - newest_first["size"]
    later = np.where(before < round((test_share + valid_share) * len(table)), "valid", "train")
    names = np.where(before < round(test_share * len(table)), "test", later)
    return pd.Series(names, index=newest_first.index).loc[cluster_id].to_numpy(dtype=object)
