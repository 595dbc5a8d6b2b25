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
  const { text, admin, brand, language, shopUrl } = writer;
  const { subject, noteCount: count, entries } = planNotice(notes);
  const heading = text("notice.heading", { count });
  return {
    subject: subject ?? text("notice.subject", { count }),
    email: (
      <NoticeEmail
        {...{ brand, language, shopUrl, heading }}
        preheader={entries[0]?.note ?? heading}
        footer={text("notice.footer")}
        button={{ label: text("notice.button"), url: `${admin}/flows` }}
      >
        {entries.map(({ flowName, note, count: customers, customerIds }) => (
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
            {customers > customerIds.length &&
              customerIds.length > 0 &&
              ` · ${text("notice.more")}`}
          </NoticeLine>
        ))}
      </NoticeEmail>
    ),
  };
}

/** The email about a test that Kindred ended because the merchant's setting earned more. */
export function writeRevert(
  { kind, email, lossRate }: RevertNotice,
  { text, format, admin, brand, language, shopUrl }: NoticeWriter,
): WrittenNotice {
  const subject = text("revert.subject", { kind });
  return {
    subject,
    email: (
      <NoticeEmail
        {...{ brand, language, shopUrl }}
        heading={subject}
        preheader={text("revert.next")}
        footer={text("revert.footer")}
        button={{ label: text("revert.button"), url: `${admin}/optimizations` }}
      >
        <NoticeLine
          {...{ brand, language }}
          note={
            lossRate === null
              ? text("revert.noGain")
              : text("revert.loss", { rate: format.rate(lossRate, 0) })
          }
          detail={email}
        >
          {text("revert.next")}
        </NoticeLine>
      </NoticeEmail>
    ),
  };
}

/** The email about an endpoint that Kindred disabled. */
export function writeEndpoint(
  { host, isGone }: EndpointNotice,
  { text, admin, brand, language, shopUrl }: NoticeWriter,
): WrittenNotice {
  const subject = text("endpoint.subject", { host });
  return {
    subject,
    email: (
      <NoticeEmail
        {...{ brand, language, shopUrl }}
        heading={subject}
        preheader={text("endpoint.next")}
        footer={text("endpoint.footer")}
        button={{ label: text("endpoint.button"), url: `${admin}/api-keys` }}
      >
        <NoticeLine
          {...{ brand, language }}
          note={text(isGone ? "endpoint.gone" : "endpoint.failing")}
          detail={host}
        >
          {text("endpoint.next")}
        </NoticeLine>
      </NoticeEmail>
    ),
  };
}
