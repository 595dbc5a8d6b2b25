import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "~/lib/errors";
import type { CustomerId } from "~/lib/profile-id";
import { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { Position } from "./timeline";

/** An erasure that can be repeated. */
export type Erasure =
  | {
      readonly kind: "customer";
      readonly shopId: ShopId;
      /** The request's key: a repeat is recorded once. */
      readonly requestKey: string;
      readonly customerId: CustomerId | null;
      readonly email: string | null;
      readonly orderIds: readonly string[];
    }
  | { readonly kind: "shop"; readonly shopId: ShopId; readonly requestKey: string };

interface JournaledErasure {
  readonly at: Date;
  /** Position of the database. */
  readonly position: Position;
  readonly erasure: Erasure;
}

/**
 * Data that must survive the loss of the database: its position and the erasures. Kept in a
 * separate folder, on another disk than the database if possible.
 */
export interface Journal {
  /** The last known position of the database; null before the first heartbeat. */
  readMark(): Position | null;
  writeMark(position: Position): void;
  /** Written to disk when this returns. Call it before the erasure: a repeated erasure is harmless, a missing one is not. */
  recordErasure(erasure: Erasure): void;
  /** @throws AppError when one cannot be opened with these keys, since it could not be repeated */
  listErasures(): JournaledErasure[];
  /** Purges erasures older than any backup. */
  dropOld(): void;
}

interface Options {
  readonly folder: string;
  readonly keyring: Pick<Keyring, "seal" | "open">;
  readonly now: () => Date;
}

/** Longer than the retention of backups. */
const RETENTION_DAYS = 35;
const DAY_MS = 86_400_000;
const MARK = "mark.json";
const ERASURES = /^erasures-(\d{4}-\d{2})\.jsonl$/;

const Mark = z.object({ timelineId: z.string(), beat: z.number().int() });
const Line = z.object({
  at: z.coerce.date(),
  position: Mark,
  shopId: ShopId,
  requestKey: z.string(),
  sealed: z.string(),
});
const Sealed = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("customer"),
    customerId: z.string().nullable(),
    email: z.string().nullable(),
    orderIds: z.array(z.string()),
  }),
  z.object({ kind: z.literal("shop") }),
]);

/** A journal in a folder that is created on first write. Readable by its owner only. */
export function createJournal({ folder, keyring, now }: Options): Journal {
  const path = (name: string) => join(folder, name);
  const readMark = () => {
    const text = readOrNull(path(MARK));
    const mark = text === null ? null : Mark.safeParse(parseOrNull(text));
    // The rename is atomic: an unreadable file is damaged and counts as missing.
    return mark?.data ?? null;
  };

  return {
    readMark,

    writeMark(position) {
      const draft = path(`.${MARK}.${randomUUID()}`);
      writeThrough(folder, draft, "w", JSON.stringify(position));
      renameSync(draft, path(MARK));
      syncFolder(folder);
    },

    recordErasure({ shopId, requestKey, ...erasure }) {
      const at = now();
      const sealed = keyring.seal(JSON.stringify(erasure), placeOf(shopId, requestKey));
      const line: z.input<typeof Line> = {
        at: at.toISOString(),
        position: readMark() ?? { timelineId: "", beat: 0 },
        shopId,
        requestKey,
        sealed: Buffer.from(sealed).toString("base64"),
      };
      // Starts on its own line, also after a line truncated by a crash.
      const name = path(`erasures-${at.toISOString().slice(0, 7)}.jsonl`);
      writeThrough(folder, name, "a", `\n${JSON.stringify(line)}\n`);
      syncFolder(folder);
    },

    listErasures() {
      return listNames(folder).flatMap((name) =>
        (readOrNull(path(name)) ?? "").split("\n").flatMap((text): JournaledErasure[] => {
          const line = Line.safeParse(parseOrNull(text));
          if (!line.success) return [];
          const { at, position, shopId, requestKey, sealed } = line.data;
          const opened = keyring.open(Buffer.from(sealed, "base64"), placeOf(shopId, requestKey));
          return [
            {
              at,
              position,
              erasure: { ...Sealed.parse(JSON.parse(opened)), shopId, requestKey },
            },
          ];
        }),
      );
    },

    dropOld() {
      const oldest = new Date(now().getTime() - RETENTION_DAYS * DAY_MS).toISOString().slice(0, 7);
      for (const name of listNames(folder)) {
        if ((ERASURES.exec(name)?.[1] ?? oldest) < oldest) rmSync(path(name));
      }
    },
  };
}

const placeOf = (shopId: ShopId, requestKey: string) => ({
  table: "journal",
  column: "erasure",
  shopId,
  row: requestKey,
});

function writeThrough(folder: string, path: string, flag: "a" | "w", text: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = openSync(path, flag, 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new AppError(
      "unavailable",
      `The journal in ${folder} cannot be written. Set KINDRED_JOURNAL to a folder that lasts.`,
      { cause },
    );
  }
}

/** Without it a power cut may lose the name of a written file. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => ERASURES.test(name))
      .sort();
  } catch {
    return [];
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
