// What a SIMPEG does, with types from openapi-typescript and requests by openapi-fetch.
//
//   BASE_URL=http://127.0.0.1:8000 CLIENT_ID=… CLIENT_SECRET=… node story.mjs
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./talenta.js";

type Problem = components["schemas"]["ProblemRead"];
type EmployeeRecord = components["schemas"]["EmployeeRecord"];
type EmployeeRead = components["schemas"]["EmployeeRead"];

function ended(words: string): never {
  console.error(words);
  process.exit(1);
}

function setting(name: string): string {
  return process.env[name] ?? ended(`${name} is not set`);
}

// The answer, or the end of the program with the service's own words.
function expect<T>({ data, error }: { data?: T; error?: Problem }): NonNullable<T> {
  return data ?? ended(error ? `${error.status} ${error.code}: ${error.detail}` : "no answer");
}

const api = createClient<paths>({ baseUrl: setting("BASE_URL") });

// 1. A token, good for a quarter of an hour.
const token = expect(
  await api.POST("/oauth/token", {
    body: {
      grant_type: "client_credentials",
      client_id: setting("CLIENT_ID"),
      client_secret: setting("CLIENT_SECRET"),
    },
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  }),
);
const authorised: Middleware = {
  onRequest({ request }) {
    request.headers.set("Authorization", `Bearer ${token.access_token}`);
  },
};
api.use(authorised);

// 2. Everybody, page by page, until `next` is null.
const people: EmployeeRead[] = [];
let cursor: string | null | undefined;
do {
  const query = { limit: 50, ...(cursor ? { cursor } : {}) };
  const page = expect(await api.GET("/v1/employees", { params: { query } }));
  people.push(...page.items);
  cursor = page.next;
} while (cursor !== null);
console.log("people:", people.length, "distinct:", new Set(people.map(({ id }) => id)).size);

// 3. One of them, whose record goes back as it came: nothing differs. What was masked is asked for.
const person = expect(
  await api.GET("/v1/employees/by-nip/{nip}", { params: { path: { nip: people[0]!.nip } } }),
);
const { nip, old_nip, phone, email } = expect(
  await api.POST("/v1/employees/{employee_id}/unmasking", {
    params: { path: { employee_id: person.id } },
    body: { purpose: "verification", reason: "Mencocokkan data dengan SIMPEG." },
  }),
);
const { id, agency_id, recorded_at, cohort, employment, birth_date, nip: _, ...shown } = person;
const record = { ...shown, old_nip, phone, email } as EmployeeRecord; // lists are open when read
const put = (body: EmployeeRecord) =>
  api.PUT("/v1/employees/by-nip/{nip}", {
    params: { path: { nip }, header: { "If-Match": "*" } },
    body,
  });
console.log("recorded:", expect(await put(record)).verdict);

// 4. A name with a title more: one field differs.
const back_title = person.back_title === "M.Si." ? "M.M." : "M.Si.";
const recorded = expect(await put({ ...record, back_title }));
console.log("recorded:", recorded.verdict, ...recorded.changes.map(({ field }) => field));

// 5. A fault, such as a unit that nobody knows, is a problem with a pointer to it.
const { error } = await put({ ...record, unit_id: "00000000-0000-7000-8000-000000000000" });
if (!error?.errors?.[0]) ended("it should have been refused");
console.log("refused:", error.status, error.code, error.errors[0].pointer);

// 6. A map, asked for twice under one key and made once.
const wish = { name: `Peta ${crypto.randomUUID()}`, scheme: "bkn-411-2025", as_of: "2026-01-01" };
const header = { "Idempotency-Key": crypto.randomUUID() };
const first = await api.POST("/v1/talent-maps", { params: { header }, body: wish });
const again = await api.POST("/v1/talent-maps", { params: { header }, body: wish });
let there = expect(first);
const replayed = again.response.headers.get("Idempotent-Replayed");
console.log("replayed:", replayed, "same:", there.id === expect(again).id);
const path = { map_id: there.id };
while (there.state !== "done" && there.state !== "failed") {
  await new Promise((resolve) => setTimeout(resolve, 200));
  there = expect(await api.GET("/v1/talent-maps/{map_id}", { params: { path } }));
}

// 7. Its nine boxes, and a score: text of four decimals, or null where there is none.
const box = expect(await api.GET("/v1/talent-maps/{map_id}/nine-box", { params: { path } }));
const all = box.boxes.reduce((sum, { people }) => sum + people, box.without_box);
console.log("boxes:", box.boxes.length, "all:", all);
const query = { limit: 200 };
const placed = expect(
  await api.GET("/v1/talent-maps/{map_id}/placements", { params: { path, query } }),
);
const scores = placed.items.map(({ performance }) => performance);
const score: string | null | undefined = scores.find((one) => one !== null);
console.log("score:", score, "null:", scores.includes(null));
