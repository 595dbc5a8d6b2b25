import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Store time = storeAt + (real now − realAt) × rate. The clock file contains the same JSON. */
export interface ClockReading {
  readonly realAt: number;
  readonly storeAt: number;
  readonly rate: number;
}

export interface StoreClock {
  nowMs(): number;
  nowIso(): string;
  reading(): ClockReading;
  set(change: { storeAt?: number; advanceMs?: number; rate?: number }): ClockReading;
}

/** A clock that survives a restart if it has a file: an existing file takes precedence over `startAtMs`. */
export function openStoreClock(options: { file?: string; startAtMs: number }): StoreClock {
  const { file } = options;
  let reading: ClockReading = { realAt: Date.now(), storeAt: options.startAtMs, rate: 1 };
  if (file && existsSync(file)) reading = JSON.parse(readFileSync(file, "utf8")) as ClockReading;
  else save();

  function save() {
    if (!file) return;
    mkdirSync(dirname(file), { recursive: true });
    // Written to a temporary file and renamed, so that the app never reads a partial file.
    writeFileSync(`${file}.next`, JSON.stringify(reading));
    renameSync(`${file}.next`, file);
  }
  const nowMs = () => reading.storeAt + (Date.now() - reading.realAt) * reading.rate;

  return {
    nowMs,
    nowIso: () => new Date(nowMs()).toISOString(),
    reading: () => reading,
    set({ storeAt, advanceMs = 0, rate }) {
      reading = {
        storeAt: (storeAt ?? nowMs()) + advanceMs,
        realAt: Date.now(),
        rate: rate ?? reading.rate,
      };
      save();
      return reading;
    },
  };
}
