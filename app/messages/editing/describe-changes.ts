import { diffArrays, diffWordsWithSpace } from "diff";
import { BLOCK_WORDS, flattenBlocks, type Block } from "../blocks/block";
import type { EmailLanguage } from "../document/languages";
import {
  languagesOf,
  localize,
  type LocalEmail,
  type EmailDocument,
} from "../document/email-document";
import { plainWords, summarizeBlock, type BlockSummary, type NamedBlock } from "./block-summary";

/** A difference between two versions of an email. */
export interface EmailChange {
  readonly what: ChangedPart;
  readonly how: "added" | "removed" | "moved" | "reworded" | "formatted" | "settings";
  /** The language of the changed text, if it is a translation. */
  readonly language: EmailLanguage | null;
  /** Text diff, if the text changed. */
  readonly words: readonly DiffPiece[];
}

/** A part of an email. */
type ChangedPart =
  | { readonly part: "subject" | "preheader" | "style" | "footer" }
  | { readonly part: "language"; readonly name: EmailLanguage }
  | { readonly part: "block"; readonly block: NamedBlock };

/** The differences between two versions: added, removed, moved, reworded or reconfigured blocks. */
export function describeChanges(
  before: EmailDocument,
  after: EmailDocument,
): readonly EmailChange[] {
  return [
    ...languageChanges(before, after),
    ...blockChanges(before, after),
    ...languagesOf(after)
      .filter((language) => languagesOf(before).includes(language))
      .flatMap((language) =>
        wordChanges(
          localize(before, language),
          localize(after, language),
          language === after.language ? null : language,
        ),
      ),
    ...(same(before.theme, after.theme) ? [] : [change({ part: "style" }, "settings")]),
    ...(same(before.footer, after.footer) ? [] : [change({ part: "footer" }, "settings")]),
  ];
}

function languageChanges(before: EmailDocument, after: EmailDocument): EmailChange[] {
  const had = languagesOf(before);
  const has = languagesOf(after);
  return [
    ...has
      .filter((it) => !had.includes(it))
      .map((it) => change({ part: "language", name: it }, "added")),
    ...had
      .filter((it) => !has.includes(it))
      .map((it) => change({ part: "language", name: it }, "removed")),
  ];
}

/** Blocks that were added, removed, moved or reconfigured. */
function blockChanges(before: EmailDocument, after: EmailDocument): EmailChange[] {
  const had = new Map(flattenBlocks(before.blocks).map((block) => [block.id, block]));
  const has = new Map(flattenBlocks(after.blocks).map((block) => [block.id, block]));
  const gone = [...had.values()].filter(({ id }) => !has.has(id));
  const added = [...has.values()].filter(({ id }) => !had.has(id));
  const kept = [...has.values()].flatMap((block) => {
    const former = had.get(block.id);
    return former ? [{ block, former }] : [];
  });
  return [
    ...gone.map((block) => change(partOf(block), "removed")),
    ...added.map((block) => change(partOf(block), "added")),
    ...movedIds(before, after).flatMap((id) => {
      const block = has.get(id);
      return block ? [change(partOf(block), "moved")] : [];
    }),
    ...kept
      .filter(({ block, former }) => !same(settingsOf(former), settingsOf(block)))
      .map(({ block }) => change(partOf(block), "settings")),
  ];
}

/** The minimal set of moved blocks among those in both versions. */
function movedIds(before: EmailDocument, after: EmailDocument): readonly string[] {
  const order = (document: EmailDocument) => flattenBlocks(document.blocks).map(({ id }) => id);
  const was = order(before);
  const now = order(after);
  return diffArrays(
    was.filter((id) => now.includes(id)),
    now.filter((id) => was.includes(id)),
  ).flatMap(({ added, value }) => (added ? value : []));
}

function wordChanges(
  before: LocalEmail,
  after: LocalEmail,
  language: EmailLanguage | null,
): EmailChange[] {
  const line = (what: ChangedPart, was: string, is: string): EmailChange[] =>
    was === is ? [] : [{ what, how: "reworded", language, words: diffWords(was, is) }];
  const had = new Map(flattenBlocks(before.blocks).map((block) => [block.id, block]));
  return [
    ...line({ part: "subject" }, before.subject, after.subject),
    ...line({ part: "preheader" }, before.preheader, after.preheader),
    ...flattenBlocks(after.blocks).flatMap((block) => {
      const former = had.get(block.id);
      if (!former) return [];
      const reworded = line(partOf(block), wordsOf(former), wordsOf(block));
      const isFormatted =
        former.kind === "text" && block.kind === "text" && !same(former.text, block.text);
      return reworded.length === 0 && isFormatted
        ? [change(partOf(block), "formatted", language)]
        : reworded;
    }),
  ];
}

/** The text of a block. */
function wordsOf(block: Block): string {
  return BLOCK_WORDS[block.kind]
    .map((field) => {
      const value: unknown = Reflect.get(block, field);
      if (block.kind === "text") return plainWords(block.text);
      return typeof value === "string" ? value : JSON.stringify(value);
    })
    .join("\n");
}

/** Settings of a block, without texts and children. */
function settingsOf(block: Block): unknown {
  const isElsewhere = (field: string) =>
    BLOCK_WORDS[block.kind].includes(field) || (block.kind === "columns" && field === "columns");
  return Object.fromEntries(Object.entries(block).filter(([field]) => !isElsewhere(field)));
}

function partOf(block: Block): ChangedPart {
  return { part: "block", block: { kind: block.kind, summary: shorten(summarizeBlock(block)) } };
}

const shorten = (summary: BlockSummary): BlockSummary =>
  summary.is === "text" ? { ...summary, text: summary.text.slice(0, 40) } : summary;

const change = (
  what: ChangedPart,
  how: EmailChange["how"],
  language: EmailChange["language"] = null,
): EmailChange => ({ what, how, language, words: [] });
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** A diff piece: in both texts, only in the older, or only in the newer. */
interface DiffPiece {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** Maximum number of changed words; texts with more are compared as a whole. */
const MAX_EDITS = 1_000;

/** Word diff: the pieces without `added` are the older text, those without `removed` the newer. */
export function diffWords(before: string, after: string): readonly DiffPiece[] {
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MAX_EDITS }) ?? [
    { removed: true, added: false, value: before },
    { removed: false, added: true, value: after },
  ];
  return changes.map(({ added, removed, value }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}
