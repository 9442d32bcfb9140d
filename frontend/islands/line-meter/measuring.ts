/** Measures the line between this browser and the facility: a few seconds, and any moment it can be stopped. */

import { median, type Line } from "./estimates";

const PINGS = 7;
const DOWN_MS = 2000;
const UP_BYTES = [1 << 18, 1 << 21, 1 << 23];
const UP_ENOUGH_MS = 700;
const LARGE_BYTES = 1 << 29;

async function latency_ms(url: string, signal: AbortSignal): Promise<number> {
  const times: number[] = [];
  for (let number = 0; number < PINGS; number++) {
    const begin_ms = performance.now();
    await (await fetch(`${url}?bytes=1`, { cache: "no-store", signal })).arrayBuffer();
    times.push(performance.now() - begin_ms);
  }
  return median(times.slice(1));
}

async function taken(url: string, signal: AbortSignal): Promise<number> {
  let count = 0;
  try {
    const response = await fetch(`${url}?bytes=${LARGE_BYTES}`, { cache: "no-store", signal });
    const reader = response.body?.getReader();
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) return count;
      count += part.value.byteLength;
    }
  } catch {
    return count;
  }
}

/** Takes for two seconds with so many streams; bytes a second. */
async function down(url: string, streams: number, stop: AbortSignal): Promise<number> {
  const end = AbortSignal.any([stop, AbortSignal.timeout(DOWN_MS)]);
  const begin_ms = performance.now();
  const counts = await Promise.all(Array.from({ length: streams }, () => taken(url, end)));
  stop.throwIfAborted();
  const passed_s = (performance.now() - begin_ms) / 1000;
  return counts.reduce((sum, count) => sum + count, 0) / passed_s;
}

async function up(url: string, token: string, signal: AbortSignal): Promise<number> {
  let speed = 0;
  for (const size of UP_BYTES) {
    const body = new Uint8Array(size);
    for (let place = 0; place < size; place += 65536) {
      crypto.getRandomValues(body.subarray(place, Math.min(place + 65536, size)));
    }
    const begin_ms = performance.now();
    await fetch(url, { method: "POST", body, signal, headers: { "X-CSRFToken": token } });
    const passed_ms = performance.now() - begin_ms;
    speed = (1000 * size) / Math.max(passed_ms, 1);
    if (passed_ms > UP_ENOUGH_MS) return speed;
  }
  return speed;
}

export async function measure(
  url: string,
  token: string,
  stop: AbortSignal,
  say: (words: string) => void,
): Promise<Line> {
  say("latency …");
  const there_ms = await latency_ms(url, stop);
  say("download, one stream …");
  const one = await down(url, 1, stop);
  say("download, four streams …");
  const together = await down(url, 4, stop);
  say("upload …");
  const sent = await up(url, token, stop);
  return {
    latency_ms: there_ms,
    down_bytes_per_s: one,
    together_bytes_per_s: together,
    up_bytes_per_s: sent,
  };
}
