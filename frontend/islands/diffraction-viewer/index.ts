/** The diffraction viewer, as an element of the page. */

import { DiffractionViewer } from "./element/viewer";

customElements.define("diffraction-viewer", DiffractionViewer);
