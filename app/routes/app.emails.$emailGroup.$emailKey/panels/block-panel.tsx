import {
  Banner,
  BlockStack,
  Button,
  ButtonGroup,
  InlineStack,
  Text,
  Tooltip,
} from "@shopify/polaris";
import { ArrowDownIcon, ArrowUpIcon, DeleteIcon, DuplicateIcon } from "@shopify/polaris-icons";
import { useFormat, useText } from "~/i18n/text-provider";
import { BLOCK_WORDS, type Block } from "~/messages/blocks/block";
import { localize } from "~/messages/document/email-document";
import { findBlock, placeBeside } from "~/messages/editing/block-place";
import type { RuleBuilderData } from "~/pages/segments/segment-pages.server";
import { SavedBlockPanel } from "../saved/saved-block-panel";
import type { Editor } from "../use-editor";
import { blockFields } from "./block-fields";
import { KindPanel } from "./kind-panel";
import { BlockConditionFields } from "./condition-fields";
import { PlaceField } from "./place-field";

interface BlockPanelProps {
  editor: Editor;
  builder: RuleBuilderData;
}

/** All settings of the selected block: text, style, condition and position. */
export function BlockPanel({ editor, builder }: BlockPanelProps) {
  const text = useText("email-editor");
  const { document, language, selectedId } = editor;
  const block = findBlock(localize(document, language).blocks, selectedId);
  if (!block) return null;
  const fields = blockFields(editor, block);
  return (
    <BlockStack gap="400">
      <InlineStack align="space-between" blockAlign="center">
        <Text as="h2" variant="headingMd">
          {text(`block.${block.kind}`)}
        </Text>
        <BlockActions block={block} editor={editor} />
      </InlineStack>
      <LanguageNote block={block} editor={editor} />
      <KindPanel block={block} {...fields} />
      <BlockConditionFields
        block={block}
        set={fields.set}
        paths={fields.conditions}
        builder={builder}
      />
      <PlaceField block={block} editor={editor} />
      <SavedBlockPanel block={block} editor={editor} />
    </BlockStack>
  );
}

function BlockActions({ block, editor }: { block: Block; editor: Editor }) {
  const text = useText("email-editor");
  const { document, edit, select } = editor;
  const up = placeBeside(document, block.id, -1);
  const down = placeBeside(document, block.id, 1);
  const { id: blockId } = block;
  return (
    <ButtonGroup noWrap gap="extraTight">
      <Action
        label={text("blocks.moveUp")}
        icon={ArrowUpIcon}
        isOff={up === null}
        onClick={() => up && edit({ kind: "move", blockId, to: up })}
      />
      <Action
        label={text("blocks.moveDown")}
        icon={ArrowDownIcon}
        isOff={down === null}
        onClick={() => down && edit({ kind: "move", blockId, to: down })}
      />
      <Action
        label={text("blocks.duplicate")}
        icon={DuplicateIcon}
        onClick={() => edit({ kind: "duplicate", blockId })}
      />
      <Action
        label={text("remove")}
        icon={DeleteIcon}
        onClick={() => {
          const index = document.blocks.findIndex(({ id }) => id === blockId);
          const beside = document.blocks[index + 1] ?? document.blocks[index - 1];
          if (beside) select(beside.id);
          edit({ kind: "remove", blockId });
        }}
      />
    </ButtonGroup>
  );
}

interface ActionProps {
  label: string;
  icon: typeof ArrowUpIcon;
  isOff?: boolean;
  onClick: () => void;
}

function Action({ label, icon, isOff = false, onClick }: ActionProps) {
  return (
    <Tooltip content={label} dismissOnMouseOut>
      <Button
        variant="tertiary"
        icon={icon}
        accessibilityLabel={label}
        disabled={isOff}
        onClick={onClick}
      />
    </Tooltip>
  );
}

/** Which fields belong to the language, and whether they are translated. */
function LanguageNote({ block, editor: { document, language } }: { block: Block; editor: Editor }) {
  const text = useText("email-editor");
  const format = useFormat();
  if (language === document.language || BLOCK_WORDS[block.kind].length === 0) return null;
  const own = document.translations[language]?.blocks[block.id] ?? {};
  const isTranslated = BLOCK_WORDS[block.kind].some((field) => Object.hasOwn(own, field));
  return isTranslated ? (
    <Text as="p" variant="bodySm" tone="subdued">
      {text("language.translated", { language: format.languageInText(language) })}
    </Text>
  ) : (
    <Banner tone="info">
      {text("language.notTranslated", {
        language: format.languageInText(language),
        fallback: format.languageInText(document.language),
      })}
    </Banner>
  );
}
