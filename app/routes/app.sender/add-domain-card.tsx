import { BlockStack, Button, Card, Form, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { SenderRequest } from "~/delivery/sender/answer-sender-request.server";

interface AddDomainCardProps {
  isBusy: boolean;
  onAsk: (request: SenderRequest) => void;
}

/** For a domain without a sender address: prove it in advance, or move it from another store. */
export function AddDomainCard({ isBusy, onAsk }: AddDomainCardProps) {
  const [domain, setDomain] = useState("");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Add a domain
        </Text>
        <Form
          onSubmit={() => {
            onAsk({ kind: "add_domain", domain });
            setDomain("");
          }}
        >
          <TextField
            label="Domain"
            placeholder="your-store.com"
            autoComplete="off"
            helpText="To prove a domain before you send from it, or to move it here from another store."
            value={domain}
            onChange={setDomain}
            connectedRight={
              <Button submit disabled={domain.trim() === ""} loading={isBusy}>
                Add domain
              </Button>
            }
          />
        </Form>
      </BlockStack>
    </Card>
  );
}
