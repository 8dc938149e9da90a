"""`curves` forgets no extreme, costs little, is safe in threads, and leaves its last picture."""

import math
import re
import threading

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.widgets.curves import curves
from torchenstein_lab.widgets.curves_axes import ticks
from torchenstein_lab.widgets.curves_drawing import facts_of, families
from torchenstein_lab.widgets.curves_series import MOST, Series, bucket_of, thinned, whole

VALUES = st.floats(width=32) | st.sampled_from([math.nan, math.inf, -math.inf, 0.0])


@settings(max_examples=80, deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=1500), st.integers(1, 40))
def test_thinning_keeps_every_extreme_every_count_and_the_mean(values, most):
    series = Series()
    for step, value in enumerate(values):
        series.add(step, value)
    assert len(series.buckets) <= MOST
    for buckets in (series.buckets, thinned(series.buckets, most)):
        total = whole(buckets)
        finite = [value for value in values if math.isfinite(value)]
        assert (total.first, total.last) == (0, len(values) - 1)
        assert total.finite == len(finite)
        assert total.nan == sum(map(math.isnan, values))
        assert total.infinite == sum(map(math.isinf, values))
        if finite:
            assert total.low == min(finite)
            assert total.high == max(finite)
            scale = max(abs(value) for value in finite)
            assert total.mean == pytest.approx(math.fsum(finite) / len(finite), rel=1e-9, abs=1e-9 * scale)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=MOST + 1, max_size=4 * MOST))
def test_a_bucket_is_the_reduction_of_the_values_between_its_steps(values):
    series = Series()
    for step, value in enumerate(values):
        series.add(step, value)
    for bucket in series.buckets:
        inside = values[int(bucket.first) : int(bucket.last) + 1]
        assert len(inside) == bucket.finite <= series.per
        assert bucket.low == min(inside)
        assert bucket.high == max(inside)
        assert bucket.mean == pytest.approx(math.fsum(inside) / len(inside), abs=1e-6)
    assert sum(bucket.finite for bucket in series.buckets) == len(values)


@settings(max_examples=60, deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=600))
def test_anything_logged_can_be_drawn_small(values):
    run = curves({"loss": values})
    picture = run.picture
    assert picture.problem == ""
    assert "NaN" not in re.sub(
        r"<(b|strong)>.*?</\1>|aria-label=\"[^\"]*\"|<text.*?</text>", "", picture.drawing.html
    )
    assert len((picture.drawing.html + repr(picture)).encode()) <= 32 * 1024


def test_a_spike_in_a_long_run_is_seen():
    values = [1.0] * 20_000
    values[12_345] = 50.0
    curve = curves({"loss": values}).facts.curves[0]
    assert curve.total.high == 50.0
    assert "from 1 to 50" in repr(curves({"loss": values}))
    assert "band: from the least to the greatest" in curves({"loss": values}).picture.drawing.html


def test_nan_is_marked_counted_and_not_drawn_over():
    picture = curves({"loss": [3.0, 2.0, math.nan, 1.0, 0.5]}).picture
    assert "1 NaN" in repr(picture)
    assert "✕ 1 NaN" in picture.drawing.html
    assert picture.drawing.html.count('class="bad"') == 1
    line = re.search(
        r'<path class="mean" d="([^"]*)" stroke="var\(--tl-c0\)"/><path class="bad"', picture.drawing.html
    )
    assert line[1].count("M") == 2


def test_the_sparkline_runs_from_the_least_to_the_greatest():
    assert "▁▃▅█" in repr(curves({"a": [0, 1, 2, 3.5]})) or "▁▃▅█" in repr(curves({"a": [0, 2, 4, 7]}))
    assert "✕" in repr(curves({"a": [0, math.nan, 1]}))


def test_train_and_validation_share_a_panel_and_a_scale():
    names = ["train_loss", "val_loss", "lr", "loss/test", "accuracy"]
    assert families(names) == {
        "loss": ["train_loss", "val_loss", "loss/test"],
        "lr": ["lr"],
        "accuracy": ["accuracy"],
    }
    html = curves({name: [1, 2] for name in names}).picture.drawing.html
    assert html.count('class="tl-curves-panel"') == 3


