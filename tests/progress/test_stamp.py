"""Ids are UUIDv7, and neither ids nor times ever go back within a process."""

import threading
import uuid

from hypothesis import given
from hypothesis import strategies as st

from torchenstein_lab.progress.stamp import Stamps, is_uuid7, rfc3339


def test_an_id_is_a_uuid7_that_carries_its_time() -> None:
    event_id, time = Stamps(lambda: 1_795_507_950_042).next()
    assert is_uuid7(event_id)
    assert uuid.UUID(event_id).int >> 80 == 1_795_507_950_042
    assert time == "2026-11-24T08:12:30.042Z"


def test_other_uuids_and_other_spellings_are_not_ours() -> None:
    event_id, _ = Stamps().next()
    assert not any(
        is_uuid7(text) for text in (str(uuid.uuid4()), event_id.upper(), f"{{{event_id}}}", "", "x")
    )


@given(clock=st.lists(st.integers(0, 4_000_000_000_000), min_size=1, max_size=50))
def test_stamps_ascend_whatever_the_clock_does(clock: list[int]) -> None:
    readings = iter(clock)
    stamps = Stamps(lambda: next(readings))
    made = [stamps.next() for _ in clock]
    assert made == sorted(made)
    assert len({event_id for event_id, _ in made}) == len(made)


def test_more_ids_in_a_millisecond_than_the_counter_holds_still_ascend() -> None:
    stamps = Stamps(lambda: 1_000)
    made = [stamps.next() for _ in range(10_000)]
    assert made == sorted(made)
    assert made[-1][1] == rfc3339(1_002)


def test_threads_never_share_an_id() -> None:
    stamps = Stamps(lambda: 1_000)
    made: list[tuple[str, str]] = []
    threads = [
        threading.Thread(target=lambda: made.extend([stamps.next() for _ in range(500)])) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({event_id for event_id, _ in made}) == 2_000
