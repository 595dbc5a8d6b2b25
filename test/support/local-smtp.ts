import type { Socket } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

/** Where in a session a fault occurs, and which. `end`: after the complete email. */
export interface SmtpFault {
  readonly at: "login" | "sender" | "recipient" | "data" | "end";
  /** A reply by its code; silence; a closed connection; a close after the email was accepted. */
  readonly how: number | "hang" | "drop" | "take_then_drop" | "take_then_hang";
}

interface TakenEmail {
  readonly messageId: string;
  readonly recipient: string;
  /** Where its bounces go. */
  readonly returnPath: string;
  readonly raw: string;
}

export interface LocalSmtp {
  readonly url: string;
  /** Every accepted email, as often as it was accepted. */
  readonly taken: readonly TakenEmail[];
  /** Faults of the next emails, or logins, one each. */
  fail(...faults: SmtpFault[]): void;
  close(): Promise<void>;
}

/** A local SMTP server with the login `kindred` and `p@ss`, and injectable faults. */
export async function startLocalSmtp(): Promise<LocalSmtp> {
  const taken: TakenEmail[] = [];
  const faults: SmtpFault[] = [];
  const sockets = new Map<number, Socket>();
  /** Of the present email, by the session's port. */
  const senders = new Map<number, string>();
  const take = async (raw: Buffer, recipient: string, returnPath: string) => {
    const { headers } = await PostalMime.parse(raw);
    const messageId = headers.find(({ key }) => key === "x-tag-mid")?.value ?? "";
    taken.push({ messageId, recipient, returnPath, raw: raw.toString() });
  };
  const faultAt = (at: SmtpFault["at"]) => (faults[0]?.at === at ? faults.shift() : undefined);
  const meet = (how: SmtpFault["how"], port: number, done: (error: Error) => void) => {
    if (typeof how === "number") {
      done(Object.assign(new Error("As the test asked for"), { responseCode: how }));
    } else if (how.endsWith("drop")) {
      sockets.get(port)?.destroy();
    }
  };

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    closeTimeout: 50,
    onAuth({ username, password }, { remotePort }, done) {
      const fault = faultAt("login");
      if (fault) meet(fault.how, remotePort, done);
      else if (username === "kindred" && password === "p@ss") done(null, { user: username });
      else done(Object.assign(new Error("Wrong password"), { responseCode: 535 }));
    },
    onMailFrom({ address }, { remotePort }, done) {
      senders.set(remotePort, address);
      const fault = faultAt("sender");
      if (fault) meet(fault.how, remotePort, done);
      else done();
    },
    onRcptTo(_address, { remotePort }, done) {
      const fault = faultAt("recipient");
      if (fault) meet(fault.how, remotePort, done);
      else done();
    },
    onData(stream, { envelope, remotePort }, done) {
      const chunks: Buffer[] = [];
      const midway = faultAt("data");
      const fault = midway ?? faultAt("end");
      stream.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        if (midway) meet(midway.how, remotePort, done);
      });
      stream.on("end", () => {
        const recipient = envelope.rcptTo.map(({ address }) => address).join(",");
        if (!fault || String(fault.how).startsWith("take")) {
          const returnPath = senders.get(remotePort) ?? "";
          void take(Buffer.concat(chunks), recipient, returnPath).then(() => {
            if (fault) meet(fault.how, remotePort, done);
            else done();
          });
        } else if (!midway) {
          meet(fault.how, remotePort, done);
        }
      });
    },
  });
  server.server.on("connection", (socket: Socket) => {
    sockets.set(socket.remotePort ?? 0, socket);
    socket.on("error", () => undefined);
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `smtp://kindred:p%40ss@127.0.0.1:${port}`,
    taken,
    fail: (...more) => void faults.push(...more),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}
