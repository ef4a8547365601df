"""One export as a worker of its own makes it: prints how long it took, and the memory before and at most."""

import json
import resource
import sys
import time

import django


def main(pk: int) -> None:
    django.setup()
    from courses.services.exports import make_export

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    started = time.perf_counter()
    assert make_export(pk), "it was not made, see the log"
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "before": before, "peak": peak}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
