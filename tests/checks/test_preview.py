"""The small pictures in a verdict: one scale for both, even around zero, and what it means in words."""

import torch

from torchenstein_lab.checks.preview import preview_pair


def test_numbers_on_both_sides_of_zero_have_a_scale_that_is_even_around_it():
    expected, got = preview_pair(torch.tensor([-1.0, 0.0]), torch.tensor([0.0, 4.0]))
    assert (expected.levels, got.levels) == ((0.375, 0.5), (0.5, 1.0))
    assert expected.diverging
    assert got.diverging
    assert expected.limits == got.limits == ("−4", "4")


def test_numbers_on_one_side_of_zero_use_the_whole_scale():
    expected, got = preview_pair(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 5.0]))
    assert (expected.levels, got.levels) == ((0.0, 0.25), (0.5, 1.0))
    assert not expected.diverging
    assert expected.limits == ("1", "5")


def test_numbers_that_are_all_the_same_need_no_scale():
    expected, got = preview_pair(torch.ones(2), torch.ones(2))
    assert expected.limits is None
    assert got.levels == (0.5, 0.5)
