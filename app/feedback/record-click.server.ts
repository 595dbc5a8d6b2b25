import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { recordEvents } from "~/events/event-store.server";
import { CLICK_PARAMETER, signClickToken } from "~/events/pixel/click-token";
import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import type { Keyring } from "~/privacy/keyring.server";
import { classifyHit } from "./classify-hit";
import { openClickLink } from "./mail-link.server";

interface Deps {
  db: PrismaClient;
  keyring: Keyring;
  queue: Queue;
  now: () => Date;
}

export interface ClickRequest {
  readonly token: string;
  readonly method: string;
  readonly userAgent: string | null;
  readonly purpose: string | null;
}

const JUST_HIT_MS = 2_000;

/**
 * Records a request to a mail's link and says where it leads. The target comes
 * from the database, never from the request, so that nobody can borrow the
 * address to lead elsewhere.
 *
 * @returns the target, or null for a link that is not ours
 */
export async function recordClick(request: ClickRequest, deps: Deps): Promise<string | null> {
  const { db, keyring, queue } = deps;
  const link = openClickLink(request.token, keyring);
  if (!link) return null;
  const { shopId, messageId, linkIndex } = link;
  const now = deps.now();

  const row = await db.messageLink.findUnique({
    where: { shopId_messageId_linkIndex: { shopId, messageId, linkIndex } },
    select: {
      sealedTarget: true,
      message: {
        select: {
          sentAt: true,
          flowId: true,
          stepId: true,
          picks: true,
          links: {
            where: { position: "pick" },
            orderBy: { linkIndex: "asc" },
            select: { linkIndex: true },
          },
          profile: { select: { customerId: true, shop: { select: { primaryUrl: true } } } },
        },
      },
    },
  });
  if (!row) return null;
  const { message } = row;

  const justHit = await db.hit.findMany({
    where: {
      shopId,
      messageId,
      linkIndex: { not: linkIndex },
      occurredAt: { gte: new Date(now.getTime() - JUST_HIT_MS) },
    },
    distinct: ["linkIndex"],
    select: { linkIndex: true },
  });
  const verdict = classifyHit({
    method: request.method,
    userAgent: request.userAgent,
    purpose: request.purpose,
    msSinceSent: message.sentAt ? now.getTime() - message.sentAt.getTime() : null,
    otherLinksJustHit: justHit.length,
  });

  const hitId = uuidv7();
  const clickId = `hit/${hitId}`;
  await db.$transaction(async (tx) => {
    await tx.hit.create({
      data: { shopId, hitId, messageId, linkIndex, occurredAt: now, ...verdict },
    });
    await recordEvents(
      tx,
      [
        {
          shopId,
          source: "kindred",
          sourceId: clickId,
          kind: "mail_clicked",
          customerId: message.profile.customerId,
          occurredAt: now,
          payload: {
            messageId,
            flowId: message.flowId,
            stepId: message.stepId,
            linkIndex,
            productId: pickedProduct(message, linkIndex),
            class: verdict.class,
          },
          personal: null,
        },
      ],
      deps,
    );
    await queue.announce(tx, shopId, "events_recorded");
  });

  const target = keyring.open(row.sealedTarget, {
    table: "message_link",
    column: "sealed_target",
    shopId,
    row: `${messageId}/${linkIndex}`,
  });
  if (verdict.class === "machine") return target;
  const hosts = [shopId, hostOf(message.profile.shop.primaryUrl ?? "")];
  return withClick(target, hosts, signClickToken(shopId, clickId, keyring));
}

const Picks = z.array(z.object({ productId: z.string() }));

/** The product whose link it is: the links of a mail's picks stand in their order. */
function pickedProduct(
  { picks, links }: { readonly picks: unknown; readonly links: readonly { linkIndex: number }[] },
  linkIndex: number,
): string | null {
  const place = links.findIndex((it) => it.linkIndex === linkIndex);
  return Picks.safeParse(picks).data?.[place]?.productId ?? null;
}

/** Lets the shop's own pages know which click led there; other people's are told nothing. */
function withClick(target: string, hosts: readonly (string | null)[], token: string): string {
  if (!hosts.includes(hostOf(target))) return target;
  const url = new URL(target);
  url.searchParams.set(CLICK_PARAMETER, token);
  return url.href;
}

const hostOf = (url: string): string | null => URL.parse(url)?.host ?? null;
