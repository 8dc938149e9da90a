"""A picture has every form that a front end may want, never raises, and holds nothing alive."""

import gc
import json
import weakref

import pytest
import torch

from torchenstein_lab.widgets import any_front_end, live
from torchenstein_lab.widgets.drawing import Drawing, widget_html
from torchenstein_lab.widgets.picture import MIME, Picture, plain_text


def drawn() -> Drawing:
    return Drawing("two numbers", widget_html("show", "<b>1 2</b>", label="two <numbers>"), {"n": 2})


def failing() -> Drawing:
    raise RuntimeError("no ink")


def answer(subjects, request):
    (tensor,) = subjects
    if "at" not in request:
        raise ValueError("Say which element.")
    return {"value": str(tensor[request["at"]].item())}


def ask(picture: Picture, request: object) -> dict[str, object]:
    return live.reply({"picture": picture.id, "ask": 7, "request": request})


def test_the_bundle_holds_words_a_still_drawing_and_our_own_type():
    picture = Picture("show", drawn, plain=lambda: "plain")
    bundle = picture._repr_mimebundle_(include=None, exclude=None)
    assert bundle["text/plain"] == repr(picture) == "two numbers"
    assert "<script" not in bundle["text/html"]
    assert 'aria-label="two &lt;numbers&gt;"' in bundle["text/html"]
    assert bundle[MIME] == {"version": 1, "kind": "show", "id": picture.id, "state": {"n": 2}}
    json.dumps(bundle)


def test_a_drawing_that_fails_becomes_plain_text_and_says_why_to_the_author():
    picture = Picture("show", failing, plain=lambda: "plain")
    assert picture._repr_mimebundle_() == {"text/plain": "plain"}
    assert picture.problem == "RuntimeError: no ink"
    with pytest.raises(ValueError, match="only text: plain"):
        picture.widget()


def test_even_plain_text_that_fails_is_a_sentence():
    def fails() -> str:
        raise RuntimeError

    assert repr(Picture("show", failing, plain=fails)) == "There is no picture of this."


def test_a_failed_drawing_holds_nothing_alive():
    tensor = torch.zeros(3)
    alive = weakref.ref(tensor)

    def fails(shown=tensor):
        raise RuntimeError(shown)

    picture = Picture("show", fails, plain=lambda: "plain", subjects=[tensor], answer=answer)
    del tensor, fails
    gc.collect()
    assert alive() is None
    assert repr(picture) == "plain"


def test_what_cannot_write_itself_is_named_by_its_type():
    class Broken:
        def __repr__(self) -> str:
            raise ValueError

    assert plain_text(Broken()) == "<Broken>"
    assert plain_text("x" * 5000, limit=10) == "'" + "x" * 9 + "…"


def test_the_kernel_answers_as_long_as_the_tensor_lives():
    tensor = torch.arange(4)
    picture = Picture("show", drawn, plain=str, subjects=[tensor], answer=answer)
    assert ask(picture, {"at": 3}) == {"picture": picture.id, "ask": 7, "answer": {"value": "3"}}
    del tensor
    gc.collect()
    assert ask(picture, {"at": 3}) == {"picture": picture.id, "ask": 7, "gone": True}


def test_the_kernel_answers_after_the_picture_itself_is_gone():
    tensor = torch.arange(4)
    shown = Picture("show", drawn, plain=str, subjects=[tensor], answer=answer).id
    gc.collect()
    assert live.reply({"picture": shown, "ask": 1, "request": {"at": 0}})["answer"] == {"value": "0"}


@pytest.mark.parametrize("request_", [None, 3, "x", [], {}, {"at": 99}, {"at": "y"}])
def test_a_request_that_makes_no_sense_is_answered_with_a_sentence(request_):
    tensor = torch.arange(4)
    picture = Picture("show", drawn, plain=str, subjects=[tensor], answer=answer)
    assert str(ask(picture, request_)["problem"]).endswith(".")


def test_a_picture_of_what_cannot_be_watched_stays_still():
    picture = Picture("show", drawn, plain=str, subjects=[[1, 2]], answer=answer)
    assert ask(picture, {"at": 0})["gone"]


def test_only_so_many_pictures_are_answered_for():
    tensor = torch.arange(4)
    ids = [
        Picture("show", drawn, plain=str, subjects=[tensor], answer=answer).id for _ in range(live.MOST + 1)
    ]
    replies = [live.reply({"picture": ids[n], "ask": 1, "request": {"at": 0}}) for n in (0, 1, -1)]
    assert [("gone" in reply) for reply in replies] == [True, False, False]


def test_vs_code_and_colab_get_the_script_with_an_anywidget(monkeypatch):
    tensor = torch.arange(4)
    picture = Picture("show", drawn, plain=str, subjects=[tensor], answer=answer)
    monkeypatch.setattr("torchenstein_lab.widgets.picture.needs_anywidget", lambda: True)
    bundle = picture._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}
    widget = picture.widget()
    assert widget.html == bundle["text/html"]
    assert widget.state == {"n": 2}
    assert widget.ask({"at": 2}, [])[0]["answer"] == {"value": "2"}


def test_a_sent_script_imports_nothing_and_ends_in_one_default_export():
    for script in any_front_end._FOLDER.glob("*.js"):
        if any_front_end._DEFAULT in script.read_text():
            sent = any_front_end.script_of(script.stem)
            assert "import " not in sent.replace("import('", "")
            assert sent.count("export ") == 1
