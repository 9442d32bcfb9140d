/** Desktops by RFB, drawn by noVNC; thumbnails of any. */

import RFB from "@novnc/novnc";
import { defineDesktop } from "./desktop";
import type { Heard, Screen } from "./screen";
import "./thumbnail";

const QUALITY = 8;

function rfbScreen(place: HTMLElement, socket: WebSocket, heard: Heard): Screen {
  const rfb = new RFB(place, socket, { shared: true });
  rfb.scaleViewport = true;
  rfb.showDotCursor = true;
  rfb.qualityLevel = QUALITY;
  rfb.background = "transparent";
  rfb.addEventListener("connect", () => {
    heard.seen();
  });
  rfb.addEventListener("clipboard", (event) => {
    heard.copied(event.detail.text);
  });
  return {
    letAct: (may) => {
      rfb.viewOnly = !may;
    },
    blur: () => {
      rfb.blur();
    },
    press: (keysym) => {
      rfb.sendKey(keysym, null);
    },
    paste: (text) => {
      rfb.clipboardPasteFrom(text);
    },
    close: () => {
      rfb.disconnect();
    },
  };
}

defineDesktop(rfbScreen);
