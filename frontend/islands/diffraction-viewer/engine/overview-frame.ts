// An overview on its way to the screen: a picture of codes becomes (approximate) shown counts at all scales.
import type { Manifest } from "../contract/manifest";
import { shownOfCodes } from "./companding";
import type { Machine } from "./kernels";
import type { Pixels } from "./pictures";
import { Pyramid } from "./pyramid";

export class OverviewFrame {
  readonly pyramid: Pyramid;
  private readonly rgba: number;
  private readonly table: number;
  private mask = 0;
  private isThere = false;

  constructor(
    private readonly machine: Machine,
    private readonly manifest: Manifest,
  ) {
    const rows = Math.ceil(manifest.shape[0] / manifest.pool);
    const columns = Math.ceil(manifest.shape[1] / manifest.pool);
    this.pyramid = new Pyramid(machine, rows, columns, manifest.pool);
    this.rgba = machine.heap.take(rows * columns * 4);
    this.table = machine.heap.take(512);
    machine.heap.u16(this.table, 256).set(shownOfCodes());
  }

  /** Takes the mask of the whole frame, which says better than a packed picture where gaps are. */
  useMask(frameMask: number): void {
    const { rows, columns } = this.pyramid.finest;
    const { kernels, heap } = this.machine;
    if (!this.mask) this.mask = heap.take(rows * columns);
    const [frameRows, frameColumns] = this.manifest.shape;
    kernels.pool_mask(frameMask, frameRows, frameColumns, this.manifest.pool, this.mask);
    if (this.isThere) this.showAgain();
  }

  /** Shows a picture that was unpacked; false when it is of another size than announced. */
  show(picture: Pixels): boolean {
    const { rows, columns } = this.pyramid.finest;
    if (picture.width !== columns || picture.height !== rows) return false;
    this.machine.heap.u8(this.rgba, rows * columns * 4).set(picture.rgba);
    this.isThere = true;
    this.showAgain();
    return true;
  }

  private showAgain(): void {
    const { at, rows, columns } = this.pyramid.finest;
    this.machine.kernels.show_codes(this.rgba, rows * columns, this.table, this.mask, at);
    this.pyramid.empty();
    this.pyramid.rowsAre(rows);
  }
}
