import { createServer, type Socket } from "node:net";
import { NOW } from "./builders";

/** How a session ends early: before or after the first command of a kind has taken effect. */
interface ImapFault {
  readonly command: "LOGIN" | "FETCH" | "MOVE" | "SELECT";
  readonly when: "before" | "after";
}

interface StoredEmail {
  readonly uid: number;
  readonly raw: string;
  readonly receivedAt: Date;
}

export interface LocalImap {
  readonly url: string;
  /** Puts an email into the inbox. */
  deliver(raw: string, receivedAt?: Date): void;
  /** The emails of a folder. */
  list(folder: string): readonly string[];
  /** Cuts the next sessions, one each. */
  cut(...faults: ImapFault[]): void;
  /** Sessions that have logged in so far. */
  readonly sessions: () => number;
  close(): Promise<void>;
}

/**
 * A local IMAP server (RFC 9051 and its MOVE) with the login `reports` and `p@ss`: as much as a reader of one mailbox needs,
 * and connections that break.
 */
export async function startLocalImap(): Promise<LocalImap> {
  const folders = new Map<string, StoredEmail[]>([["INBOX", []]]);
  const faults: ImapFault[] = [];
  const sockets = new Set<Socket>();
  let nextUid = 1;
  let sessions = 0;

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    let isKnown = false;
    let selected = "";
    let text = "";
    const say = (line: string) => socket.write(`${line}\r\n`);
    const emailsOf = (set: string) => {
      const uids = new Set(set.split(",").flatMap(uidsOf));
      return (folders.get(selected) ?? []).filter(({ uid }) => uids.has(uid));
    };
    const keep = (emails: readonly StoredEmail[]) =>
      folders.set(
        selected,
        (folders.get(selected) ?? []).filter((it) => !emails.includes(it)),
      );
    const expunge = (emails: readonly StoredEmail[]) => {
      for (const email of emails) {
        const at = (folders.get(selected) ?? []).indexOf(email);
        keep([email]);
        say(`* ${at + 1} EXPUNGE`);
      }
    };

    const commands: Record<string, (rest: string) => string> = {
      CAPABILITY: () => (say("* CAPABILITY IMAP4rev1 MOVE UIDPLUS"), "OK done"),
      NOOP: () => "OK done",
      LOGIN(rest) {
        const [user, password] = wordsOf(rest);
        isKnown = user === "reports" && password === "p@ss";
        sessions += isKnown ? 1 : 0;
        return isKnown ? "OK logged in" : "NO [AUTHENTICATIONFAILED] wrong password";
      },
      LIST(rest) {
        const [, pattern = ""] = wordsOf(rest);
        // Without a pattern it names the delimiter only.
        if (pattern === "") say(String.raw`* LIST (\Noselect) "/" ""`);
        for (const name of folders.keys()) {
          if (pattern === "*" || pattern === name) say(`* LIST () "/" "${name}"`);
        }
        return "OK done";
      },
      LSUB: () => "OK done",
      SUBSCRIBE: () => "OK done",
      CREATE(rest) {
        const [name = ""] = wordsOf(rest);
        if (folders.has(name)) return "NO [ALREADYEXISTS] it exists";
        folders.set(name, []);
        return "OK created";
      },
      SELECT(rest) {
        const [name = ""] = wordsOf(rest);
        if (!folders.has(name)) return "NO there is none";
        selected = name;
        say(`* ${folders.get(name)?.length ?? 0} EXISTS`);
        say(String.raw`* FLAGS (\Deleted \Seen)`);
        say("* OK [UIDVALIDITY 1] valid");
        say(`* OK [UIDNEXT ${nextUid}] next`);
        return "OK [READ-WRITE] selected";
      },
      "UID SEARCH"(rest) {
        const [, day = ""] = /BEFORE "?([\w-]+)"?/i.exec(rest) ?? [];
        const before = day === "" ? Infinity : Date.parse(`${day} UTC`);
        const found = (folders.get(selected) ?? []).filter((it) => +it.receivedAt < before);
        say(["* SEARCH", ...found.map(({ uid }) => uid)].join(" "));
        return "OK done";
      },
      "UID FETCH"(rest) {
        for (const email of emailsOf(rest.split(" ", 1)[0] ?? "")) {
          const at = (folders.get(selected) ?? []).indexOf(email) + 1;
          const size = Buffer.byteLength(email.raw);
          socket.write(`* ${at} FETCH (UID ${email.uid} BODY[]<0> {${size}}\r\n${email.raw})\r\n`);
        }
        return "OK done";
      },
      "UID MOVE"(rest) {
        const [set = "", folder = ""] = wordsOf(rest);
        const moved = emailsOf(set);
        const target = folders.get(folder);
        if (!target) return "NO [TRYCREATE] there is none";
        for (const email of moved) target.push({ ...email, uid: nextUid++ });
        expunge(moved);
        return "OK moved";
      },
      "UID STORE": () => "OK done",
      "UID EXPUNGE"(rest) {
        expunge(emailsOf(rest));
        return "OK done";
      },
      LOGOUT: () => (say("* BYE"), "OK done"),
    };

    function obey(line: string): void {
      const [, tag = "*", name = "", rest = ""] = /^(\S+) ((?:UID )?\S+) ?(.*)$/i.exec(line) ?? [];
      const command = name.toUpperCase();
      const isOpen = ["CAPABILITY", "LOGIN", "LOGOUT", "NOOP"].includes(command);
      const run = isKnown || isOpen ? commands[command] : undefined;
      const fault = faults[0]?.command === command.replace("UID ", "") ? faults.shift() : undefined;
      if (fault?.when === "before") return void socket.destroy();
      const outcome = run ? run(rest) : "BAD unknown";
      if (fault) return void socket.destroy();
      say(`${tag} ${outcome}`);
      if (command === "LOGOUT") socket.end();
    }

    say("* OK [CAPABILITY IMAP4rev1 MOVE UIDPLUS] ready");
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      text += chunk;
      for (let end = text.indexOf("\r\n"); end >= 0; end = text.indexOf("\r\n")) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        obey(line);
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `imap://reports:p%40ss@127.0.0.1:${port}`,
    deliver(raw, receivedAt = NOW) {
      folders.get("INBOX")?.push({ uid: nextUid++, raw, receivedAt });
    },
    list: (folder) => (folders.get(folder) ?? []).map(({ raw }) => raw),
    cut: (...more) => void faults.push(...more),
    sessions: () => sessions,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Atoms and quoted strings. */
const wordsOf = (text: string): string[] =>
  [...text.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/g)].map(([, quoted, atom]) =>
    quoted === undefined ? (atom ?? "") : quoted.replaceAll(/\\(.)/g, "$1"),
  );

/** `5` or `3:5`. */
function uidsOf(range: string): number[] {
  const [from = 0, to = from] = range.split(":").map(Number);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
