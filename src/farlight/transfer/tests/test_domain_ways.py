from dataclasses import replace

import pytest

from farlight.kernel.errors import NotAllowed
from farlight.transfer.domain.addresses import Scope
from farlight.transfer.domain.ways import Taking, refuse_what_is_too_large, ways_for
from farlight.transfer.types import GlobusDefinition, TransferDefinition

RUN = Scope(session="mx1-1", run=3)
GLOBUS = GlobusDefinition(client_id="c", gcs_address="g", mapped_collection="m", identity_domain="f.org")
ALL = TransferDefinition(https_most_bytes=50 * 10**9, sftp_host="files.example", sftp_port=2222, globus=GLOBUS)


def taking(size_bytes, files=10, globus_page="https://globus"):
    return Taking(
        scope=RUN, files=files, size_bytes=size_bytes, site="https://far.light", person="ada", globus_page=globus_page
    )


@pytest.mark.parametrize(
    ("what", "policy", "codes"),
    [
        (taking(10**6), ALL, ["https", "parallel", "sftp", "globus"]),
        (taking(10**10), ALL, ["parallel", "https", "sftp", "globus"]),
        (taking(10**10, files=5000), ALL, ["https", "parallel", "sftp", "globus"]),
        (taking(3 * 10**10), ALL, ["globus", "https", "parallel", "sftp"]),
        (taking(6 * 10**10, 5000, ""), ALL, ["parallel", "https", "sftp"]),
        (taking(3 * 10**10, globus_page=""), TransferDefinition(), ["parallel", "https"]),
    ],
)
def test_the_best_way_stands_first(what, policy, codes):
    ways = ways_for(what, policy)
    assert [way.code for way in ways] == codes
    assert [way.code for way in ways if way.is_best] == codes[:1]


def test_commands_are_ready():
    lines = {c.program: c.line for way in ways_for(taking(10**6), ALL) for c in way.commands}
    key = '"Authorization: Bearer $FARLIGHT_TOKEN"'
    run, name = "https://far.light/api/v1/sessions/mx1-1/runs/3", "mx1-1-run-003"
    assert lines == {
        "curl": f"curl -C - -fo {name}.tar -H {key} {run}/archive.tar",
        "wget": f"wget -c -O {name}.tar --header={key} {run}/archive.tar",
        "aria2": (
            f"curl -fo {name}.meta4 -H {key} {run}/files.meta4 && aria2c -x8 -j4 -c --header={key} -M {name}.meta4"
        ),
        "sftp": "sftp -P 2222 -ar ada@files.example:/mx1-1 .",
        "rclone": f"rclone copy -P --transfers 8 :sftp,host=files.example,port=2222,user=ada:/mx1-1 {name}",
    }


@pytest.mark.parametrize(
    ("policy", "better"),
    [
        (ALL, "Take it by Globus, or file by file with the Metalink."),
        (replace(ALL, globus=None), "Take it by SFTP, or file by file with the Metalink."),
        (
            TransferDefinition(https_most_bytes=1),
            "Take it in parts: run by run, folder by folder, or file by file with the Metalink.",
        ),
    ],
)
def test_what_is_too_large_is_refused_with_the_better_way(policy, better):
    with pytest.raises(NotAllowed) as refusal:
        refuse_what_is_too_large(RUN, 51 * 10**9, policy)
    (reason,) = refusal.value.reasons
    assert (reason.mend, reason.link) == (better, "/sessions/mx1-1/take/?run=3")


def test_without_a_limit_or_below_it_all_is_sent():
    refuse_what_is_too_large(RUN, 10**15, TransferDefinition())
    refuse_what_is_too_large(RUN, 10**9, ALL)