def test_values_over_many_powers_of_ten_get_a_logarithmic_scale_that_says_so():
    html = curves({"loss": [1000.0, 10.0, 0.1]}).picture.drawing.html
    assert "loss, logarithmic" in html
    assert "logarithmic" not in curves({"loss": [1000.0, 10.0, -0.1]}).picture.drawing.html


@settings(max_examples=60, deadline=None)
@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9))
def test_ticks_are_round_few_and_inside(low, span):
    found = ticks(low, low + span, log=False)
    assert len(found) <= 6
    assert all(low <= tick <= low + span for tick in found)
    assert found == sorted(set(found))


def test_a_loop_logs_floats_tensors_and_dictionaries():
    run = curves()
    run.log(loss=torch.tensor(2.0, requires_grad=True))
    run.log({"loss": 1, "accuracy": torch.tensor([0.5])})
    run(loss=True)
    facts = run.facts
    assert {curve.name: curve.count for curve in facts.curves} == {"loss": 3, "accuracy": 1}
    assert [bucket.last for bucket in facts.curves[0].buckets] == [0, 1, 2]
    assert run.problem == ""


def test_a_step_says_where_a_value_stands():
    run = curves()
    run.log(loss=1.0, step=100)
    run.log(loss=0.5, step=torch.tensor(200))
    assert [bucket.last for bucket in run.facts.curves[0].buckets] == [100, 200]


def test_a_value_with_a_step_of_its_own_does_not_move_the_others_on():
    run = curves()
    for step in range(3):
        run.log(loss=1.0)
        run.log(accuracy=0.5, step=step)
    assert [[bucket.last for bucket in curve.buckets] for curve in run.facts.curves] == [[0, 1, 2], [0, 1, 2]]


@pytest.mark.parametrize("value", ["text", None, torch.zeros(2), object(), 1 + 2j, [1, 2]])
def test_what_is_no_number_is_named_and_stops_nothing(value):
    run = curves()
    run.log(loss=1.0, odd=value)
    assert run.problem == "'odd' is no single number, so it is not drawn."
    assert [curve.name for curve in run.facts.curves] == ["loss"]


def test_a_history_is_a_dictionary_of_lists_or_a_list_of_dictionaries():
    columns = curves({"loss": [3, 2, 1]})
    rows = curves([{"loss": 3}, {"loss": 2}, {"loss": 1}])
    assert columns.facts == rows.facts
    assert curves(torch.tensor([3.0, 2.0, 1.0])).facts.curves[0].name == "value"


def test_nothing_logged_is_a_sentence():
    assert repr(curves()) == "Training curves: nothing logged yet."
    assert "nothing logged yet" in curves(title="<b>").picture.drawing.html
    assert "<b><b>" not in curves(title="<b>").picture.drawing.html


def test_eight_threads_lose_no_value():
    run = curves()

    def work(number: int) -> None:
        for at in range(500):
            run.log({f"loss {number}": at, "shared": 1.0})

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts = {curve.name: curve.count for curve in run.facts.curves}
    assert counts == {"shared": 4000} | {f"loss {number}": 500 for number in range(8)}


def test_many_curves_stay_within_a_saved_notebook():
    run = curves()
    for step in range(3000):
        run.log({f"layer {n} norm": math.sin(step / (n + 1)) for n in range(40)})
    assert len(run.facts.curves) == 16
    assert "a picture holds 16 curves" in run.problem
    picture = run.picture
    size = len(picture.drawing.html) + len(repr(picture)) + len(str(picture.drawing.state))
    assert size <= 32 * 1024


def test_the_state_names_the_values_that_are_drawn():
    run = curves({"loss": [4.0, 2.0, 1.0]})
    (panel,) = run.picture.drawing.state["panels"]
    assert panel == {
        "from": 0,
        "to": 2,
        "curves": [{"name": "loss", "at": [0, 1, 2], "mean": [4, 2, 1], "low": [], "high": []}],
    }


def test_facts_hold_no_tensor():
    series = Series()
    series.add(0, float(torch.tensor(1.0)))
    assert facts_of("", {"loss": series}).curves[0].buckets == (bucket_of(0, 1.0),)
