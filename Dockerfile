# docker build -t deep-learning-basics .
# mkdir -p results
# docker run --rm --user "$(id -u):$(id -g)" -v "$PWD/results:/results" deep-learning-basics lecture --quick
FROM rust:1.95-slim-trixie AS build
WORKDIR /source
COPY . .
RUN cargo install --path experiments --bin experiments --locked --root /installed

FROM debian:trixie-slim
COPY --from=build /installed/bin/experiments /usr/local/bin/
# Results go to ./results: /results, where a folder of the host is mounted. Every user may write there.
WORKDIR /
RUN mkdir --mode=1777 results
ENTRYPOINT ["experiments"]
