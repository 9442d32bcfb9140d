/** Marks as stamps: drawn once, then copied, which without a GPU is many times faster than drawing each. */

type Context = CanvasRenderingContext2D;

export interface Shape {
  name: string;
  ink: string;
  /** Half the side of the square that it fits in, and the width of its line, in pixels of the canvas. */
  half: number;
  line: number;
  /** Draws its outline around the origin. */
  outline(context: Context, half: number): void;
}

export const CIRCLE = (context: Context, half: number): void => {
  context.arc(0, 0, half, 0, 2 * Math.PI);
};

export const SQUARE = (context: Context, half: number): void => {
  context.rect(-half, -half, 2 * half, 2 * half);
};

export const DIAMOND = (context: Context, half: number): void => {
  context.moveTo(-half, 0);
  context.lineTo(0, -half);
  context.lineTo(half, 0);
  context.lineTo(0, half);
  context.closePath();
};

export class Stamps {
  private readonly made = new Map<string, { key: string; picture: HTMLCanvasElement }>();

  /** Gives what puts the mark at a place of the canvas. */
  of(shape: Shape): (context: Context, x: number, y: number) => void {
    const side = 2 * Math.ceil(shape.half + shape.line);
    const picture = this.picture(shape, side);
    return (context, x, y) => {
      // Whole pixels are copied without being mixed.
      context.drawImage(picture, Math.round(x - side / 2), Math.round(y - side / 2));
    };
  }

  private picture(shape: Shape, side: number): HTMLCanvasElement {
    const key = `${shape.ink} ${shape.half} ${shape.line}`;
    const known = this.made.get(shape.name);
    if (known?.key === key) return known.picture;
    const picture = document.createElement("canvas");
    picture.width = picture.height = side;
    const context = picture.getContext("2d");
    if (context) {
      context.translate(side / 2, side / 2);
      context.strokeStyle = shape.ink;
      context.lineWidth = shape.line;
      context.beginPath();
      shape.outline(context, shape.half);
      context.stroke();
    }
    this.made.set(shape.name, { key, picture });
    return picture;
  }
}
