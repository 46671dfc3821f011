#!/bin/sh
# bench-letters.sh: LETTERS (2000) letters wait at once, as after a report that many follow: how many an hour a mail server of
# this machine's own is handed, and how long a page that no cache holds takes before and meanwhile.
# Run through bench.sh, or after build.sh.
set -eu
cd "$(dirname -- "$0")/.."
program=$(pwd)/target/release/piaojue
if [ -n "${CARGO_TARGET_DIR:-}" ]; then program=$(cd "$CARGO_TARGET_DIR" && pwd)/release/piaojue; fi
exec python3 - "$program" "${LETTERS:-2000}" <<'PY'
import os, signal, socketserver, sqlite3, subprocess, sys, tempfile, threading, time, urllib.request, uuid

program, number = sys.argv[1], int(sys.argv[2])
taken = []


class Mail(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as it takes to be handed a letter."""

    def handle(self):
        say = lambda line: self.wfile.write((line + "\r\n").encode())
        say("220 here")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb in (b"EHLO", b"HELO"):
                say("250-here\r\n250 8BITMIME")
            elif verb == b"DATA":
                say("354 go on")
                for text in self.rfile:
                    if text == b".\r\n":
                        break
                taken.append(time.monotonic())
                say("250 taken")
            elif verb == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


def look(base, seconds, enough=lambda: False):
    """Milliseconds of a page made anew for each who asks, ten times a second."""
    waited, begun = [], time.monotonic()
    while time.monotonic() - begun < seconds and not enough():
        at = time.monotonic()
        with urllib.request.urlopen(base + "/proposals") as answer:
            answer.read()
        waited.append((time.monotonic() - at) * 1000)
        time.sleep(max(0.0, 0.1 - (time.monotonic() - at)))
    waited.sort()
    return waited[len(waited) // 2], waited[len(waited) * 99 // 100]


with tempfile.TemporaryDirectory() as folder, Server(("127.0.0.1", 0), Mail) as mail:
    threading.Thread(target=mail.serve_forever, daemon=True).start()
    environment = dict(
        os.environ,
        PIAOJUE_DATA=folder,
        PIAOJUE_LISTEN="127.0.0.1:0",
        PIAOJUE_SMTP_URL=f"smtp://127.0.0.1:{mail.server_address[1]}",
        PIAOJUE_MAIL_FROM="piaojue@example.com",
    )
    log = open(os.path.join(folder, "log"), "w")
    server = subprocess.Popen(
        [program, "demo", "--stage", "tracking"], env=environment, stdout=subprocess.PIPE, stderr=log, text=True
    )
    try:
        base = next((line.split()[-1] for line in server.stdout if line.startswith("listening on ")), None)
        if base is None:
            sys.exit("the demonstration did not start: " + open(log.name).read())
        time.sleep(15)
        before = look(base, 20)
        here = len(taken)
        database = sqlite3.connect(os.path.join(folder, "demo.db"), timeout=30)
        (congress,) = database.execute("SELECT id FROM congresses").fetchone()
        made = "2024-02-03T04:00:00.000000Z"
        rows = [
            (uuid.uuid4().bytes if isinstance(congress, bytes) else str(uuid.uuid4()), congress, "letter",
             uuid.uuid4().bytes if isinstance(congress, bytes) else str(uuid.uuid4()),
             f"follower{n}@example.com", "waiting", "进展", "本月有新的进展。" * 40, None, made, 0, made)
            for n in range(number)
        ]
        with database:
            database.executemany("INSERT INTO letters VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", rows)
        database.close()
        begun = time.monotonic()
        meanwhile = look(base, 3600, lambda: len(taken) - here >= number)
        took = time.monotonic() - begun
        sent = len(taken) - here
        print(f"{sent} of {number} letters in {took:.0f} s, {sent / took * 3600:.0f} an hour (2,000 are wanted)")
        print(f"a page made anew, ms p50/p99: {before[0]:.1f}/{before[1]:.1f} before, {meanwhile[0]:.1f}/{meanwhile[1]:.1f} meanwhile")
        if sent < number or sent / took * 3600 < 2000:
            sys.exit(1)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
PY
