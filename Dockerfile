# The images of docker-compose.yml: the program, PostgreSQL, and the balancer. `make compose-check` builds and starts them.
# Built from Debian alone, so that whoever has no hub makes the base with debootstrap (scripts/compose-check.sh).

ARG BASE=debian:bookworm-slim
ARG RUST=rust:1.95-slim-bookworm

# The scripts for the browser are committed in static/js, so no Node.js is needed.
FROM ${RUST} AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
# The workspace's tests and benches stay outside; cargo only asks that their files exist.
RUN mkdir -p tests crates/verifiable-ballots/tests crates/verifiable-ballots/benches \
    && touch tests/main.rs crates/verifiable-ballots/tests/main.rs crates/verifiable-ballots/benches/check_ballot.rs \
    && cargo build --release --locked --bin piaojue \
    && mkdir /built && cp target/release/piaojue /built/

FROM ${BASE} AS program
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin piaojue \
    && install -d -o piaojue -m 700 /data
COPY --from=build /built/piaojue /usr/local/bin/piaojue
USER 10001
WORKDIR /data
VOLUME /data
ENV PIAOJUE_DATA=/data PIAOJUE_LISTEN=0.0.0.0:8080
EXPOSE 8080
# Beyond this machine the program wants PIAOJUE_BASE_URL=https://… of the proxy in front, or PIAOJUE_HALL_LAN=1.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
CMD ["piaojue", "serve"]

FROM ${BASE} AS database
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-15 && rm -rf /var/lib/apt/lists/* /var/lib/postgresql/*
COPY deploy/postgres.sh /usr/local/bin/postgres.sh
USER postgres
VOLUME /var/lib/postgresql
EXPOSE 5432
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s CMD ["/usr/lib/postgresql/15/bin/pg_isready", "-h", "/tmp"]
ENTRYPOINT ["sh", "/usr/local/bin/postgres.sh"]

FROM ${BASE} AS balancer
RUN apt-get update && apt-get install -y --no-install-recommends nginx-light && rm -rf /var/lib/apt/lists/*
COPY deploy/nginx.conf /etc/nginx/nginx.conf
EXPOSE 8443
CMD ["nginx", "-g", "daemon off;"]
