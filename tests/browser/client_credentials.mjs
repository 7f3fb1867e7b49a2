// A tester signs in with a client's id and secret, tries operations, reloads, tries again.
import { play } from "./chromium.mjs";
import { authorize, closeDialog, execute, isSignedIn, open, openDialog, way } from "./swagger_ui.mjs";

const { BASE_URL, CLIENT_ID, CLIENT_SECRET } = process.env;

await play(BASE_URL, [], async (page) => {
  await open(page, BASE_URL);
  const anonymous = await execute(page, "list_agencies");

  await openDialog(page);
  const form = way(page, "clientCredentials");
  const before = await form.locator("#client_id_clientCredentials").inputValue();
  await form.locator("#client_id_clientCredentials").fill(CLIENT_ID);
  await form.locator("#client_secret_clientCredentials").fill(CLIENT_SECRET);
  const refusal = await authorize(form);
  if (refusal !== null) return { refusal };
  await closeDialog(page);

  const agencies = await execute(page, "list_agencies");
  const units = await execute(page, "list_units", { limit: "2" });
  const unknown = await execute(page, "get_employee", {
    employee_id: "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b",
  });
  await page.reload();
  await page.locator(".opblock").first().waitFor();
  const kept = await isSignedIn(page);
  const again = await execute(page, "list_agencies");
  return { before, anonymous, agencies, units, unknown, kept, again };
});
