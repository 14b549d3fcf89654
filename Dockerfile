# dlvis in a container:  docker build -t dlvis .  &&  docker run --rm -v "$PWD:/films" dlvis demo
# What it makes lies in ./renders. torch is the CPU build: no film needs a GPU.
FROM debian:bookworm-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates espeak-ng git make python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*

# the same road as `make setup`, which installs cairo and pango, and then all packages
WORKDIR /opt/dlvis
COPY pyproject.toml constraints.txt setup.sh setup_torch.py README.md LICENSE ./
COPY assets assets
COPY scenes scenes
COPY dlvis dlvis
RUN ./setup.sh

WORKDIR /films
ENTRYPOINT ["/opt/dlvis/.venv/bin/dlvis"]
CMD ["--help"]
