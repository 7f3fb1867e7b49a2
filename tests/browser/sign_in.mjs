// A person signs in at the provider through Swagger UI, tries operations, reloads, tries again.
import { play } from "./chromium.mjs";
import { authorize, closeDialog, execute, isSignedIn, open, openDialog, way } from "./swagger_ui.mjs";

const { BASE_URL, ISSUER, ACCOUNT, AGENCY, CANCEL } = process.env;

await play(BASE_URL, [ISSUER], async (page, context) => {
  await open(page, BASE_URL);
  await openDialog(page);
  const form = way(page, "authorizationCode");
  const coming = context.waitForEvent("page");
  const outcome = authorize(form);
  outcome.catch(() => {}); // it is awaited below, if nothing fails before
  const popup = await coming;

  if (CANCEL) {
    await popup.locator("a", { hasText: "Cancel" }).click();
    return { refusal: await outcome };
  }
  await popup.locator('input[name="login"]').fill(ACCOUNT);
  await popup.locator('input[name="password"]').fill("anything");
  await popup.locator('button[type="submit"]').click();
  await popup.locator("button", { hasText: "Continue" }).click();
  const refusal = await outcome;
  if (refusal !== null) return { refusal };
  await closeDialog(page);

  const first = await execute(page, "list_agencies");
  if (AGENCY) {
    await openDialog(page);
    const header = way(page, "Talenta-Agency");
    await header.locator("input").fill(AGENCY);
    await authorize(header);
    await closeDialog(page);
  }
  const agencies = await execute(page, "list_agencies");
  const units = await execute(page, "list_units", { limit: "2" });
  await page.reload();
  await page.locator(".opblock").first().waitFor();
  const kept = await isSignedIn(page);
  const again = await execute(page, "list_agencies");
  return { first, agencies, units, kept, again, popup: popup.isClosed() };
});
