"""Measures what the playground's page costs: the speed of training with and without somebody who looks, and how
often a second the page is told something new.

    python benches/playground.py                # builds the playground; needs no Python packages

The run is 784-100-100-100-100-10, ReLU, He, SGD, batch 128, on all training images of MNIST, on one thread of the
server. With `--memory MINUTES`, it measures instead how much memory the server takes while runs come and go for so
long: eight of them at a time, of which the newest trains while a client looks. "Alone" is the same step in the bench
`step`, in a process that does nothing else. The client reads the events as the page does, but draws nothing: a browser
draws in a process of its own, and needs a core for it.
"""

import argparse
import http.client
import json
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

from compare import OURS, Worker, project_binary

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {
    "hidden": [100] * 4, "activation": "ReLU", "initial_weights": "He", "optimizer": "SGD", "learning_rate": 0.01,
    "batch_size": 128, "weight_decay": 0.0, "dropout": 0.0, "batch_norm": False, "images": 60_000, "seed": 0,
}


class Playground:
    def __init__(self):
        subprocess.run(["cargo", "build", "--quiet", "--workspace", "--bins"], cwd=ROOT, check=True)
        command = [ROOT / "target/debug/playground", "--no-open", "--listen", "127.0.0.1:0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        addresses = (re.search(r"http://([\d.:]+)", line) for line in self.process.stdout)
        self.address = next(found for found in addresses if found).group(1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def fetch(self, method, path, body=None):
        """The bytes of the answer."""
        connection = http.client.HTTPConnection(self.address, timeout=60)
        # A server that answers without having read a body resets the connection.
        content = {} if body is None else {"body": json.dumps(body), "headers": {"Content-Type": "application/json"}}
        connection.request(method, path, **content)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status >= 400:
            sys.exit(f"{method} {path}: {answer.status} {content.decode()}")
        return content

    def ask(self, method, path, body=None):
        content = self.fetch(method, path, body)
        return json.loads(content) if content else None

    def events(self, run):
        """The connection and its events, as they come."""
        connection = http.client.HTTPConnection(self.address, timeout=60)
        connection.request("GET", f"/api/events?runs={run}:0")
        lines = connection.getresponse()
        return connection, (json.loads(line[5:]) for line in lines if line.startswith(b"data:"))

    def iteration(self, run):
        connection, events = self.events(run)
        found = next(event["iteration"] for event in events if "iteration" in event)
        connection.close()
        return found

    def resident_mb(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) * 1024 / 1e6


def measure(playground, seconds, looks):
    """Steps a second, and events a second, of a new run, with or without a client that looks."""
    run = playground.ask("POST", "/api/runs", SETTINGS)["id"]
    connection, events = playground.events(run)
    next(events)
    if not looks:
        connection.close()
    playground.ask("POST", f"/api/runs/{run}/start")
    before, start, told = playground.iteration(run), time.perf_counter(), 0
    if looks:
        while time.perf_counter() - start < seconds:
            told += "losses" in next(events)
        connection.close()
    else:
        time.sleep(seconds)
    after, taken = playground.iteration(run), time.perf_counter() - start
    playground.ask("DELETE", f"/api/runs/{run}")
    return (after - before) / taken, told / taken


def endure(playground, minutes):
    """Prints the memory of the server while runs come and go: each trains for half a minute, is rewound, and trains
    for half a minute again; its files are downloaded, and it stays until eight others have come."""
    start, kept, told = time.monotonic(), [], 0
    while (now := time.monotonic() - start) < 60 * minutes:
        if now >= 60 * told:
            print(f"{now / 60:6.1f} minutes  {playground.resident_mb():7.0f} MB", flush=True)
            told += max(1, minutes // 12)
        if len(kept) == 8:
            playground.ask("DELETE", f"/api/runs/{kept.pop(0)}")
        run = playground.ask("POST", "/api/runs", dict(SETTINGS, seed=int(now)))["id"]
        kept.append(run)
        connection, events = playground.events(run)
        for command in ["start", "rewind", "start", "pause"]:
            playground.ask("POST", f"/api/runs/{run}/{command}")
            until = time.monotonic() + (30 if command == "start" else 0)
            for _ in events:
                if time.monotonic() >= until:
                    break
        for name in ["network.safetensors", "record.json"]:
            playground.fetch("GET", f"/api/runs/{run}/{name}")
        connection.close()
    print(f"{(time.monotonic() - start) / 60:6.1f} minutes  {playground.resident_mb():7.0f} MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=6.0, help="of training in each turn, below the ten seconds "
                        "after which a run that nobody looks at is paused")
    parser.add_argument("--memory", type=int, metavar="MINUTES", help="measure only the memory of the server, while "
                        "runs come and go for so long")
    arguments = parser.parse_args()
    if arguments.memory:
        with Playground() as playground:
            endure(playground, arguments.memory)
        return
    alone = Worker([project_binary(), "--serve"], "SGD", 1)
    with Playground() as playground:
        report(arguments, alone, playground)
    alone.close()


def report(arguments, alone, playground):
    """Measures, and prints the medians of the rounds."""
    rounds = []
    for number in range(arguments.rounds):
        alone.ask(3000)
        one = 1e6 / alone.answer()
        unseen, _ = measure(playground, arguments.seconds, looks=False)
        seen, updates = measure(playground, arguments.seconds, looks=True)
        rounds.append((one, unseen, seen, updates))
    one, unseen, seen, updates = map(statistics.median, zip(*rounds))
    print(f"{OURS}, alone        {one:7.0f} steps a second")
    print(f"playground, nobody looks  {unseen:7.0f} steps a second, {100 * unseen / one:.0f} % of alone")
    print(f"playground, somebody looks{seen:7.0f} steps a second, {100 * seen / unseen:.0f} % of nobody looking, "
          f"{updates:.0f} updates a second")
    print(f"memory of the server      {playground.resident_mb():7.0f} MB")


if __name__ == "__main__":
    main()
