import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import { mailgun } from "~/delivery/http-providers/mailgun.server";
import { postmark } from "~/delivery/http-providers/postmark";
import { sendGrid } from "~/delivery/http-providers/sendgrid";
import { ses } from "~/delivery/http-providers/ses.server";
import type { HttpProvider } from "~/delivery/http-providers/http-provider";
import { isSignedByAws } from "./is-signed-by-aws";

/** An email as the API has read it from a request. */
interface ReceivedEmail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** The message stream, for Postmark. */
  readonly stream?: string;
}

export type ApiFault =
  | { readonly how: "hang" | "reset" | "accept_then_reset" }
  | {
      readonly how: "reply";
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    };

/** A local API of one provider: authenticates and reads requests as the provider documents them. */
export interface LocalApi {
  readonly provider: HttpProvider;
  readonly received: readonly ReceivedEmail[];
  /** The variables with which Kindred sends through it. */
  readonly env: Readonly<Record<string, string>>;
  /** Faults of the next requests, one each. */
  fail(...faults: ApiFault[]): void;
  close(): Promise<void>;
}

interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

interface ApiReply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface ApiDefinition {
  readonly name: string;
  readonly at: (baseUrl: string) => HttpProvider;
  readonly env: (baseUrl: string) => Readonly<Record<string, string>>;
  /** @returns the email, or null when the request is not authenticated */
  readonly read: (request: ApiRequest) => Promise<ReceivedEmail | null>;
  readonly accepted: (id: string) => ApiReply;
  readonly unauthenticated: ApiReply;
}

interface PostmarkBody {
  readonly To: string;
  readonly From: string;
  readonly Subject: string;
  readonly HtmlBody: string;
  readonly TextBody: string;
  readonly Headers: readonly { readonly Name: string; readonly Value: string }[];
  readonly Metadata: Record<string, string>;
  readonly MessageStream: string;
}

interface SendGridBody {
  readonly personalizations: readonly [
    { readonly to: readonly [{ email: string }]; readonly custom_args: Record<string, string> },
  ];
  readonly from: { readonly email: string };
  readonly subject: string;
  readonly content: readonly [{ readonly value: string }, { readonly value: string }];
  readonly headers?: Record<string, string>;
}

interface SesBody {
  readonly Destination: { readonly ToAddresses: readonly [string] };
  readonly Content: { readonly Raw: { readonly Data: string } };
  readonly EmailTags: readonly { readonly Name: string; readonly Value: string }[];
}

const POSTMARK_TOKEN = "00000000-0000-0000-0000-000000000000";
const SENDGRID_KEY = "SG.local";
const MAILGUN_KEY = "key-local";
const SES_SECRET = "local-secret";

