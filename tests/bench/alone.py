"""One export, one list of staff or one address as a process of its own does it: prints how long it took, and the memory
before and at most, in megabytes.
"""

import json
import sys
import time
from pathlib import Path

import django


def main(what: str, which: str) -> None:
    """`which`: the key of the export or the list, or the address."""
    django.setup()
    from courses.services.exports import make_export
    from courses.services.roster_work import work_roster

    work = {
        "export": lambda: make_export(int(which)),
        "roster": lambda: work_roster(int(which)),
        "address": lambda: bytes_of(which),
    }[what]
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = memory("VmRSS")
    started = time.perf_counter()
    done = work()
    assert done, "nothing was done, see the log"
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "before": before, "peak": memory("VmHWM"), "done": int(done)}))


def bytes_of(address: str) -> int:
    """How many an address answers with, none of them kept."""
    from django.test import Client

    response = Client().get(address)
    assert response.status_code == 200, response.status_code
    if not response.streaming:
        return len(response.content)
    return sum(map(len, response.streaming_content))


def memory(name: str) -> int:
    """Not from `resource`: what that calls the most is inherited from the process that started this one."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
