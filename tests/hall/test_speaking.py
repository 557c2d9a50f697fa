"""The speaker at a board that a test turns over: in order, never two at once, no word of what was not said."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue

import pytest

from deskapp.devices.errors import VoiceCode
from deskapp.devices.voice.contract import CHIME
from deskapp.devices.voice.pretend import PretendVoice
from deskapp.failures import DeviceTrouble, Failure, LineTrouble, Refusal
from deskapp.hall.speaking import Speaker, SpeakerTerms
from deskapp.ids import TicketId, WindowId
from deskapp.jobs.lanes import Lanes
from deskapp.journal.chain import moment_text
from deskapp.protocol.board import BoardCall, CallBoard, CallWords, SpokenWords
from deskapp.rules.announcement import Phrase, announcement
from tests.waiting import eventually

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
TERMS = SpeakerTerms(name="east", user="board", password="demo")


def call(number: str, window: str = "3", *, nth: int = 1, ago: float = 0, here: bool = False) -> BoardCall:
    said = [CallWords(lang=p.lang, text=p.text, clips=p.clips) for p in announcement(number, window)]
    return BoardCall(
        ticket=TicketId(f"t-{number}"), number=number, window=WindowId(window), call=nth, here=here, say=said,
        called_at=moment_text(NOW - timedelta(seconds=ago)),
    )  # fmt: skip


@dataclass
class Board:
    """A centre's board that a test turns over; a failure put up cuts the line."""

    words: SimpleQueue[CallBoard | Failure | None] = field(default_factory=SimpleQueue)
    confirmed: list[tuple[TicketId, SpokenWords]] = field(default_factory=list)
    troubles: list[Failure] = field(default_factory=list)  # the next confirmations
    signed_in: list[str] = field(default_factory=list)
    wrong: bool = False
    closed: bool = False

    def show(self, *calls: BoardCall) -> None:
        self.words.put(CallBoard(hall="", calls=calls, queues=()))

    def sign_in(self, user: str, password: str) -> None:
        if self.wrong:
            raise Refusal("sign_in.wrong")
        self.signed_in.append(user)

    def boards(self) -> Iterator[tuple[CallBoard, datetime]]:
        while (told := self.words.get()) is not None:
            if isinstance(told, Failure):
                raise told
            yield told, NOW
        raise LineTrouble("line.down")

    def confirm(self, ticket: TicketId, words: SpokenWords) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.confirmed.append((ticket, words))

    def break_off(self) -> None:
        self.words.put(None)

    def close(self) -> None:
        self.closed = True


class SlowVoice(PretendVoice):
    """Says something as long as the test wants it to, and notices when two are said at once."""

    def __init__(self) -> None:
        super().__init__()
        self.saying = 0
        self.most_at_once = 0
        self.go_on = threading.Semaphore(0)

    def say(self, phrase: Phrase, volume: float) -> None:
        self.saying += 1
        self.most_at_once = max(self.most_at_once, self.saying)
        assert self.go_on.acquire(timeout=10)
        self.saying -= 1
        super().say(phrase, volume)


@dataclass
class Running:
    board: Board
    speaker: Speaker
    told: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def confirmed(self) -> list[tuple[str, int]]:
        return [(ticket, words.call) for ticket, words in self.board.confirmed]


@contextmanager
def speaking(voice: PretendVoice, terms: SpeakerTerms = TERMS, board: Board | None = None) -> Iterator[Running]:
    told: list[tuple[str, dict[str, object]]] = []

    def tell(code: str, values: Mapping[str, object]) -> None:
        told.append((code, dict(values)))

    shown = board or Board()
    speaker = Speaker(shown, voice, terms, tell)
    lanes = Lanes()
    ended = lanes.put("voice", lambda: speaker.run(lanes))
    try:
        yield Running(shown, speaker, told)
    finally:
        speaker.end()
        assert lanes.stop(10) == ()
    assert shown.closed
    ended.result()


def said(voice: PretendVoice) -> list[str]:
    return [phrase.text or "♪" for phrase, _ in voice.heard]


def texts(number: str, window: str = "3") -> list[str]:
    return [phrase.text for phrase in announcement(number, window)]


def test_a_call_is_said_in_both_languages_and_then_confirmed() -> None:
    voice = PretendVoice()
    with speaking(voice) as running:
        running.board.show(call("A001"))
        eventually(lambda: running.confirmed() == [("t-A001", 1)], "the confirmation")
        assert running.board.confirmed[0][1] == SpokenWords("east", 1)
    assert said(voice) == ["♪", *texts("A001")]
    assert ("speaker.said", {"number": "A001", "window": "3"}) in running.told


@pytest.mark.parametrize(("languages", "places"), [(("en", "zh"), [1, 0]), (("zh",), [0]), (("en",), [1])])
def test_languages_repeats_and_volume_are_as_set(languages: tuple[str, ...], places: list[int]) -> None:
    voice = PretendVoice()
    terms = SpeakerTerms(languages=languages, repeats=2, volume=0.3)
    with speaking(voice, terms) as running:
        running.board.show(call("A001", "12"))
        once = [texts("A001", "12")[place] for place in places]
        eventually(lambda: said(voice) == ["♪", *once, *once], "both times")
    assert {volume for _, volume in voice.heard} == {0.3}


