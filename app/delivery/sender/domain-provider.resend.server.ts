import type { Resend } from "resend";
import { z } from "zod";
import { fromResendDomain } from "./from-resend-domain";
import type { DomainProvider } from "../sending-domain";

const DomainList = z.object({
  data: z.array(z.object({ id: z.string(), name: z.string() })),
  has_more: z.boolean().default(false),
});
/** Pages of 100 domains. */
const MAX_PAGES = 10;

/** Resend as domain provider. A send-only key gets a refusal. */
export function resendDomains(resend: Resend): DomainProvider {
  return {
    async find(domain) {
      let after: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const { data, error } = await resend.domains.list({ limit: 100, ...(after && { after }) });
        if (error) return fromResendDomain({ data: null, error });
        const list = DomainList.safeParse(data);
        if (!list.success) return { kind: "unavailable", detail: null };
        const found = list.data.data.find(({ name }) => name.toLowerCase() === domain);
        if (found) return fromResendDomain(await resend.domains.get(found.id));
        after = list.data.data.at(-1)?.id;
        if (!list.data.has_more || after === undefined) break;
      }
      return { kind: "unknown" };
    },

    // Kindred tracks links itself.
    add: async (domain) =>
      fromResendDomain(
        await resend.domains.create({ name: domain, openTracking: false, clickTracking: false }),
      ),

    async verify(providerId) {
      await resend.domains.verify(providerId);
    },
  };
}
