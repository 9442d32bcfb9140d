/** How long each way to take files home will need on a line that was measured. */

import { seconds } from "../../kit/units";

export interface Line {
  /** Milliseconds there and back. */
  readonly latency_ms: number;
  /** Bytes a second, one stream. */
  readonly down_bytes_per_s: number;
  /** Bytes a second, four streams together. */
  readonly together_bytes_per_s: number;
  readonly up_bytes_per_s: number;
}

/** The window of OpenSSH's client: so much may be on its way at once. */
const SFTP_WINDOW_BYTES = 2 * 1024 * 1024;

export function speedOf(way: string, line: Line): number {
  const together = Math.max(line.together_bytes_per_s, line.down_bytes_per_s);
  if (way === "sftp") return Math.min(together, (SFTP_WINDOW_BYTES * 1000) / Math.max(line.latency_ms, 0.1));
  return way === "https" ? line.down_bytes_per_s : together;
}

export function durationOf_s(way: string, size_bytes: number, line: Line): number {
  return size_bytes / Math.max(speedOf(way, line), 1);
}

export function median(values: readonly number[]): number {
  const ordered = [...values].sort((one, other) => one - other);
  return ordered[Math.floor(ordered.length / 2)] ?? 0;
}

/** What to use: what the facility says, unless another way that it allows takes less than half as long. */
export function bestOf(
  ways: readonly { code: string; isBest: boolean }[],
  size_bytes: number,
  line: Line,
): string {
  const said = ways.find((way) => way.isBest) ?? ways[0];
  if (!said) return "";
  const timed = ways.map((way) => ({ code: way.code, time_s: durationOf_s(way.code, size_bytes, line) }));
  const fastest = timed.reduce((one, other) => (other.time_s < one.time_s ? other : one));
  const usual_s = durationOf_s(said.code, size_bytes, line);
  return usual_s > 60 && fastest.time_s < usual_s / 2 ? fastest.code : said.code;
}

/** How long one waits, in words: nobody plans by milliseconds. */
export function waitOf(time_s: number): string {
  return time_s < 1 ? "less than a second" : `about ${seconds(time_s)}`;
}
