"""One export or one list of staff as a worker of its own does it: prints how long it took, and the memory before and at
most, in megabytes.
"""

import json
import sys
import time
from pathlib import Path

import django


def main(what: str, pk: int) -> None:
    django.setup()
    from courses.services.exports import make_export
    from courses.services.roster_work import work_roster

    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = memory("VmRSS")
    started = time.perf_counter()
    assert {"export": make_export, "roster": work_roster}[what](pk), "nothing was done, see the log"
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "before": before, "peak": memory("VmHWM")}))


def memory(name: str) -> int:
    """Not from `resource`: what that calls the most is inherited from the process that started this one."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
