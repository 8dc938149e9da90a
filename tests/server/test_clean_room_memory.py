"""How much memory is free, read from what Linux says about the machine and about the container."""

from pathlib import Path

import pytest

from torchenstein_lab.server.clean_room_memory import RESERVE, ROOM_TO_RUN, bound, free_bytes

GIB = 1024**3


def system(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


MACHINE = {"proc/meminfo": f"MemTotal: 1 kB\nMemAvailable:   {8 * GIB // 1024} kB\n"}
GROUP = {"proc/self/cgroup": "0::/user/learner\n"}


@pytest.mark.parametrize(
    ("files", "free"),
    [
        (MACHINE, 8 * GIB),
        (MACHINE | GROUP, 8 * GIB),
        (
            MACHINE
            | GROUP
            | {
                "sys/fs/cgroup/user/memory.max": f"{2 * GIB}\n",
                "sys/fs/cgroup/user/memory.current": f"{GIB}\n",
                "sys/fs/cgroup/user/learner/memory.max": "max\n",
                "sys/fs/cgroup/user/learner/memory.current": "5\n",
            },
            GIB,
        ),
        (
            MACHINE
            | {
                "proc/self/cgroup": "4:cpu:/x\n3:memory:/docker\n",
                "sys/fs/cgroup/memory/docker/memory.limit_in_bytes": f"{GIB}\n",
                "sys/fs/cgroup/memory/docker/memory.usage_in_bytes": f"{2 * GIB}\n",
            },
            0,
        ),
        (MACHINE | {"proc/self/cgroup": "garbage"}, 8 * GIB),
    ],
)
def test_the_smaller_of_what_the_machine_and_the_container_leave_is_free(
    tmp_path: Path, files: dict[str, str], free: int
) -> None:
    assert free_bytes(system(tmp_path, files)) == free


def test_this_machine_has_some_memory_free() -> None:
    free = free_bytes()
    assert free is not None
    assert free > 0


def test_a_kernel_may_take_what_is_free_but_for_a_reserve() -> None:
    assert f"({4 * GIB - RESERVE}, " in bound(4 * GIB)
    assert f"({ROOM_TO_RUN}, " in bound(0)
