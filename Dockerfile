# Not built by any test here: the machines that test this project have no container engine.
# The scripts for the browser are committed in static/js, so no Node.js is needed.

FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
# The workspace's tests and benches stay outside; cargo only asks that their files exist.
RUN mkdir -p tests crates/verifiable-ballots/tests crates/verifiable-ballots/benches \
    && touch tests/main.rs crates/verifiable-ballots/tests/main.rs crates/verifiable-ballots/benches/check_ballot.rs \
    && cargo build --release --locked --bin piaojue

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin piaojue \
    && install -d -o piaojue -m 700 /data
COPY --from=build /build/target/release/piaojue /usr/local/bin/piaojue
USER 10001
WORKDIR /data
VOLUME /data
ENV PIAOJUE_DATA=/data PIAOJUE_LISTEN=0.0.0.0:8080
EXPOSE 8080
# Beyond this machine the program wants PIAOJUE_BASE_URL=https://… of the proxy in front, or PIAOJUE_HALL_LAN=1.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -qE ' [234][0-9]{2} '"]
CMD ["piaojue", "serve"]
