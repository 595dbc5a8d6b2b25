import { z } from "zod";
import { defineOperation } from "./admin-operation";

const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const Segment = z.object({ id: z.string(), name: z.string(), query: z.string() });

/** The shop's segments with their names and queries in Shopify's language. */
export const customerSegments = defineOperation({
  name: "CustomerSegments",
  document: `#graphql
    query CustomerSegments($after: String) {
      segments(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id name query }
      }
    }`,
  variables: z.object({ after: z.string().nullable() }),
  result: z.object({ segments: z.object({ pageInfo: PageInfo, nodes: z.array(Segment) }) }),
});

/** One of them; null: it was deleted. */
export const customerSegment = defineOperation({
  name: "CustomerSegment",
  document: `#graphql
    query CustomerSegment($id: ID!) {
      segment(id: $id) { id name query }
    }`,
  variables: z.object({ id: z.string() }),
  result: z.object({ segment: Segment.nullable() }),
});

/** Its members, by ids that contain the customer's number. */
export const customerSegmentMembers = defineOperation({
  name: "CustomerSegmentMembers",
  document: `#graphql
    query CustomerSegmentMembers($id: ID!, $after: String) {
      customerSegmentMembers(segmentId: $id, first: 250, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges { node { id } }
      }
    }`,
  variables: z.object({ id: z.string(), after: z.string().nullable() }),
  result: z.object({
    customerSegmentMembers: z.object({
      totalCount: z.number(),
      pageInfo: PageInfo,
      edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
    }),
  }),
});
