"""What somebody signs at the window: which papers, in which words, and whether what they drew is a signature at all.

Whoever signs must see what they sign. So the words are made here, from what is true of the case, in the language in
which they are read; their digest stands beside the signature, and a signature counts for a paper only as long as
nothing that stands on it has changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import hypot, inf, isfinite

from deskapp.failures import Refusal
from deskapp.rules.case import (
    Answered,
    ApplicantCorrected,
    Case,
    CaseFact,
    CommitmentMade,
    CorrectionRequested,
    How,
    MaterialDeferred,
    MaterialReceived,
    MaterialReturned,
    Signed,
)
from deskapp.rules.case_state import AT_THE_WINDOW, RUNNING, State
from deskapp.rules.material_state import Standing

RECEIPT, COMMITMENT, DEFERRAL = "receipt", "commitment", "deferral"
WITHDRAWN, PROOF = "withdrawn", "proof_of_service"
LEAST_LENGTH = 0.25  # of the height of the field, all strokes together: less is a dot or a slip of the hand
LEAST_SPREAD = 0.08  # of the height, between the outermost points
_CHANGES = (
    ApplicantCorrected, Answered, MaterialReceived, MaterialReturned, CommitmentMade, MaterialDeferred,
    CorrectionRequested,
)  # fmt: skip

Stroke = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class SignedLine:
    """A material as it stands in what is signed."""

    name: str
    standing: Standing
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the words are made of, for one case."""

    applicant: str
    item: str
    lines: tuple[SignedLine, ...] = ()
    result: str = ""


def papers_to_sign(case: Case) -> tuple[str, ...]:
    """The papers that carry the applicant's signature as this case stands; none where nothing is to be signed."""
    if case.state in AT_THE_WINDOW or case.state in RUNNING:
        how = {settled.how for settled in case.settled.values()}
        promised = [paper for done, paper in ((How.COMMITTED, COMMITMENT), (How.DEFERRED, DEFERRAL)) if done in how]
        return (RECEIPT, *promised)
    if case.state in (State.DECIDED, State.READY):
        return (PROOF,)
    return (WITHDRAWN,) if case.state is State.WITHDRAWN else ()


def words_to_sign(papers: Iterable[str], told: Sequence[Told], lang: str) -> str:
    """The words somebody puts their name to, in the language they read them in. One line for each thing said."""
    wanted = set(papers)
    say = _ZH if lang != "en" else _EN
    lines: list[str] = []
    for one in told:
        lines += [say["who"].format(name=one.applicant), say["item"].format(item=one.item)]
        if PROOF in wanted:
            lines.append(say["got"].format(result=one.result or one.item))
        if WITHDRAWN in wanted:
            lines.append(say["withdrawn"])
        if RECEIPT in wanted:
            lines += _listed(say["handed_in"], one, Standing.RECEIVED)
        if COMMITMENT in wanted:
            promised = _listed(say["promised"], one, Standing.COMMITTED)
            lines += [*promised, say["liable"]] if promised else []
        if DEFERRAL in wanted:
            lines += [
                say["later"].format(name=line.name, day=line.due.isoformat() if line.due else "—")
                for line in one.lines
                if line.standing is Standing.DEFERRED
            ]
    return "\n".join(lines)


def digest_of(text: str) -> str:
    """The digest that stands beside a signature: SHA-256 over the words in UTF-8, lower-case hex."""
    return sha256(text.encode()).hexdigest()


def counts_for(history: Iterable[CaseFact], paper: str) -> Signed | None:
    """The signature that this paper carries; None when there is none, or what was signed has changed since."""
    found: Signed | None = None
    for fact in history:
        if isinstance(fact, Signed) and paper in fact.papers:
            found = fact
        elif isinstance(fact, _CHANGES) and paper not in (PROOF, WITHDRAWN):
            found = None
    return found


def ask_strokes(strokes: Sequence[Stroke], height: float) -> None:
    """Ask whether this is a signature. Refusal `signing.empty`, or `signing.only_a_dot` for less than a name can be.

    A place that is none (not a number, or without end) was drawn by no hand: nothing with one in it is a signature.
    """
    points = [point for stroke in strokes for point in stroke]
    if not points:
        raise Refusal("signing.empty")
    length = sum(
        hypot(to[0] - at[0], to[1] - at[1])
        for stroke in strokes
        for at, to in zip(stroke, list(stroke)[1:], strict=False)
    )
    across = [x for x, _ in points]
    down = [y for _, y in points]
    spread = max(max(across) - min(across), max(down) - min(down))
    drawn = isfinite(length) and isfinite(spread) and 0 < height < inf
    if not drawn or length < LEAST_LENGTH * height or spread < LEAST_SPREAD * height:
        raise Refusal("signing.only_a_dot")


def _listed(heading: str, told: Told, standing: Standing) -> list[str]:
    names = [line.name for line in told.lines if line.standing is standing]
    return [heading.format(n=len(names)), *(f"· {name}" for name in names)] if names else []


_ZH = {
    "who": "申请人：{name}",
    "item": "事项：{item}",
    "handed_in": "交来材料 {n} 项，内容真实：",
    "promised": "以书面承诺代替材料 {n} 项，所承诺的事实真实：",
    "liable": "已知晓告知的内容，承诺不实的，愿意承担法律责任。",
    "later": "后补：{name}，{day} 前交齐。",
    "got": "已领取：{result}，名称、份数核对无误。",
    "withdrawn": "自愿撤回本申请，材料已退还。",
}
_EN = {
    "who": "Applicant: {name}",
    "item": "Item: {item}",
    "handed_in": "Handed in, and true in content ({n}):",
    "promised": "Declared in writing in place of a document, and true ({n}):",
    "liable": "I have understood what I was told, and answer by law for a false declaration.",
    "later": "To follow: {name}, by {day}.",
    "got": "Received: {result}; names and copies are right.",
    "withdrawn": "I withdraw this application of my own will; the documents were handed back.",
}
