/** Pictures of the thing in the hand: made small on the phone, and sent when there is network, like any scan. */

import type { Work } from "./work";

const LONGEST_SIDE_PX = 1600;
const QUALITIES = [0.82, 0.6, 0.4];
/** Characters in base64 that a request has room for. */
const MOST_CHARACTERS = 2_000_000;

/** Draws a picture anew, which also leaves behind what the camera noted of the place; base64 of a JPEG. */
export async function shrunk(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const texts = QUALITIES.map((quality) => canvas.toDataURL("image/jpeg", quality).split(",")[1] ?? "");
  return texts.find((text) => text.length <= MOST_CHARACTERS) ?? texts.at(-1) ?? "";
}

/** Lets the phone's camera app take a picture whenever there is a parcel in the hand. */
export function bindPhotograph(input: HTMLInputElement, work: Work): void {
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    shrunk(file)
      .then((picture) => work.photograph(picture))
      .catch(() => {
        work.desk.refuse("This picture cannot be read. Take it again.");
      });
  });
}
