import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { postHook, type PostHook } from "~/delivery/actions/post-hook.server";
import { createLocalNetwork } from "./local-network";

/** A webhook as it arrived. */
interface ReceivedWebhook {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** How a receiver answers: with a status, or by closing the connection. */
type Answer = number | "hang_up";

/** A merchant's system on this machine that receives webhooks, and the network on which it has a public name. */
export async function startReceiver() {
  const received: ReceivedWebhook[] = [];
  let answer: (webhook: ReceivedWebhook) => Answer = () => 204;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const headers = request.headers as Record<string, string>;
      const body = JSON.parse(text) as ReceivedWebhook["body"];
      const webhook = { id: headers["webhook-id"] ?? "", headers, text, body };
      const given = answer(webhook);
      if (given === "hang_up") {
        // The request has ended, so that destroying it would leave the connection open.
        request.socket.destroy();
        return;
      }
      received.push(webhook);
      response.writeHead(given).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { network } = createLocalNetwork((server.address() as AddressInfo).port);
  const post: PostHook = (request) => postHook(request, network);
  return {
    received,
    postHook: post,
    answerWith(next: Answer | typeof answer) {
      answer = typeof next === "function" ? next : () => next;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Whether a receiver accepts a webhook, as the Standard Webhooks specification describes. */
export function isVerified(
  headers: Readonly<Record<string, string>>,
  body: string,
  secret: string,
): boolean {
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const expected = `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
  return (headers["webhook-signature"] ?? "").split(" ").includes(expected);
}
