// A tester of the demonstration is another of its clients by one click, and stays it when the page is read again.
import { play } from "./chromium.mjs";
import { execute, isSignedIn, open } from "./swagger_ui.mjs";

const { BASE_URL } = process.env;

await play(BASE_URL, [], async (page) => {
  await open(page, BASE_URL);
  const bar = page.locator("#roles");
  const pressed = () => bar.locator('button[aria-pressed="true"]').allInnerTexts();
  const be = async (role) => {
    await bar.locator(`button[value="${role}"]`).click();
    await bar.locator(`button[value="${role}"][aria-pressed="true"]`).waitFor();
  };
  const roles = await bar.locator("button").allInnerTexts();
  const before = { pressed: await pressed(), signedIn: await isSignedIn(page) };

  await be("analyst");
  const analyst = await execute(page, "list_clients");
  await be("admin");
  const admin = await execute(page, "list_clients");
  await page.reload();
  await page.locator(".opblock").first().waitFor();
  const kept = { pressed: await pressed(), signedIn: await isSignedIn(page) };
  const again = await execute(page, "list_clients");
  return { roles, before, analyst, admin, kept, again };
});
