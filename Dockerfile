# docker build -t deep-learning-basics .
# docker run --rm -v "$PWD/results:/results" deep-learning-basics lecture --quick
FROM rust:1.95-slim-bookworm AS build
WORKDIR /source
COPY . .
RUN cargo install --path experiments --locked --root /installed

FROM debian:bookworm-slim
COPY --from=build /installed/bin/ /usr/local/bin/
# Results go to ./results: /results, where a folder of the host is mounted.
WORKDIR /
ENTRYPOINT ["experiments"]
