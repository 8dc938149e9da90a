"""Six windows

`x` is a tensor of shape (ROWS, COLUMNS). Which shape has each of these?

```python
a = x[K]
b = x[K:STOP, J]
c = x[2:99]
d = x[..., J]
e = x[:, None]
f = x[:][K]
```

Put the shapes into `a_shape` to `f_shape`, as tuples. If a line raises, put `"error"`.
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    choices,
    deal,
    expect,
    hints,
    promise,
    right,
    solution,
    starter,
    wrong,
)

kind = Kind.PREDICT
level = Level.APPRENTICE
objectives = ["predict the shape of any index made of integers, ranges, `...`, `None`, lists and masks"]


@deal
def fresh_table(dice):
    rows, columns, k = dice.randint(4, 5), dice.randint(6, 9), dice.randint(0, 2)
    return {
        "ROWS": rows,
        "COLUMNS": columns,
        "K": k,
        "STOP": k + 1,
        "J": dice.randint(0, 5),
        "ROW": (columns,),
        "COLUMN": (rows,),
        "REST": (rows - 2, columns),
        "INSERTED": (rows, 1, columns),
        "ROW_KEPT": (1, columns),
        "COLUMN_KEPT": (rows, 1),
        "AT_THE_END": (rows, columns, 1),
        "WHOLE": (rows, columns),
        "INVENTED": (97, columns),
    }


@choices
def a_shape(ROW, ROW_KEPT, COLUMN):
    return [repr(ROW), repr(ROW_KEPT), repr(COLUMN)]


@choices
def b_shape():
    return ["()", "(1,)", "(1, 1)", "(2,)"]


@choices
def c_shape(REST, INVENTED, WHOLE):
    return [repr(REST), repr(INVENTED), repr(WHOLE), "'error'"]


@choices
def d_shape(COLUMN, COLUMN_KEPT, ROW):
    return [repr(COLUMN), repr(COLUMN_KEPT), repr(ROW)]


@choices
def e_shape(INSERTED, WHOLE, AT_THE_END, COLUMN_KEPT):
    return [repr(INSERTED), repr(WHOLE), repr(AT_THE_END), repr(COLUMN_KEPT)]


@choices
def f_shape(ROW, COLUMN, WHOLE):
    return [repr(ROW), repr(COLUMN), repr(WHOLE)]


@starter
def six_blanks():
    a_shape = ...
    b_shape = ...
    c_shape = ...
    d_shape = ...
    e_shape = ...
    f_shape = ...


hints(
    "Take the directions one by one: is each asked *which*, or *from where to where*?",
    "An integer strikes its direction out. A range trims it, and one that runs over is cut. "
    "`None` puts in a new one.",
    "`x[:]` is all of `x` again; what stands in the next bracket starts at the first direction once more.",
)


def check(a_shape, b_shape, c_shape, d_shape, e_shape, f_shape, ROWS, COLUMNS, K, STOP, J):
    x = torch.zeros(ROWS, COLUMNS)
    with promise("`a`: a number strikes out"):
        expect(a_shape).equals(tuple(x[K].shape), loosely=True)
    with promise("`b`: a range of one, and a number"):
        expect(b_shape).equals(tuple(x[K:STOP, J].shape), loosely=True)
    with promise("`c`: a range that runs over"):
        expect(c_shape).equals(tuple(x[2:99].shape), loosely=True)
    with promise("`d`: the dots, and a number"):
        expect(d_shape).equals(tuple(x[..., J].shape), loosely=True)
    with promise("`e`: a new direction"):
        expect(e_shape).equals(tuple(x[:, None].shape), loosely=True)
    with promise("`f`: two brackets"):
        expect(f_shape).equals(tuple(x[:][K].shape), loosely=True)


@solution
def struck_out_trimmed_put_in():
    """`K` and `J` strike a direction out; `K:STOP` keeps its direction, with length 1. `2:99` is cut at the end.
    `...` stands for all that was not named. `None` puts in a length of 1 where it stands. And `x[:]` is `x` once more,
    so `[K]` is a row."""
    a_shape = ROW
    b_shape = (1,)
    c_shape = REST
    d_shape = COLUMN
    e_shape = INSERTED
    f_shape = ROW


@right
def as_lists():
    """The same lengths in square brackets."""
    a_shape = list(ROW)
    b_shape = [1]
    c_shape = list(REST)
    d_shape = list(COLUMN)
    e_shape = list(INSERTED)
    f_shape = list(ROW)


@right
def as_torch_says_it():
    """PyTorch's own type for shapes."""
    a_shape = torch.Size(ROW)
    b_shape = torch.Size([1])
    c_shape = torch.Size(REST)
    d_shape = torch.Size(COLUMN)
    e_shape = torch.Size(INSERTED)
    f_shape = torch.Size(ROW)


@wrong
def range_of_one_is_a_number():
    """In `b` you took the range of one for a number. A range keeps its direction, even with length 1."""
    a_shape = ROW
    b_shape = ()
    c_shape = REST
    d_shape = COLUMN
    e_shape = INSERTED
    f_shape = ROW


@wrong
def integer_keeps_its_place():
    """You kept a place of length 1 wherever a number stands. A number answers *which?*, and its direction is gone.
    Only a range keeps it."""
    a_shape = ROW_KEPT
    b_shape = (1, 1)
    c_shape = REST
    d_shape = COLUMN_KEPT
    e_shape = INSERTED
    f_shape = ROW_KEPT


@wrong
def end_is_included():
    """You counted the end of the range in `b`. As everywhere in Python, the end is left out."""
    a_shape = ROW
    b_shape = (2,)
    c_shape = REST
    d_shape = COLUMN
    e_shape = INSERTED
    f_shape = ROW


@wrong
def none_does_nothing():
    """In `e` you left `None` out. It puts in a new direction of length 1, there where it stands."""
    a_shape = ROW
    b_shape = (1,)
    c_shape = REST
    d_shape = COLUMN
    e_shape = WHOLE
    f_shape = ROW


@wrong
def none_goes_to_the_end():
    """You put the new direction of `e` at the end. It comes *where* `None` stands: after the first, before the second."""
    a_shape = ROW
    b_shape = (1,)
    c_shape = REST
    d_shape = COLUMN
    e_shape = AT_THE_END
    f_shape = ROW


@wrong
def chain_means_next_dimension():
    """In `f` you let the second bracket speak about the second direction. But `x[:]` is all of `x` again, and
    the next bracket begins with the first direction once more."""
    a_shape = ROW
    b_shape = (1,)
    c_shape = REST
    d_shape = COLUMN
    e_shape = INSERTED
    f_shape = COLUMN


@wrong
def running_over_is_an_error():
    """You expected an error in `c`. A *number* that runs over is an error; a *range* is cut at the end, without a word."""
    a_shape = ROW
    b_shape = (1,)
    c_shape = "error"
    d_shape = COLUMN
    e_shape = INSERTED
    f_shape = ROW


@wrong
def dots_mean_the_first():
    """In `d` you took row J. The dots stand for all directions that come *before* it, so J picks from the last one."""
    a_shape = ROW
    b_shape = (1,)
    c_shape = REST
    d_shape = ROW
    e_shape = INSERTED
    f_shape = ROW
