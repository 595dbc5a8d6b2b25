import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { LOCAL_APIS } from "./local-email-apis";
import { startLocalImap } from "./local-imap";
import { startLocalResend, type LocalResend } from "./local-resend";
import { startLocalSmtp } from "./local-smtp";
import { PROVIDER_EVENTS } from "./provider-events";
import { postfixBounce } from "./report-emails";
import { aSignedNotice, SNS_KEY, type SignedRequest } from "./sns-notices";

/** An email as its provider has accepted it. */
interface AcceptedEmail {
  readonly to: string;
  readonly messageId: string;
}

/** A stand-in of an email provider: it accepts email, and reports that an address does not exist. */
export interface LocalProvider {
  readonly name: string;
  /** The variables with which Kindred uses it; the same object if one process can use several. */
  readonly env: Readonly<Record<string, string>>;
  accepted(): readonly AcceptedEmail[];
  /** What happens once, when the provider is set up. */
  setUp?(): Promise<void>;
  bounce(email: AcceptedEmail): Promise<void>;
}

const INBOUND_SECRET = "f3b1c9d27a604e58b1c7d0e29f46a83b";

export interface LocalProviders {
  readonly all: readonly LocalProvider[];
  readonly resend: LocalResend;
  /** The value of LOCAL_SNS (from-local-internet.mjs). */
  readonly snsUrl: string;
  close(): Promise<void>;
}

/**
 * Starts a stand-in of each provider that Kindred supports. They report to the app as their originals do: signed webhooks,
 * notices of Amazon SNS, and an email to the return path.
 */
export async function startLocalProviders(appUrl: string): Promise<LocalProviders> {
  const post = async ({ headers, body }: SignedRequest, path = "/email-events") => {
    const { status } = await fetch(appUrl + path, {
      method: "POST",
      headers,
      body: Buffer.from(body),
    });
    expect(status).toBe(200);
  };
  const reportsOf = (name: string) => {
    const [, { env, event, signed }] = PROVIDER_EVENTS.find(([it]) => it === name)!;
    return {
      env,
      bounce: async ({ messageId, to }: AcceptedEmail) => {
        const now = new Date();
        await post(signed(event("hard_bounce", messageId, to, now), now));
      },
    };
  };
  const sns = await startLocalSns();
  const resend = await startLocalResend();
  const apis = await Promise.all(
    LOCAL_APIS.map(async ([name, start]) => ({ name, api: await start() })),
  );
  const smtp = await startLocalSmtp();
  const imap = await startLocalImap();
  const overSmtp = {
    env: {
      SMTP_URL: smtp.url,
      INBOUND_IMAP_URL: imap.url,
      INBOUND_SECRET,
      BOUNCE_ADDRESS: "bounces@mail.kettle.example",
    },
    accepted: () => smtp.taken.map(({ recipient: to, messageId }) => ({ to, messageId })),
  };
  const returned = ({ messageId, to }: AcceptedEmail) => {
    const { returnPath } = smtp.taken.find((it) => it.messageId === messageId)!;
    return postfixBounce({ to: returnPath, recipient: to, messageId: `<${messageId}@mx.example>` });
  };

  const overHttp = apis.map(({ name, api }): LocalProvider => {
    const { env, bounce } = reportsOf(name);
    return {
      name,
      env: { ...api.env, ...env },
      accepted: () => api.received.map(({ to, tags }) => ({ to, messageId: tags["mid"]! })),
      ...(name === "Amazon SES" && { setUp: () => confirmSubscription(post, sns.paths) }),
      bounce,
    };
  });
  return {
    resend,
    snsUrl: sns.url,
    all: [
      {
        name: "Resend",
        env: {
          RESEND_API_KEY: "re_production",
          RESEND_BASE_URL: resend.url,
          ...reportsOf("Resend").env,
        },
        accepted: () =>
          resend.accepted.map(({ recipient, messageId }) => ({
            to: recipient,
            messageId: messageId!,
          })),
        bounce: reportsOf("Resend").bounce,
      },
      ...overHttp,
      {
        name: "SMTP, with a mailbox",
        ...overSmtp,
        bounce(email) {
          imap.deliver(returned(email));
          return Promise.resolve();
        },
      },
      {
        name: "SMTP, with a server that posts what it receives",
        ...overSmtp,
        bounce: (email) =>
          post(
            {
              headers: new Headers({ authorization: `Bearer ${INBOUND_SECRET}` }),
              body: new TextEncoder().encode(returned(email)),
            },
            "/inbound-email",
          ),
      },
    ],
    async close() {
      await Promise.all(
        [sns, resend, smtp, imap, ...apis.map(({ api }) => api)].map((it) => it.close()),
      );
    },
  };
}

/** As Amazon SNS does when the app's address is subscribed to the topic. */
async function confirmSubscription(
  post: (request: SignedRequest) => Promise<void>,
  paths: readonly string[],
): Promise<void> {
  const query = "/?Action=ConfirmSubscription&Token=t";
  await post(
    aSignedNotice({
      Type: "SubscriptionConfirmation",
      Message: "You have chosen to subscribe to the topic",
      SubscribeURL: `https://sns.eu-west-1.amazonaws.com${query}`,
      Token: "t",
    }),
  );
  expect(paths).toContain(query);
}

/** Serves the key of the notices, and remembers what was fetched. */
async function startLocalSns() {
  const paths: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    paths.push(url);
    response.end(url.endsWith(".pem") ? SNS_KEY : "<ConfirmSubscriptionResponse/>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
