import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The service's current behavior. */
type CaptchaFault = "none" | "hangs" | "broken" | "refuses_secret";

export interface LocalCaptcha {
  readonly urls: Readonly<Record<"turnstile" | "hcaptcha", string>>;
  /** The received requests. */
  readonly asked: { readonly path: string; readonly fields: Record<string, string> }[];
  fault: CaptchaFault;
  stop(): Promise<void>;
}

/** A local captcha service: a response that begins with "good" is valid once. */
export async function startLocalCaptcha(secret: string): Promise<LocalCaptcha> {
  const spent = new Set<string>();
  const captcha = { asked: [] as LocalCaptcha["asked"], fault: "none" as CaptchaFault };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
      captcha.asked.push({ path: request.url ?? "", fields });
      if (captcha.fault === "hangs") return;
      if (captcha.fault === "broken")
        return void response.writeHead(502).end("<h1>Bad gateway</h1>");
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(judge(fields)));
    });
  });

  function judge({ secret: given, response: token = "" }: Record<string, string>) {
    const refused = (code: string) => ({ success: false, "error-codes": [code] });
    if (given !== secret || captcha.fault === "refuses_secret")
      return refused("invalid-input-secret");
    if (!token.startsWith("good")) return refused("invalid-input-response");
    if (spent.has(token)) return refused("timeout-or-duplicate");
    spent.add(token);
    return { success: true, hostname: "kettle.example", "error-codes": [] };
  }

  // A kept-alive connection must not be closed during a slow test.
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(captcha, {
    urls: { turnstile: `${origin}/turnstile`, hcaptcha: `${origin}/hcaptcha` },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  });
}
