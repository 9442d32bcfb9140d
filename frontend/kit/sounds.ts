/** Sounds, off unless this browser's reader wants them: a chime for a result, a low note for what needs a look. */

const KEY = "farlight-sounds";
const RESULT_HZ = [660, 880];
const TROUBLE_HZ = [220, 196];

export function isOn(): boolean {
  return localStorage.getItem(KEY) === "on";
}

/** The notes for an event; none for most. */
export function notesFor(kind: string, detail: Record<string, unknown>): readonly number[] {
  if (kind === "processing-finished") return RESULT_HZ;
  const isBroken = detail.outcome === "failed" || detail.state === "failed";
  return kind === "processing-failed" || isBroken ? TROUBLE_HZ : [];
}

function play(notes: readonly number[]): void {
  if (notes.length === 0) return;
  const audio = new AudioContext();
  notes.forEach((frequency, index) => {
    const at = audio.currentTime + index * 0.16;
    const tone = new OscillatorNode(audio, { frequency });
    const loudness = new GainNode(audio, { gain: 0 });
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(0.12, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.4);
    tone.connect(loudness).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.45);
    if (index === notes.length - 1) tone.onended = () => void audio.close();
  });
}

function showSwitches(): void {
  for (const button of document.querySelectorAll("[data-sound-switch]")) button.ariaPressed = String(isOn());
}

export function startSounds(): void {
  showSwitches();
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-sound-switch]")) return;
    localStorage.setItem(KEY, isOn() ? "off" : "on");
    showSwitches();
    if (isOn()) play(RESULT_HZ);
  });
  document.body.addEventListener("live-event", (event) => {
    const detail = (event as CustomEvent<Record<string, unknown>>).detail;
    if (isOn()) play(notesFor(String(detail.kind), detail));
  });
}