const APIS: readonly ApiDefinition[] = [
  {
    name: "Postmark",
    at: (baseUrl) =>
      postmark({ serverToken: POSTMARK_TOKEN, marketingStream: "broadcast", baseUrl }),
    env: (baseUrl) => ({ POSTMARK_SERVER_TOKEN: POSTMARK_TOKEN, POSTMARK_BASE_URL: baseUrl }),
    read({ path, headers, body }) {
      if (headers.get("x-postmark-server-token") !== POSTMARK_TOKEN) return Promise.resolve(null);
      if (path !== "/email") throw new Error(path);
      const email = JSON.parse(body.toString()) as PostmarkBody;
      return Promise.resolve({
        to: email.To,
        from: email.From,
        subject: email.Subject,
        html: email.HtmlBody,
        text: email.TextBody,
        headers: Object.fromEntries(email.Headers.map(({ Name, Value }) => [Name, Value])),
        tags: email.Metadata,
        stream: email.MessageStream,
      });
    },
    accepted: (id) => ({ status: 200, body: { ErrorCode: 0, Message: "OK", MessageID: id } }),
    unauthenticated: { status: 401, body: { ErrorCode: 10, Message: "Bad or missing token" } },
  },
  {
    name: "SendGrid",
    at: (baseUrl) => sendGrid({ apiKey: SENDGRID_KEY, baseUrl }),
    env: (baseUrl) => ({ SENDGRID_API_KEY: SENDGRID_KEY, SENDGRID_BASE_URL: baseUrl }),
    read({ path, headers, body }) {
      if (headers.get("authorization") !== `Bearer ${SENDGRID_KEY}`) return Promise.resolve(null);
      if (path !== "/v3/mail/send") throw new Error(path);
      const email = JSON.parse(body.toString()) as SendGridBody;
      const [{ to, custom_args }] = email.personalizations;
      return Promise.resolve({
        to: to[0].email,
        from: email.from.email,
        subject: email.subject,
        text: email.content[0].value,
        html: email.content[1].value,
        headers: email.headers ?? {},
        tags: custom_args,
      });
    },
    accepted: (id) => ({ status: 202, headers: { "X-Message-Id": id } }),
    unauthenticated: { status: 401, body: { errors: [{ message: "authorization required" }] } },
  },
  {
    name: "Mailgun",
    at: (baseUrl) => mailgun({ apiKey: MAILGUN_KEY, domain: null, baseUrl }),
    env: (baseUrl) => ({ MAILGUN_API_KEY: MAILGUN_KEY, MAILGUN_BASE_URL: baseUrl }),
    async read({ path, headers, body }) {
      const credentials = Buffer.from(`api:${MAILGUN_KEY}`).toString("base64");
      if (headers.get("authorization") !== `Basic ${credentials}`) return null;
      if (path !== "/v3/kettle.example/messages.mime") throw new Error(path);
      const form = await new Response(new Uint8Array(body), { headers }).formData();
      const texts = [...form].flatMap(([name, value]) =>
        typeof value === "string" ? [[name, value] as const] : [],
      );
      const tags = texts.filter(([name]) => name.startsWith("v:"));
      const file = form.get("message") as File;
      return {
        ...(await readMime(Buffer.from(await file.arrayBuffer()))),
        to: Object.fromEntries(texts).to ?? "",
        tags: Object.fromEntries(tags.map(([name, value]) => [name.slice(2), value])),
      };
    },
    accepted: (id) => ({ status: 200, body: { id: `<${id}>`, message: "Queued. Thank you." } }),
    unauthenticated: { status: 401, body: { message: "Invalid private key" } },
  },
  {
    name: "Amazon SES",
    at: (baseUrl) =>
      ses({
        region: "eu-west-1",
        accessKeyId: "AKLOCAL",
        secretAccessKey: SES_SECRET,
        configurationSet: "kindred",
        baseUrl,
      }),
    env: (baseUrl) => ({
      SES_ACCESS_KEY_ID: "AKLOCAL",
      SES_SECRET_ACCESS_KEY: SES_SECRET,
      SES_REGION: "eu-west-1",
      SES_CONFIGURATION_SET: "kindred",
      SES_BASE_URL: baseUrl,
    }),
    async read(request) {
      if (!isSignedByAws(request, SES_SECRET)) return null;
      if (request.path !== "/v2/email/outbound-emails") throw new Error(request.path);
      const body = JSON.parse(request.body.toString()) as SesBody;
      return {
        ...(await readMime(Buffer.from(body.Content.Raw.Data, "base64"))),
        to: body.Destination.ToAddresses[0],
        tags: Object.fromEntries(body.EmailTags.map(({ Name, Value }) => [Name, Value])),
      };
    },
    accepted: (id) => ({ status: 200, body: { MessageId: id } }),
    unauthenticated: {
      status: 403,
      headers: { "x-amzn-errortype": "SignatureDoesNotMatch" },
      body: { message: "The request signature we calculated does not match" },
    },
  },
];

export const LOCAL_APIS = APIS.map((api) => [api.name, () => startLocalApi(api)] as const);

async function readMime(bytes: Buffer) {
  const mime = await PostalMime.parse(bytes);
  return {
    from: mime.from?.address ?? "",
    subject: mime.subject ?? "",
    html: mime.html ?? "",
    text: mime.text ?? "",
    headers: Object.fromEntries(mime.headers.map(({ originalKey, value }) => [originalKey, value])),
  };
}

async function startLocalApi(definition: ApiDefinition): Promise<LocalApi> {
  const received: ReceivedEmail[] = [];
  const faults: ApiFault[] = [];

  /** @returns the reply, or null when the connection ends without one */
  async function answer(
    request: ApiRequest,
    fault: ApiFault | undefined,
  ): Promise<ApiReply | null> {
    if (fault?.how === "reset") return null;
    if (fault?.how === "reply") return fault;
    const email = await definition.read(request);
    if (!email) return definition.unauthenticated;
    received.push(email);
    return fault ? null : definition.accepted(`id-${received.length}`);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const read = await readRequest(request);
    const fault = faults.shift();
    if (fault?.how === "hang") return;
    const reply = await answer(read, fault);
    if (!reply) {
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status, { "Content-Type": "application/json", ...reply.headers });
    response.end(reply.body === undefined ? "" : JSON.stringify(reply.body));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      response.writeHead(418).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    provider: definition.at(url),
    received,
    env: definition.env(url),
    fail: (...next) => void faults.push(...next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(request: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    headers: new Headers(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(chunks),
  };
}
