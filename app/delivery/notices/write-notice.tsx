import type { ReactNode } from "react";
import { Link } from "react-email";
import type { Text } from "~/i18n/create-text";
import type { Format } from "~/i18n/create-format";
import type { Brand } from "~/messages/brand/brand";
import { planNotice, type EndpointNotice, type FlowNote, type RevertNotice } from "./notice";
import { NoticeEmail, NoticeLine } from "./NoticeEmail";

interface NoticeWriter {
  readonly brand: Brand;
  readonly text: Text<"merchant-email">;
  readonly format: Format;
  readonly language: string;
  readonly shopUrl: string;
  /** URL of the app in the Shopify admin. */
  readonly admin: string;
}

interface WrittenNotice {
  readonly subject: string;
  readonly email: React.JSX.Element;
}

/** The email about notes of flows, each with its customers. */
export function writeNotes(notes: readonly FlowNote[], writer: NoticeWriter): WrittenNotice {
  const { text, admin, brand, language } = writer;
  const { subject, noteCount: count, entries } = planNotice(notes);
  const heading = text("notice.heading", { count });
  return frameNotice(
    "notice",
    {
      subject: subject ?? text("notice.subject", { count }),
      ...{ heading, preheader: entries[0]?.note ?? heading, path: "flows" },
      lines: entries.map(({ flowName, note, count: customers, customerIds }) => (
        <NoticeLine
          key={`${flowName}/${note}`}
          {...{ brand, language, note }}
          detail={
            customers === 1
              ? flowName
              : text("notice.customers", { flow: flowName, count: customers })
          }
        >
          {customerIds.map((customerId, i) => (
            <span key={customerId}>
              {i > 0 && " · "}
              <Link href={`${admin}/customers/${customerId}`} className="soft">
                {text("notice.customer", { id: customerId })}
              </Link>
            </span>
          ))}
          {customers > customerIds.length && customerIds.length > 0 && ` · ${text("notice.more")}`}
        </NoticeLine>
      )),
    },
    writer,
  );
}

/** The email about a test that Kindred ended because the merchant's setting earned more. */
export function writeRevert(
  { kind, email, lossRate }: RevertNotice,
  writer: NoticeWriter,
): WrittenNotice {
  const { text, format } = writer;
  const note =
    lossRate === null
      ? text("revert.noGain")
      : text("revert.loss", { rate: format.rate(lossRate, 0) });
  const heading = text("revert.subject", { kind });
  return frameSingle("revert", { heading, note, detail: email, path: "optimizations" }, writer);
}

/** The email about an endpoint that Kindred disabled. */
export function writeEndpoint(
  { host, isGone }: EndpointNotice,
  writer: NoticeWriter,
): WrittenNotice {
  const { text } = writer;
  const note = text(isGone ? "endpoint.gone" : "endpoint.failing");
  const heading = text("endpoint.subject", { host });
  return frameSingle("endpoint", { heading, note, detail: host, path: "api-keys" }, writer);
}

interface SingleNotice extends Pick<Framed, "heading" | "path"> {
  readonly note: string;
  readonly detail: string | null;
}

/** An email about one thing that Kindred did, and what to do next. */
function frameSingle(
  kind: "revert" | "endpoint",
  { heading, note, detail, path }: SingleNotice,
  writer: NoticeWriter,
): WrittenNotice {
  const { text, brand, language } = writer;
  const next = text(`${kind}.next`);
  const lines = <NoticeLine {...{ brand, language, note, detail }}>{next}</NoticeLine>;
  return frameNotice(kind, { subject: heading, heading, preheader: next, path, lines }, writer);
}

interface Framed {
  readonly subject: string;
  readonly heading: string;
  readonly preheader: string;
  /** The page of the app that the button opens. */
  readonly path: string;
  readonly lines: ReactNode;
}

/** What all emails to the merchant have: a heading, lines, a button into the app, and why they got it. */
function frameNotice(
  kind: "notice" | "revert" | "endpoint",
  { subject, heading, preheader, path, lines }: Framed,
  { text, admin, brand, language, shopUrl }: NoticeWriter,
): WrittenNotice {
  return {
    subject,
    email: (
      <NoticeEmail
        {...{ brand, language, shopUrl, heading, preheader }}
        footer={text(`${kind}.footer`)}
        button={{ label: text(`${kind}.button`), url: `${admin}/${path}` }}
      >
        {lines}
      </NoticeEmail>
    ),
  };
}
