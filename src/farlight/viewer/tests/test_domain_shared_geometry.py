"""What the browser's geometry is tested with is what Python computes."""

import json

from farlight.viewer.tests.shared_geometry import SHARED, cases


def test_the_browsers_cases_are_those_that_python_computes() -> None:
    assert json.loads(SHARED.read_text()) == json.loads(json.dumps(cases())), (
        "python -m farlight.viewer.tests.shared_geometry writes the file anew"
    )
