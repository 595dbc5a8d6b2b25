import type { PrismaClient } from "~/generated/prisma/client";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { ShopId } from "~/lib/shop-id";
import { inShop } from "~/db-scope.server";
import type { Keyring } from "~/privacy/keyring.server";
import { contactLocation } from "~/profiles/contact";
import { indexCustomersJob } from "~/profiles/search/index-customers.job.server";
import { findMatchingCustomers } from "~/pages/customers/customer-list.server";
import { quantile, roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import { createDatabase, type DatabaseName } from "../databases";
import { hex } from "../seed-shop";
import { nthContact } from "./name-customers";

const CUSTOMERS = 100_000;
const CUSTOMERS_A_STATEMENT = 5_000;
const QUERIES = 400;
const WARM_UP = 50;
const SHOWN = 25;
const GUIDE_MS = 100;
const SHOP_ID = ShopId.parse("bench-0.myshopify.com");

type Contact = ReturnType<typeof nthContact>;

/** What a merchant types, from the customer's contact and a number that varies. */
const QUERY_KINDS: Readonly<Record<string, (it: Contact, n: number) => string>> = {
  "three letters of a first name": ({ firstName }) => firstName.slice(0, 3),
  "a first name": ({ firstName }) => firstName,
  "the beginning of a last name": ({ lastName }, n) => lastName.slice(0, 3 + (n % 4)),
  "first and last name": ({ firstName, lastName }) => `${firstName} ${lastName}`,
  "a last name and a letter": ({ firstName, lastName }) => `${lastName} ${firstName[0]}`,
  "the beginning of an address": ({ email }) => email.slice(0, 7),
  "an address": ({ email }) => email,
  "an order number": (_contact, n) => `#${n}`,
  "a name that nobody has": ({ firstName }, n) => `${firstName.slice(0, 3)}xq${n}`,
};

/** Searches for customers in a shop of 100,000, and what the index takes. */
export async function benchSearch(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  const notes: string[] = [];
  for (const name of databases) {
    const database = await createDatabase(name);
    // Statements run in the shop's role, whose policies decide which index the planner may use.
    await database.use(async ({ db }, keyring) => {
      await seedCustomers(db, keyring);
      // As the app's upkeep does while a shop is imported.
      await db.$executeRawUnsafe("analyze");
      notes.push(await indexAll(name, db, keyring));
      await db.$executeRawUnsafe("vacuum (analyze)");
      for (const [kind, write] of Object.entries(QUERY_KINDS)) {
        const work = () => timeQueries(db, keyring, write, repeats);
        const { times, cpuMs } = await inShop(SHOP_ID, work);
        const p95 = quantile(times, 0.95);
        rows.push([
          `${name}, ${kind}`,
          roundSignificant(quantile(times, 0.5)),
          roundSignificant(p95),
          roundSignificant(cpuMs),
          p95 < GUIDE_MS ? "met" : "missed",
        ]);
      }
    });
    await database.remove();
  }
  return {
    title: "Search for customers",
    intro: [
      `By what is typed, in a shop of ${CUSTOMERS.toLocaleString("en-GB")} customers with encrypted names, whose frequencies follow Zipf's law, and one order each. With decryption of the up to ${SHOWN} shown customers. CPU is that of the app's process, which includes PGlite and excludes PostgreSQL. Guide: 95 of 100 in less than ${GUIDE_MS} ms.`,
    ],
    columns: ["", "p50 ms", "p95 ms", "CPU ms", "guide"],
    rows,
    notes,
  };
}

async function timeQueries(
  db: PrismaClient,
  keyring: Keyring,
  write: (typeof QUERY_KINDS)[string],
  repeats: number,
): Promise<{ readonly times: readonly number[]; readonly cpuMs: number }> {
  const times: number[] = [];
  let cpu = process.cpuUsage();
  for (let n = 0; n < WARM_UP + QUERIES * repeats; n++) {
    const query = write(nthContact((n * 7919) % CUSTOMERS), n);
    if (n === WARM_UP) cpu = process.cpuUsage();
    const startedMs = performance.now();
    await findMatchingCustomers(db, SHOP_ID, query, { keyring, limit: SHOWN });
    if (n >= WARM_UP) times.push(performance.now() - startedMs);
  }
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1_000 / times.length;
  return { times: times.sort((a, b) => a - b), cpuMs };
}

async function seedCustomers(db: PrismaClient, keyring: Keyring): Promise<void> {
  await db.shop.create({
    data: {
      ...{ shopId: SHOP_ID, name: "Kettle & Co", currency: "GBP", timeZone: "Europe/London" },
      ...{ primaryUrl: "https://kettle.example", installedAt: new Date() },
    },
  });
  for (let from = 0; from < CUSTOMERS; from += CUSTOMERS_A_STATEMENT) {
    const rows = Array.from({ length: CUSTOMERS_A_STATEMENT }, (_, i) => {
      const contact = nthContact(from + i);
      const customerId = String(7_000_000_000 + from + i);
      const profileId = profileIdOfCustomer(customerId);
      const location = contactLocation(SHOP_ID, profileId);
      return {
        ...{ profile_id: profileId, customer_id: customerId, name: `#${from + i}` },
        email_index: hex(keyring.blindIndex(SHOP_ID, contact.email)),
        sealed_contact: hex(keyring.seal(JSON.stringify(contact), location)),
      };
    });
    await db.$executeRaw`
      with added as (
        insert into profile (shop_id, profile_id, customer_id, email_index, sealed_contact,
          last_order_at, created_at, order_count)
        select ${SHOP_ID}, profile_id, customer_id, decode(email_index, 'hex'),
          decode(sealed_contact, 'hex'), now() - random() * interval '700 days', now(), 1
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one (
          profile_id text, customer_id text, email_index text, sealed_contact text))
      insert into "order" (shop_id, order_id, name, profile_id, placed_at, currency, total_minor,
        source_updated_at)
      select ${SHOP_ID}, name, name, profile_id, now(), 'GBP', 24, now()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one (profile_id text, name text)`;
  }
}

/** Indexes all customers as after an update of the app. @returns what it cost */
async function indexAll(name: DatabaseName, db: PrismaClient, keyring: Keyring): Promise<string> {
  const { signal } = new AbortController();
  const deps = { db, keyring, now: () => new Date() };
  const startedMs = performance.now();
  while ((await indexCustomersJob.run(SHOP_ID, deps, signal)).more);
  const msEach = (performance.now() - startedMs) / CUSTOMERS;
  await db.$executeRawUnsafe("vacuum (analyze)");
  const [size] = await db.$queryRaw<[{ bytes: number; rows: number }]>`
    select pg_total_relation_size('search_token')::float8 as bytes,
      (select count(*) from search_token)::float8 as rows`;
  const rowsEach = roundSignificant(size.rows / CUSTOMERS);
  const bytesEach = Math.round(size.bytes / CUSTOMERS);
  return `${name}: a customer has ${rowsEach} rows in the index, which take ${bytesEach} bytes with their keys. Indexing takes ${roundSignificant(msEach)} ms each, in slices of 250.`;
}