def test_calls_that_come_while_one_is_said_wait_their_turn() -> None:
    voice = SlowVoice()
    with speaking(voice) as running:
        running.board.show(call("A001"))
        eventually(lambda: voice.saying, "the first word")
        running.board.show(call("A002", "5"), call("A001"))
        running.board.show(call("A003", "7"), call("A002", "5"), call("A001"))
        assert running.confirmed() == [], "nothing is confirmed before it was said to its end"
        for _ in range(9):
            voice.go_on.release()
        eventually(lambda: len(running.confirmed()) == 3, "all three")
    assert voice.most_at_once == 1
    assert [text for text in said(voice) if text != "♪"] == [*texts("A001"), *texts("A002", "5"), *texts("A003", "7")]


def test_after_a_cut_what_is_fresh_is_said_and_what_is_old_is_neither_said_nor_confirmed() -> None:
    voice = PretendVoice()
    with speaking(voice) as running:
        running.board.show(call("A001"))
        eventually(lambda: running.confirmed() == [("t-A001", 1)], "the first")
        running.board.words.put(LineTrouble("line.down"))
        running.board.show(call("A003", ago=20), call("A002", ago=300), call("A001"))
        eventually(lambda: ("t-A003", 1) in running.confirmed(), "the fresh one")
    assert running.confirmed() == [("t-A001", 1), ("t-A003", 1)]
    assert [code for code, _ in running.told if code.startswith(("line", "speaker.l"))] == [
        "speaker.listening", "line.down", "speaker.listening",
    ]  # fmt: skip


def test_who_has_come_while_another_was_said_is_not_called_after_the_fact() -> None:
    voice = SlowVoice()
    with speaking(voice) as running:
        running.board.show(call("A001"))
        eventually(lambda: voice.saying, "the first word")
        running.board.show(call("A002"), call("A001"))
        running.board.show(call("A003"), call("A002", here=True), call("A001"))
        for _ in range(6):
            voice.go_on.release()
        eventually(lambda: len(running.confirmed()) == 2, "the two who are still wanted")
    assert running.confirmed() == [("t-A001", 1), ("t-A003", 1)]


def test_what_could_not_be_said_is_told_and_not_confirmed_and_the_next_is_said() -> None:
    voice = PretendVoice(broken=VoiceCode.FAILED)
    with speaking(voice) as running:
        running.board.show(call("A001"))
        eventually(lambda: (VoiceCode.FAILED, {}) in running.told, "the trouble")
        voice.broken = None
        running.board.show(call("A002"), call("A001"))
        eventually(lambda: running.confirmed() == [("t-A002", 1)], "the next")


def test_without_an_account_it_speaks_and_confirms_nothing() -> None:
    voice = PretendVoice()
    with speaking(voice, SpeakerTerms()) as running:
        running.board.show(call("A001"))
        eventually(lambda: [code for code, _ in running.told if code == "speaker.said"], "the call")
    assert running.board.confirmed == []
    assert running.board.signed_in == []


def test_a_speaker_that_the_centre_has_forgotten_comes_in_anew_and_its_word_is_not_lost() -> None:
    board = Board(troubles=[Refusal("sign_in.needed")])
    with speaking(PretendVoice(), board=board) as running:
        board.show(call("A001"))
        eventually(lambda: running.confirmed() == [("t-A001", 1)], "the word")
    assert board.signed_in == ["board", "board"]


def test_a_word_that_the_line_lost_is_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskapp.hall.speaking._LONGEST_WAIT", 0.01)
    board = Board(troubles=[LineTrouble("line.down"), LineTrouble("line.slow")])
    with speaking(PretendVoice(), board=board) as running:
        board.show(call("A001"))
        eventually(lambda: running.confirmed() == [("t-A001", 1)], "the word")


def test_a_wrong_password_ends_it_with_the_reason() -> None:
    with pytest.raises(Refusal) as told, speaking(PretendVoice(), board=Board(wrong=True)) as running:
        eventually(running.speaker._ended.is_set, "the end")
    assert told.value.code == "sign_in.wrong"


@pytest.mark.parametrize("words", [
    [],
    [CallWords(lang="zh", text="请", clips=["zh/please", "../../etc/passwd"])],
    [CallWords(lang="zh", text="啊" * 5000, clips=["zh/please"])],
    [CallWords(lang="fr", text="Billet", clips=["fr/billet"])],
])  # fmt: skip
def test_a_stranger_puts_no_words_into_its_mouth(words: list[CallWords]) -> None:
    voice = PretendVoice()
    odd = BoardCall(**{**{name: getattr(call("A001"), name) for name in BoardCall.__slots__}, "say": words})
    with speaking(voice) as running:
        running.board.show(odd)
        eventually(lambda: any(code == VoiceCode.NO_LANGUAGE for code, _ in running.told), "the reason")
    assert voice.heard == []
    assert running.board.confirmed == []


def test_a_moment_that_is_none_is_a_strangers() -> None:
    odd = BoardCall(**{**{name: getattr(call("A001"), name) for name in BoardCall.__slots__}, "called_at": "soon"})
    with speaking(PretendVoice()) as running:
        running.board.show(odd)
        eventually(lambda: ("line.not_our_centre", {}) in running.told, "the reason")
        running.board.show(call("A002"))
        eventually(lambda: running.confirmed() == [("t-A002", 1)], "the next")


def test_a_voice_without_a_bell_speaks_all_the_same() -> None:
    voice = PretendVoice(languages=["zh"])
    with speaking(voice, SpeakerTerms(languages=("zh",))) as running:
        running.board.show(call("A001"))
        eventually(lambda: said(voice) == texts("A001")[:1], "the call")
    assert not voice.speaks(CHIME.lang)
    with pytest.raises(DeviceTrouble):
        voice.say(CHIME, 1.0)
