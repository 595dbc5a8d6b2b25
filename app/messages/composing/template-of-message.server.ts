import type { Db } from "~/db.server";
import type { MessageVariants } from "~/experiments/optimization/draw-message-variants.server";
import type { GermanAddress } from "~/i18n/locale";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import type { Brand } from "../brand/brand";
import { chooseLanguage } from "../document/languages";
import { localize, type LocalEmail, type EmailDocument } from "../document/email-document";
import { languagesWritten } from "../document/languages-written.server";
import { slotShapes } from "../document/product-slots";
import { findPublished } from "../templates/template-store.server";
import type { MessageIntent } from "../message";
import { findReadySubject } from "../ready/ready-subjects.server";
import { findReadyTemplate } from "../ready/ready-templates.server";
import type { compileTemplate } from "../compiling/compile-template.server";
import type { CompiledTemplate } from "../compiling/compiled-template";
import type { ViewShape } from "../merge/email-view";
import { applyVariants } from "./apply-variants";

/** The email of one message in the recipient's language. */
export interface EmailOfMessage {
  readonly email: LocalEmail;
  /** Block id → how it shows its products. */
  readonly shapes: ViewShape["shapes"];
  readonly compiled: Promise<CompiledTemplate>;
}

interface Deps {
  readonly compile: typeof compileTemplate;
  readonly brand: Brand;
}

/** Loads the current templates of messages and compiles each once per language. */
export async function findEmails(
  db: Db,
  shopId: ShopId,
  intents: readonly MessageIntent[],
  { compile, brand }: Deps,
): Promise<
  (intent: MessageIntent, locale: string | null, variants?: MessageVariants) => EmailOfMessage
> {
  const published = await findPublished(db, shopId, idsOf(intents));
  const documents = new Map<string, EmailDocument>();
  const found = new Map<string, EmailOfMessage>();
  return (intent, locale, variants) => {
    const { templateId, subject } = intent;
    const key = JSON.stringify([templateId, subject, variants]);
    const document = documents.get(key) ?? documentOf(intent, { published, variants, ...brand });
    documents.set(key, document);
    const language = chooseLanguage(locale, document.language, languagesWritten(document, brand));
    const known = found.get(`${language} ${key}`);
    if (known) return known;
    const email = localize(document, language);
    const shapes = slotShapes(email.blocks);
    const compiled = compile({ email, brand });
    // The composer awaits it and sees the error; without this an earlier failure would leave an unhandled
    // rejection.
    compiled.catch(() => undefined);
    const fresh = { email, shapes, compiled };
    found.set(`${language} ${key}`, fresh);
    return fresh;
  };
}

/** The current document of a message in all languages, without variants; null if its template is missing. */
export async function findDocument(
  db: Db,
  shopId: ShopId,
  intent: MessageIntent,
): Promise<EmailDocument | null> {
  return findOwnOrReady(intent, await findPublished(db, shopId, [intent.templateId]));
}

/** The current subject templates of messages; null if the template is missing. */
export async function loadSubjects(
  db: Db,
  shopId: ShopId,
  intents: readonly MessageIntent[],
): Promise<(intent: MessageIntent) => string | null> {
  const published = await findPublished(db, shopId, idsOf(intents));
  return (intent) => findOwnOrReady(intent, published)?.subject ?? null;
}

const idsOf = (intents: readonly MessageIntent[]) => [
  ...new Set(intents.map(({ templateId }) => templateId)),
];

interface DocumentSource extends Pick<Brand, "germanAddress"> {
  readonly published: ReadonlyMap<string, EmailDocument>;
  readonly variants: MessageVariants | undefined;
}

/** The document of a message with the recipient's variants. */
function documentOf(
  intent: MessageIntent,
  { published, variants, germanAddress }: DocumentSource,
): EmailDocument {
  const document = findOwnOrReady(intent, published, germanAddress);
  if (!document) throw new AppError("not_found", `There is no email called ${intent.templateId}`);
  if (!variants) return document;
  const ready = findReadySubject(intent.templateId, variants.subjectVariant, germanAddress);
  return applyVariants(document, variants, ready);
}

/** The shop's template, otherwise the prebuilt one with this id. */
function findOwnOrReady(
  intent: MessageIntent,
  published: ReadonlyMap<string, EmailDocument>,
  address?: GermanAddress,
): EmailDocument | null {
  const { templateId, subject } = intent;
  const document = published.get(templateId) ?? findReadyTemplate(templateId, address);
  if (!document) return null;
  return subject === undefined ? document : { ...document, subject };
}
