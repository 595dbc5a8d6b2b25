import { redactAddresses } from "~/delivery/email";
import { redactLine } from "~/lib/log.server";
import type { DatabaseName } from "./databases";
import { median, roundSignificant } from "../statistics";
import type { Table } from "../table";

const LENGTH = 65_536;
const GUIDE_MS = 5;
const fill = (part: string) => part.repeat(Math.ceil(LENGTH / part.length)).slice(0, LENGTH);

const LINES = {
  "one word": fill("a"),
  "@ alone": fill("@"),
  "names without a domain": fill("a@"),
  "a name, then its domain": `${fill("a")}@example.com`,
  addresses: fill("ada@example.com, "),
  "beginnings of tokens": fill("eyJ-"),
};

/** Cost of redacting addresses and tokens in a long log line. */
export function benchLogLine(_databases: readonly DatabaseName[], repeats: number): Promise<Table> {
  const rows = Object.entries(LINES).map(([name, line]) => {
    const [log, provider] = [redactLine, redactAddresses].map((strike) => {
      strike(line);
      return median(Array.from({ length: repeats }, () => timeOf(() => strike(line))));
    });
    return [
      name,
      roundSignificant(log!),
      roundSignificant(provider!),
      Math.max(log!, provider!) < GUIDE_MS ? "met" : "missed",
    ];
  });
  return Promise.resolve({
    title: "A long line of the log",
    intro: [
      `Redacting addresses and tokens in a line of 64 kB, and addresses in a provider's message of the same length. Guide: less than ${GUIDE_MS} ms.`,
    ],
    columns: ["a line of", "log ms", "message ms", "guide"],
    rows,
  });
}

function timeOf(work: () => unknown): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}
