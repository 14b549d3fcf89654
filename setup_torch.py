"""What `pip install torch` would bring: read from pip's report, so that setup.sh need not fetch it to know.

    pip install --dry-run --quiet --report - torch | python setup_torch.py

prints one word, and for a build with CUDA libraries the size of its download:

    present       torch is installed already
    cpu           a build without CUDA libraries (all there is on macOS)
    cuda 2.7 GB   the default build for Linux with an NVIDIA GPU

Standard library only: it runs before anything is installed.
"""

import json
import sys
from pathlib import Path
from typing import Any
from urllib.request import Request, url2pathname, urlopen

CUDA_PACKAGES = ("nvidia-", "nvidia_", "cuda-", "cuda_", "triton", "pytorch-triton")


def is_cuda(package: dict[str, Any]) -> bool:
    return str(package["metadata"]["name"]).lower().startswith(CUDA_PACKAGES)


def n_bytes(package: dict[str, Any]) -> int:
    """The size of one wheel, without fetching it; 0 when its server does not say."""
    url = package["download_info"]["url"]
    try:
        if url.startswith("file:"):
            return Path(url2pathname(url.removeprefix("file://"))).stat().st_size
        with urlopen(Request(url, method="HEAD"), timeout=10) as answer:
            return int(answer.headers.get("Content-Length", 0))
    except OSError:
        return 0


def verdict(report: dict[str, Any]) -> str:
    """The word for a report of `pip install --dry-run --report -`."""
    packages = report["install"]
    if not any(package["metadata"]["name"] == "torch" for package in packages):
        return "present"
    if not any(is_cuda(package) for package in packages):
        return "cpu"
    size = sum(n_bytes(package) for package in packages) / 1e9
    return f"cuda {size:.1f} GB" if size else "cuda several GB"


if __name__ == "__main__":
    print(verdict(json.load(sys.stdin)))
