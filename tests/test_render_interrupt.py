import signal
import threading

import pytest

from dlvis.render.interrupt import interrupt_between_frames


def press_ctrl_c():
    signal.raise_signal(signal.SIGINT)


def reached(presses, playing):
    """How far a drawing comes in which Ctrl-C is pressed so often, and whether it was told in the end."""
    steps = []
    try:
        with interrupt_between_frames(lambda: playing) as obey:
            for _ in range(presses):
                press_ctrl_c()
            steps.append("the end of the frame")
            obey()
            steps.append("the next frame")
    except KeyboardInterrupt:
        steps.append("interrupted")
    return steps


def test_without_ctrl_c_all_is_drawn():
    assert reached(0, playing=True) == ["the end of the frame", "the next frame"]


def test_ctrl_c_waits_for_the_end_of_the_frame():
    assert reached(1, playing=True) == ["the end of the frame", "interrupted"]


def test_ctrl_c_does_not_wait_where_nothing_plays():
    assert reached(1, playing=False) == ["interrupted"]


def test_a_second_ctrl_c_does_not_wait():
    assert reached(2, playing=True) == ["interrupted"]


def test_ctrl_c_in_the_last_frame_is_not_lost():
    with pytest.raises(KeyboardInterrupt), interrupt_between_frames(lambda: True):
        press_ctrl_c()


def test_the_handler_is_given_back():
    before = signal.getsignal(signal.SIGINT)
    with interrupt_between_frames(lambda: True):
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before


def test_another_thread_is_left_alone():
    done = []

    def work():
        with interrupt_between_frames(lambda: True) as obey:
            obey()
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done
