/** What a hand in a glove hears and feels: a tick for a read code, rising notes for done, a low buzz for no. */

export type Feeling = "read" | "done" | "kept" | "no";

interface Tone {
  hz: number[];
  wave: OscillatorType;
  step_s: number;
}

const TONES: Readonly<Record<Feeling, Tone>> = {
  read: { hz: [1320], wave: "sine", step_s: 0.07 },
  done: { hz: [784, 1175], wave: "sine", step_s: 0.11 },
  kept: { hz: [784, 784], wave: "sine", step_s: 0.11 },
  no: { hz: [196, 147], wave: "square", step_s: 0.2 },
};
const PULSES_MS: Readonly<Record<Feeling, number[]>> = {
  read: [30],
  done: [90],
  kept: [60, 60, 60],
  no: [180, 90, 180, 90, 180],
};
const KEY = "farlight-scan-sounds";

let audio: AudioContext | null = null;

export function isLoud(): boolean {
  return localStorage.getItem(KEY) !== "off";
}

export function setLoud(loud: boolean): void {
  localStorage.setItem(KEY, loud ? "on" : "off");
}

export function feel(feeling: Feeling): void {
  if ("vibrate" in navigator) navigator.vibrate(PULSES_MS[feeling]);
  if (!isLoud()) return;
  audio ??= new AudioContext();
  if (audio.state === "suspended") void audio.resume();
  const { hz, wave, step_s } = TONES[feeling];
  hz.forEach((frequency, index) => {
    if (audio) note(audio, frequency, wave, audio.currentTime + index * step_s, step_s);
  });
}

function note(on: AudioContext, frequency: number, type: OscillatorType, at_s: number, step_s: number): void {
  const tone = new OscillatorNode(on, { frequency, type });
  const loudness = new GainNode(on, { gain: 0 });
  loudness.gain.setValueAtTime(0, at_s);
  loudness.gain.linearRampToValueAtTime(type === "square" ? 0.12 : 0.3, at_s + 0.01);
  loudness.gain.exponentialRampToValueAtTime(0.001, at_s + step_s);
  tone.connect(loudness).connect(on.destination);
  tone.start(at_s);
  tone.stop(at_s + step_s);
}
