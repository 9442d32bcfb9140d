"""What scans say: found from their points, kept in rows, and written for people."""

from typing import Any

from pydantic import TypeAdapter

from farlight.runs.types import Findings
from farlight.science.absorption.edge_scans import NoEdgeFoundError, edge_findings
from farlight.science.absorption.spectra import spectrum_findings
from farlight.science.absorption.table import edge_named
from farlight.science.axis_scans import scan_findings
from farlight.science.scan_tables import ScanTable
from farlight.science.scans import AxisScan, EdgeScan, PointScan

_FINDINGS: TypeAdapter[Findings | None] = TypeAdapter(Findings | None)


def findings_from(record: Any) -> Findings | None:
    """Read what a run says from its row."""
    return _FINDINGS.validate_python(record)


def findings_record(findings: Findings | None) -> Any:
    """Write what a run says for its row."""
    return _FINDINGS.dump_python(findings, mode="json")


def found_in(layout: PointScan, table: ScanTable, energy_ev: float) -> tuple[Findings | None, str]:
    """Find out what a scan says; None, and why, when it says nothing."""
    match layout:
        case EdgeScan():
            return _edge(layout, table)
        case AxisScan():
            found = scan_findings(table.along, table.signal)
            return found, "" if found else "The scan shows no peak."
        case _ if table.signal.sum() <= 0:
            return None, "Not one photon was counted."
        case _:
            return spectrum_findings(table.along, table.signal, energy_ev), ""


def _edge(scan: EdgeScan, table: ScanTable) -> tuple[Findings | None, str]:
    edge = edge_named(scan.element, scan.edge)
    if edge is None:
        return None, f"No {scan.edge} edge of {scan.element} is known."
    try:
        return edge_findings(edge, table.along, table.signal, table.monitor), ""
    except NoEdgeFoundError as error:
        return None, str(error)
