// A browser's ways to unpack overviews. Their colours are codes: they are not to be adapted to any screen.

/** Four bytes for each pixel, of which the first is the code. */
export interface Pixels {
  width: number;
  height: number;
  rgba: Uint8ClampedArray | Uint8Array;
}

/** An unpacked picture; whoever has it reads it, once, or closes it. */
export interface Picture {
  /** The bytes are to be used at once. */
  read(): Promise<Pixels>;
  close(): void;
}

export type ReadPicture = (blob: Blob) => Promise<Picture>;

/** WebCodecs where there are: they hand out bytes without a canvas between. Only on secure lines. */
export function pictureReader(): ReadPicture {
  return "ImageDecoder" in globalThis ? byDecoder() : byCanvas();
}

function byDecoder(): ReadPicture {
  let spare: Uint8Array | null = null;
  return async (blob) => {
    const decoder = new ImageDecoder({
      type: blob.type,
      data: await blob.arrayBuffer(),
      colorSpaceConversion: "none",
    });
    const { image } = await decoder.decode();
    decoder.close();
    return {
      async read() {
        const { codedWidth: width, codedHeight: height } = image;
        const bytes = width * height * 4;
        const rgba = spare?.byteLength === bytes ? spare : new Uint8Array(bytes);
        spare = null;
        await image.copyTo(rgba);
        image.close();
        spare = rgba;
        return { width, height, rgba };
      },
      close() {
        image.close();
      },
    };
  };
}

function byCanvas(): ReadPicture {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
  if (!context) throw new Error("This browser cannot read pictures in a worker.");
  return async (blob) => {
    const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
    return {
      read() {
        const { width, height } = bitmap;
        if (canvas.width !== width || canvas.height !== height)
          [canvas.width, canvas.height] = [width, height];
        context.drawImage(bitmap, 0, 0);
        bitmap.close();
        return Promise.resolve({ width, height, rgba: context.getImageData(0, 0, width, height).data });
      },
      close() {
        bitmap.close();
      },
    };
  };
}
