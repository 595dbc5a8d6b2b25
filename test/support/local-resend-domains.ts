import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Answer } from "./local-resend-books";

interface LocalDomain {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  status: "not_started" | "pending" | "verified" | "failed";
}

export interface ResendDomains {
  /** A domain created manually, as in the dashboard. */
  put(name: string, domain: Partial<Pick<LocalDomain, "status" | "created_at">>): void;
  answer(method: string, path: string, body: string): Answer | null;
}

/** The domains of a local Resend: created, listed in pages of two, verified under the test's control. */
export function createResendDomains(): ResendDomains {
  const domains = new Map<string, LocalDomain>();
  const PAGE_SIZE = 2;

  function put(name: string, { status = "not_started", created_at }: Partial<LocalDomain>) {
    const known = [...domains.values()].find((it) => it.name === name);
    const id = known?.id ?? randomUUID();
    const createdAt = created_at ?? known?.created_at ?? new Date().toISOString();
    domains.set(id, { id, name, status, created_at: createdAt });
    return domains.get(id)!;
  }

  return {
    put,
    answer(method, path, body) {
      const url = new URL(path, "http://localhost");
      const [, root, id, verb] = url.pathname.split("/");
      if (root !== "domains") return null;
      if (id === undefined && method === "POST") {
        const { name } = z.object({ name: z.string() }).parse(JSON.parse(body));
        return { statusCode: 201, body: withRecords(put(name, {})) };
      }
      if (id === undefined) {
        const all = [...domains.values()];
        const after = url.searchParams.get("after");
        const from = after === null ? 0 : all.findIndex((it) => it.id === after) + 1;
        const data = all.slice(from, from + PAGE_SIZE);
        const hasMore = from + PAGE_SIZE < all.length;
        return { statusCode: 200, body: { object: "list", data, has_more: hasMore } };
      }
      const domain = domains.get(id);
      if (!domain) {
        const body = { statusCode: 404, name: "not_found", message: "Domain not found" };
        return { statusCode: 404, body };
      }
      if (verb === "verify" && domain.status === "not_started") domain.status = "pending";
      const isRead = verb === undefined;
      return { statusCode: 200, body: isRead ? withRecords(domain) : { object: "domain", id } };
    },
  };
}

function withRecords(domain: LocalDomain) {
  const status = domain.status;
  const ttl = "Auto";
  return {
    object: "domain",
    ...domain,
    region: "us-east-1",
    records: [
      {
        record: "SPF",
        name: "send",
        type: "MX",
        ttl,
        status,
        value: "feedback-smtp.us-east-1.amazonses.com",
        priority: 10,
      },
      {
        record: "SPF",
        name: "send",
        type: "TXT",
        ttl,
        status,
        value: '"v=spf1 include:amazonses.com ~all"',
      },
      {
        record: "DKIM",
        name: "resend._domainkey",
        type: "TXT",
        ttl,
        status,
        value: "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GN",
      },
    ],
  };
}
