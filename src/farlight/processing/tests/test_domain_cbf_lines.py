"""Headers that lack what DIALS insists on."""

from farlight.processing.domain.cbf_lines import complains_of_header, lines_to_add, with_lines
from farlight.science.images.phil import ImportHints

HEAD = """###CBF: VERSION 1.5
_array_data.header_contents
;
# Detector: PILATUS 300K
# Exposure_period 1.0 s
# Count_cutoff 1302749 counts
# Beam_xy ( 244, 308) pixels
# Wavelength 1.542 A
# Detector_distance 0.04 m
# Start_angle 0 deg
# Angle_increment 0.1 deg
;
"""


def without(*keywords: str) -> str:
    return "".join(line for line in HEAD.splitlines(keepends=True) if not any(f" {key}" in line for key in keywords))


def test_whole_header_lacks_nothing():
    assert lines_to_add(HEAD, ImportHints()) == ([], [])


def test_what_the_hints_tell_is_added():
    told = ImportHints(
        wavelength_angstrom=1.542, distance_mm=40.0, beam_center_px=(308.0, 244.5), oscillation_deg=(10.0, 0.1)
    )
    lacking = without("Wavelength", "Detector_distance", "Beam_xy", "Start_angle", "Angle", "Exposure", "Count")
    lines, untold = lines_to_add(lacking, told)
    assert untold == []
    assert lines == [
        "# Wavelength 1.542 A",
        "# Detector_distance 0.04 m",
        "# Beam_xy (244.5, 308) pixels",
        "# Start_angle 10 deg.",
        "# Angle_increment 0.1 deg.",
        "# Exposure_period 1.0 s",
        "# Count_cutoff 1000000 counts",
    ]


def test_what_nobody_tells_is_asked_for_once():
    lines, untold = lines_to_add(without("Wavelength", "Start_angle", "Angle_increment"), ImportHints())
    assert lines == []
    assert untold == ["geometry.beam.wavelength=… (Å)", "geometry.scan.oscillation=start,width (°)"]


def test_lines_stand_before_the_first_and_the_pixels_are_untouched():
    content = b"###CBF\r\n;\r\n# Detector: X\r\n;\r\n\x0c\x1a\x04\xd5\n# no line"
    assert with_lines(content, ["# Wavelength 1 A"]) == (
        b"###CBF\r\n;\r\n# Wavelength 1 A\r\n# Detector: X\r\n;\r\n\x0c\x1a\x04\xd5\n# no line"
    )
    assert with_lines(b"a\n# b", ["# c"]) == b"a\n# c\n# b"


def test_only_a_line_that_lacks_is_a_matter_of_headers():
    said = "KeyError: 'Please report this error to dials-support@lists.sourceforge.net: Wavelength'"
    assert complains_of_header(f"Traceback\n  ...\n{said}\n")
    assert not complains_of_header(said.replace("Wavelength", "something"))
    assert not complains_of_header("Sorry: no images")
