"""What odd and hostile devices say of themselves, and what is asked of them all the same: without a network."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import escl_address, escl_verdict, escl_words, escl_xml
from deskapp.devices.scanner.contract import Mode, Paper, ScanRequest
from deskapp.devices.scanner.escl_address import Address
from deskapp.devices.scanner.escl_verdict import Course
from deskapp.devices.scanner.escl_words import Capabilities, Intake, Job, Status, Wanted
from deskapp.failures import DeviceTrouble
from tests.fakes.escl import words


def read(text: str) -> escl_xml.Node:
    return escl_xml.read(text.encode())


def told(body: str) -> Capabilities:
    found = escl_words.capabilities(read(f"<ScannerCapabilities>{body}</ScannerCapabilities>"))
    assert found is not None
    return found


def way_in(
    *, modes: frozenset[Mode] = frozenset(Mode), formats: tuple[str, ...] = ("image/jpeg",), extended: bool = False,
    least: tuple[int, int] = (0, 0), most: tuple[int, int] = (0, 0), resolutions: tuple[int, ...] = (100, 300, 600),
) -> Intake:  # fmt: skip
    return Intake(modes, resolutions, frozenset(formats), extended, least, most)


def able(*, glass: Intake | None = None, feeder: Intake | None = None, duplex: Intake | None = None) -> Capabilities:
    return Capabilities("Hall Scanner", "2.63", glass, feeder, duplex)


# The document


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "<a>", "</a>", "<a/><b/>", "<a></b>", "<a b='1' b='2'/>", "<x:a/>", "<a>&nobody;</a>",
        "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<!DOCTYPE a SYSTEM 'http://192.0.2.1/a.dtd'><a/>", "<?xml version='1.0' encoding='nobody-knows'?><a/>",
        "<a>" * 33 + "</a>" * 33, f"<a>{'<b/>' * 20_000}</a>", f"<a>{' ' * escl_xml.MOST_BYTES}</a>",
    ],
    ids=range(16),
)  # fmt: skip
def test_what_a_scanner_has_no_reason_to_send_is_no_document(text: str) -> None:
    with pytest.raises(escl_xml.NotXml):
        read(text)


def test_a_document_may_be_as_deep_and_as_full_as_one_with_reason_is() -> None:
    node = read("<a>" * 32 + "</a>" * 32)
    assert len(list(node.every("a"))) == 31
    assert len(read(f"<a>{'<b/>' * 19_999}</a>").children) == 19_999


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "iso-8859-1"])
def test_a_name_is_read_in_whatever_letters_it_was_written(coding: str) -> None:
    text = f"<?xml version='1.0' encoding='{coding}'?><a><Make>Bürö é</Make></a>"
    assert escl_xml.read(text.encode(coding)).word("Make") == "Bürö é"


def test_the_namespaces_of_a_device_are_its_own_and_the_names_are_not() -> None:
    node = read("<p:a xmlns:p='urn:x' xmlns='urn:z'><State> Idle\n</State><q:State xmlns:q='w'>Down</q:State></p:a>")
    assert node.name == "a"
    assert node.words("State") == ["Idle", "Down"]
    assert (node.word("State"), node.word("state")) == ("Idle", "")


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(inner, max_size=3).map(lambda some: f"<n>{''.join(some)}</n>")


@given(st.recursive(st.just("<n/>"), nested))
def test_each_element_is_met_once_and_the_outer_before_the_inner(text: str) -> None:
    node = read(f"<root>{text}</root>")
    assert len(list(node.every("n"))) == text.count("<n>") + text.count("<n/>")
    assert node.first("n") is node.children[0]


# The capabilities

PLATEN = "<PlatenInputCaps>{}</PlatenInputCaps>"


@pytest.mark.parametrize(
    "text",
    ["<ScannerStatus/>", "<html><body>ScannerCapabilities</body></html>", "<ScannerCapabilities/>",
     "<scannercapabilities><PlatenInputCaps/></scannercapabilities>",
     "<x><ScannerCapabilities><PlatenInputCaps/></ScannerCapabilities></x>",
     "<ScannerCapabilities><AdfOption>Duplex</AdfOption></ScannerCapabilities>"],
)  # fmt: skip
def test_what_has_no_way_in_is_no_scanner(text: str) -> None:
    assert escl_words.capabilities(read(text)) is None


def test_a_device_that_tells_its_feeder_for_both_sides_only_has_a_feeder() -> None:
    found = told("<Adf><AdfDuplexInputCaps><MaxWidth>2550</MaxWidth></AdfDuplexInputCaps></Adf>")
    assert found.feeder == found.duplex
    assert found.glass is None
    assert found.abilities.feeder
    assert found.abilities.duplex


@pytest.mark.parametrize(
    ("modes", "meant"),
    [
        ("", set(Mode)),
        ("<ColorMode>RGB24</ColorMode>", {Mode.COLOR}),
        ("<ColorMode> Grayscale8 </ColorMode><ColorMode>BlackAndWhite1</ColorMode>", {Mode.GRAY}),
        ("<ColorMode>BlackAndWhite1</ColorMode>", set()),
        ("<ColorMode/>", set()),
    ],
)
def test_the_colours_are_those_that_are_told_and_both_where_none_is(modes: str, meant: set[Mode]) -> None:
    assert told(PLATEN.format(modes)).abilities.modes == meant


def test_profiles_that_are_told_once_are_those_of_every_way_in() -> None:
    found = told(
        "<PlatenInputCaps/><AdfSimplexInputCaps><ColorMode>Grayscale8</ColorMode></AdfSimplexInputCaps><Profiles>"
        "<ColorMode>RGB24</ColorMode><DocumentFormat>IMAGE/PNG</DocumentFormat></Profiles>"
    )
    assert found.glass is not None
    assert found.feeder is not None
    assert found.feeder.modes == {Mode.GRAY}
    assert found.glass.formats == {"image/png"}
    assert found.feeder.formats == frozenset()


def dots(across: object, down: object) -> str:
    return (
        f"<DiscreteResolution><XResolution>{across}</XResolution><YResolution>{down}</YResolution></DiscreteResolution>"
    )


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        (dots(600, 600) + dots(150, 150) + dots(600, 600), (150, 600)),
        (dots(600, 300) + dots(200, 200), (200,)),
        (dots(600, 300), (300,)),
        (dots(0, 0) + dots(9601, 9601) + dots(9600, 9600), (9600,)),
        (dots(-300, -300) + dots("3e2", "3e2") + dots("٣٠٠", "٣٠٠") + dots("", ""), (300,)),
        (dots("1" * 5000, "1" * 5000), (300,)),
    ],
)
def test_only_resolutions_that_can_be_are_kept_in_their_order(body: str, meant: tuple[int, ...]) -> None:
    assert told(PLATEN.format(body)).abilities.resolutions == meant


def test_a_range_in_steps_is_asked_for_in_its_steps() -> None:
    span = "<XResolutionRange><Min>100</Min><Max>600</Max><Step>50</Step></XResolutionRange>"
    found = told(PLATEN.format(f"<ResolutionRange>{span}</ResolutionRange>"))
    assert [found.abilities.nearest_dpi(wish) for wish in (1, 100, 301, 9600)] == [100, 100, 350, 600]


def test_ways_in_that_differ_can_together_what_any_of_them_can() -> None:
    gray = way_in(resolutions=(200, 600), modes=frozenset({Mode.GRAY}))
    both = able(glass=way_in(resolutions=(600, 1200)), feeder=gray)
    assert both.abilities.resolutions == (200, 600, 1200)
    assert both.abilities.modes == set(Mode)


# The status


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ("", Status("", "")),
        ("<State>Idle</State>", Status("Idle", "")),
        ("<AdfState>\n ScannerAdfJam\t</AdfState>", Status("", "ScannerAdfJam")),
        ("<JobInfo/><JobInfo><JobUri>/a/1</JobUri></JobInfo>", Status("", "", (Job("", ""), Job("/a/1", "")))),
    ],
)
def test_a_status_tells_as_much_as_it_has(body: str, meant: Status) -> None:
    assert escl_words.status(read(f"<ScannerStatus>{body}</ScannerStatus>")) == meant


def test_capabilities_are_no_status() -> None:
    assert escl_words.status(read(words.capabilities())) is None


def test_of_two_jobs_of_one_name_the_first_is_told_and_no_part_of_a_name_is_a_name() -> None:
    status = Status("Idle", "", (Job("http://other/eSCL/ScanJobs/12/", "Completed"), Job("12", "Aborted")))
    assert status.job("/eSCL/ScanJobs/12") == "Completed"
    assert status.job("/eSCL/ScanJobs/2") == ""


# Addresses


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("HTTP://Hall-4:80/", "escl:http://hall-4/eSCL"),
        ("https://h:443///", "escl:https://h/eSCL"),
        ("http://h:443/eSCL", "escl:http://h:443/eSCL"),
        ("https://h:80", "escl:https://h:80/eSCL"),
        ("h:65535/a(1)~b", "escl:http://h:65535/a(1)~b"),
        ("[::1]:8080", "escl:http://[::1]:8080/eSCL"),
        ("[2001:DB8:0::7]", "escl:http://[2001:db8::7]/eSCL"),
        ("4b", "escl:http://4b/eSCL"),
        ("office_2b", "escl:http://office_2b/eSCL"),
        ("h/.well-known/..a", "escl:http://h/.well-known/..a"),
    ],
)
def test_one_address_has_one_name(said: str, name: str) -> None:
    assert escl_address.read(said).name == name


@pytest.mark.parametrize(
    "said",
    ["..", ".", ".a", "a.", "a..b", "-a.b", "a-.b", "[::1].x", "[::1]x:80", "x[::1]", "[::1", "[::1]]", "[:::]",
     "[1.2]", "1.2.3", "1.2.3.256", "01.2.3.4", "h.1", "0",
     "h:65536", "h:-1", "h:8 0", "2001:db8::7", "[fe80::1%eth0]", "[h]", "h-", "h_", "h//eSCL", "h/eSCL//x",
     "h/./x", "h/..", "h?", "h#", "h/a b", "h/a\\b", 'h/"', "h/<x>", "h\t", "@h", "a@h", "://h", "escl:http://h",
     "https:h", "javascript://h", "h/é", "h\x00", "h\x7f"],
)  # fmt: skip
def test_what_only_looks_like_an_address_is_none(said: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - by `urlsplit` or by us
        escl_address.read(said)


_HOSTS = st.one_of(
    st.from_regex(r"([0-9a-z]([0-9a-z-]{0,8}[0-9a-z])?\.){0,3}[a-z]([0-9a-z-]{0,8}[0-9a-z])?", fullmatch=True),
    st.ip_addresses().map(str),
)


@given(
    st.booleans(), _HOSTS, st.integers(1, 65535),
    st.from_regex(r"(/[a-z0-9_~-]{1,8}){1,3}", fullmatch=True),
)  # fmt: skip
def test_an_address_is_found_again_by_its_name(secure: bool, host: str, port: int, root: str) -> None:
    address = Address(secure, host, port, root)
    assert escl_address.is_one(address.name)
    assert escl_address.read(address.name.removeprefix("escl:")) == address
    assert address.place.endswith(f":{port}") == (port != (443 if secure else 80))


@pytest.mark.parametrize("source", ["", "escl", "ESCL:http://h", "sane:escl:http://h", " escl:h", "folder:escl:"])
def test_other_sources_are_no_scanner_in_the_network(source: str) -> None:
    assert not escl_address.is_one(source)


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("http://192.168.1.20/eSCL/ScanJobs/1", "/eSCL/ScanJobs/1"),
        ("https://elsewhere:1/eSCL/ScanJobs/1/?a#b", "/eSCL/ScanJobs/1"),
        ("//elsewhere/eSCL/ScanJobs/1", "/eSCL/ScanJobs/1"),
        ("/eSCL/ScanJobs/1///", "/eSCL/ScanJobs/1"),
        ("1", "/eSCL/ScanJobs/1"),
        ("ScanJobs/1", "/eSCL/ScanJobs/1"),
        ("", ""), ("/", ""), ("http://h", ""), ("..", ""), ("a/..", ""), ("/eSCL/../admin", ""), ("http://[::1", ""),
        ("/a b", ""), ("/é", ""), ("/a//b", ""), ("/a\x00", ""), ("/" + "x" * 1000, ""),
    ],
)  # fmt: skip
def test_a_job_is_where_the_device_said_but_never_elsewhere(location: str, path: str) -> None:
    assert escl_words.job_path(location, "/eSCL") == path


@given(st.text(max_size=40))
def test_whatever_a_device_says_a_job_is_a_plain_path_or_none(location: str) -> None:
    path = escl_words.job_path(location, "/eSCL")
    assert path == "" or escl_address.plain_path(path)


# What is asked


@pytest.mark.parametrize(
    ("scanner", "request_", "code"),
    [
        (able(glass=way_in()), ScanRequest(duplex=True, feeder=True), ScannerCode.NO_DUPLEX),
        (able(glass=way_in(), feeder=way_in()), ScanRequest(duplex=True), ScannerCode.NO_DUPLEX),
        (able(glass=way_in()), ScanRequest(feeder=True), ScannerCode.NO_FEEDER),
        (able(glass=way_in(modes=frozenset({Mode.GRAY}))), ScanRequest(), ScannerCode.NO_SUCH_MODE),
        (able(glass=way_in(), feeder=way_in(modes=frozenset())), ScanRequest(feeder=True), ScannerCode.NO_SUCH_MODE),
        (able(glass=way_in(formats=("application/pdf",))), ScanRequest(), ScannerCode.NO_SUCH_MODE),
    ],
)
def test_what_a_device_has_not_is_not_asked_of_it(
    scanner: Capabilities, request_: ScanRequest, code: ScannerCode
) -> None:
    with pytest.raises(DeviceTrouble) as refused:
        escl_words.settled(scanner, request_)
    assert refused.value.code == code


GLASS, FEEDER, DUPLEX = way_in(most=(1, 1)), way_in(most=(2, 2)), way_in(most=(3, 3))
WHOLE = able(glass=GLASS, feeder=FEEDER, duplex=DUPLEX)


@pytest.mark.parametrize(
    ("scanner", "request_", "intake", "feeder", "most"),
    [
        (WHOLE, ScanRequest(max_pages=9), GLASS, False, 1),
        (WHOLE, ScanRequest(feeder=True), FEEDER, True, None),
        (WHOLE, ScanRequest(feeder=True, max_pages=9), FEEDER, True, 9),
        (WHOLE, ScanRequest(duplex=True, max_pages=4), DUPLEX, True, 4),
        (able(feeder=FEEDER), ScanRequest(), FEEDER, True, 1),
    ],
)
def test_each_request_goes_its_own_way_in(
    scanner: Capabilities, request_: ScanRequest, intake: Intake, feeder: bool, most: int | None
) -> None:
    wanted = escl_words.settled(scanner, request_)
    assert wanted.intake is intake
    assert (wanted.feeder, wanted.duplex, wanted.most) == (feeder, request_.duplex, most)


@pytest.mark.parametrize(
    ("formats", "kind"),
    [((), "image/jpeg"), (("image/tiff", "image/png"), "image/png"), (("application/pdf", "image/tiff"), "image/tiff"),
     (("image/png", "image/jpeg"), "image/jpeg")],
)  # fmt: skip
def test_pictures_come_in_the_kind_we_like_best_of_those_it_has(formats: tuple[str, ...], kind: str) -> None:
    assert escl_words.settled(able(glass=way_in(formats=formats)), ScanRequest()).media_type == kind


@pytest.mark.parametrize(
    ("paper", "least", "most", "size"),
    [
        (Paper.A4, (0, 0), (0, 0), (2480, 3508)),
        (Paper.A3, (0, 0), (0, 0), (3508, 4961)),
        (Paper.A3, (0, 0), (2550, 4200), (2550, 4200)),
        (Paper.CARD, (0, 0), (2550, 4200), (1011, 638)),
        (Paper.CARD, (1200, 700), (2550, 4200), (1200, 700)),
        (Paper.A5, (0, 0), (0, 2000), (1748, 2000)),
    ],
)
def test_as_much_paper_is_read_as_lies_there_and_goes_through(
    paper: Paper, least: tuple[int, int], most: tuple[int, int], size: tuple[int, int]
) -> None:
    wanted = escl_words.settled(able(glass=way_in(least=least, most=most)), ScanRequest(paper=paper))
    assert (wanted.width, wanted.height) == size


@pytest.mark.parametrize(("wish", "dpi"), [(1, 100), (100, 100), (101, 300), (300, 300), (601, 600), (9600, 600)])
def test_no_fewer_dots_are_asked_for_than_were_wished_if_it_can_be_helped(wish: int, dpi: int) -> None:
    assert escl_words.settled(WHOLE, ScanRequest(dpi=wish)).dpi == dpi


def wanted(*, feeder: bool, extended: bool = False, version: str = "2.63") -> Wanted:
    intake = way_in(extended=extended)
    return Wanted(intake, version, feeder, False, Mode.COLOR, 300, 10, 20, "image/png", None)


def test_the_glass_is_told_nothing_of_sides_and_an_old_device_nothing_of_new_words() -> None:
    plain, new = (escl_words.worded(wanted(feeder=on, extended=on)).decode() for on in (False, True))
    assert "Duplex" not in plain
    assert "DocumentFormatExt" not in plain
    assert "<pwg:InputSource>Platen<" in plain
    assert "<scan:Duplex>false<" in new
    assert "<scan:DocumentFormatExt>image/png<" in new
    order = ["Version", "ScanRegions", "InputSource", "ColorMode", "DocumentFormat", "XResolution", "YResolution"]
    assert [node.name for node in read(plain).children] == order


@pytest.mark.parametrize(
    ("claimed", "said"), [("2.63", "2.63"), ("2", "2"), ("", "2.0"), ("...", "2.0"), ("2.0b", "2.0"), ("²", "2.0")]
)
def test_a_version_that_is_none_is_the_first_that_all_know(claimed: str, said: str) -> None:
    assert read(escl_words.worded(wanted(feeder=True, version=claimed)).decode()).word("Version") == said


@pytest.mark.parametrize(
    ("code", "status", "feeder", "course"),
    [
        (503, None, True, Course.AGAIN),
        (503, Status("Idle", "ScannerAdfEmpty"), True, ScannerCode.EMPTY),
        (503, Status("Idle", "ScannerAdfEmpty"), False, Course.AGAIN),
        (409, None, True, ScannerCode.EMPTY),
        (409, Status("Idle", ""), True, ScannerCode.EMPTY),
        (409, Status("Processing", "ScannerAdfLoaded"), True, ScannerCode.BUSY),
        (409, None, False, ScannerCode.BUSY),
        (401, Status("Idle", "ScannerAdfEmpty"), True, ScannerCode.ACCESS_DENIED),
        (403, Status("Idle", "ScannerAdfJam"), True, ScannerCode.JAMMED),
        (201, Status("Idle", "ScannerAdfMultipickDetected"), True, ScannerCode.DOUBLE_FEED),
        (400, Status("Idle", "ScannerAdfLoaded"), True, ScannerCode.FAILED),
    ],
)
def test_what_it_means_that_no_job_was_begun(
    code: int, status: Status | None, feeder: bool, course: Course | ScannerCode
) -> None:
    assert escl_verdict.without_job(code, status, feeder=feeder) == course
