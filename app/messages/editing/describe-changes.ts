import { diffArrays } from "diff";
import { nameLanguage } from "~/i18n/locale";
import { BLOCK_WORDS, flattenBlocks, type Block } from "../blocks/block";
import { type EmailLanguage } from "../document/languages";
import {
  languagesOf,
  localize,
  type LocalEmail,
  type EmailDocument,
} from "../document/email-document";
import { BLOCK_NAMES, blockSummary, plainWords } from "./block-words";
import { diffWords, type DiffPiece } from "./word-diff";

/** A difference between two versions of an email. */
export interface EmailChange {
  /** "Heading", "Subject in German" */
  readonly what: string;
  /** "was removed", "was changed" */
  readonly how: string;
  /** Text diff, if the text changed. */
  readonly words: readonly DiffPiece[];
}

/** Display name of a language. */
export const languageName = (language: EmailLanguage): string => nameLanguage(language, "en");

/** Describes the differences between two versions: added, removed, moved, reworded or reconfigured blocks. */
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
          language === after.language ? "" : ` in ${languageName(language)}`,
        ),
      ),
    ...(same(before.theme, after.theme) ? [] : [change("Look", "was changed")]),
    ...(same(before.footer, after.footer) ? [] : [change("Footer", "gives another reason")]),
  ];
}

function languageChanges(before: EmailDocument, after: EmailDocument): EmailChange[] {
  const had = languagesOf(before);
  const has = languagesOf(after);
  return [
    ...has.filter((it) => !had.includes(it)).map((it) => change(languageName(it), "was added")),
    ...had.filter((it) => !has.includes(it)).map((it) => change(languageName(it), "was removed")),
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
    ...gone.map((block) => change(nameOf(block), "was removed")),
    ...added.map((block) => change(nameOf(block), "was added")),
    ...movedIds(before, after).flatMap((id) => {
      const block = has.get(id);
      return block ? [change(nameOf(block), "was moved")] : [];
    }),
    ...kept
      .filter(({ block, former }) => !same(settingsOf(former), settingsOf(block)))
      .map(({ block }) => change(nameOf(block), "was set differently")),
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

function wordChanges(before: LocalEmail, after: LocalEmail, where: string): EmailChange[] {
  const line = (what: string, was: string, is: string) =>
    was === is ? [] : [{ what: what + where, how: "was reworded", words: diffWords(was, is) }];
  const had = new Map(flattenBlocks(before.blocks).map((block) => [block.id, block]));
  return [
    ...line("Subject", before.subject, after.subject),
    ...line("Preview text", before.preheader, after.preheader),
    ...flattenBlocks(after.blocks).flatMap((block) => {
      const former = had.get(block.id);
      if (!former) return [];
      const reworded = line(nameOf(block), wordsOf(former), wordsOf(block));
      const isFormatted =
        former.kind === "text" && block.kind === "text" && !same(former.text, block.text);
      return reworded.length === 0 && isFormatted
        ? [change(nameOf(block) + where, "was formatted differently")]
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

function nameOf(block: Block): string {
  const summary = blockSummary(block).slice(0, 40);
  return summary === "" ? BLOCK_NAMES[block.kind] : `${BLOCK_NAMES[block.kind]} “${summary}”`;
}

const change = (what: string, how: string): EmailChange => ({ what, how, words: [] });
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
