/**
 * `<farlight-hdf5>`: what an HDF5 file holds, shown by H5Web.
 *
 * Attributes: `url` (where the operations of h5grove are), `file` (its name there), `path` (what to open first).
 */

import { App, H5GroveProvider } from "@h5web/app";
import { createElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { fetcher } from "./fetcher";

export class Hdf5View extends HTMLElement {
  private root: Root | null = null;

  connectedCallback(): void {
    const place = document.createElement("div");
    place.className = "fl-hdf5-place";
    this.replaceChildren(place);
    const url = new URL(this.getAttribute("url") ?? "", location.href).href;
    const filepath = this.getAttribute("file") ?? "";
    const app = createElement(App, {
      sidebarOpen: window.innerWidth > 700,
      initialPath: this.getAttribute("path") ?? "/",
    });
    this.root = createRoot(place);
    this.root.render(createElement(H5GroveProvider, { url, filepath, fetcher, children: app }));
  }

  disconnectedCallback(): void {
    this.root?.unmount();
    this.root = null;
  }
}

customElements.define("farlight-hdf5", Hdf5View);
