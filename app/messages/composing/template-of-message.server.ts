import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Brand } from "../brand/brand";
import { chooseLanguage } from "../document/languages";
import {
  languagesOf,
  localise,
  type LocalMail,
  type MailDocument,
} from "../document/mail-document";
import { productColumns } from "../document/product-blocks";
import { findPublished } from "../document/template-store.server";
import type { MessageIntent } from "../message";
import { findReadyTemplate } from "../ready/ready-templates";
import type { compileTemplate } from "./compile-template.server";
import type { CompiledTemplate } from "./compiled-template";
import { stepMail } from "./step-mail";

/** What one message says, in its recipient's language. */
export interface MailOfMessage {
  readonly mail: LocalMail;
  /** Block id → products in a row. */
  readonly columns: Readonly<Record<string, number>>;
  readonly compiled: Promise<CompiledTemplate>;
}

interface Deps {
  readonly compile: typeof compileTemplate;
  readonly brand: Brand;
}

/** Reads the templates of these messages as they stand now, and compiles each once in each language that is asked for. */
export async function findMails(
  db: Db,
  shopId: ShopId,
  intents: readonly MessageIntent[],
  { compile, brand }: Deps,
): Promise<(intent: MessageIntent, locale: string | null) => MailOfMessage> {
  const templateIds = [...new Set(intents.flatMap(({ templateId }) => templateId ?? []))];
  const published = await findPublished(db, shopId, templateIds);
  const documents = new Map<string, MailDocument>();
  const found = new Map<string, MailOfMessage>();
  return (intent, locale) => {
    const { templateId, template, copy, picks } = intent;
    const key = templateId ?? JSON.stringify([template, copy, picks]);
    const document = documents.get(key) ?? documentOf(intent, published);
    documents.set(key, document);
    const language = chooseLanguage(locale, document.language, languagesOf(document));
    const known = found.get(`${language} ${key}`);
    if (known) return known;
    const mail = localise(document, language);
    const columns = productColumns(mail.blocks);
    const fresh = { mail, columns, compiled: compile({ mail, brand }) };
    found.set(`${language} ${key}`, fresh);
    return fresh;
  };
}

/** The shop's own template, else the ready one of that name, else what the step itself brings. */
function documentOf(
  intent: MessageIntent,
  published: ReadonlyMap<string, MailDocument>,
): MailDocument {
  const { templateId } = intent;
  if (templateId === undefined) return stepMail(intent);
  return published.get(templateId) ?? findReadyTemplate(templateId) ?? stepMail(intent);
}
