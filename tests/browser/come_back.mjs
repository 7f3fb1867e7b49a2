// The browser comes back from a provider: with a wrong state, with an error, with nobody waiting.
import { play } from "./chromium.mjs";

const { BASE_URL } = process.env;

await play(BASE_URL, [], async (page, context) => {
  // What Swagger UI leaves for the window that it opened, and what the window did with it.
  const comeBack = async (query) => {
    await page.goto(`${BASE_URL}/health/live`);
    const coming = context.waitForEvent("page");
    await page.evaluate((address) => {
      const told = (window.told = {});
      window.swaggerUIRedirectOauth2 = {
        auth: { name: "SignIn" },
        state: "ours",
        redirectUrl: "/docs/oauth2-redirect",
        callback: ({ auth }) => (told.code = auth.code),
        errCb: ({ message }) => (told.error = message),
      };
      window.open(address);
    }, `${BASE_URL}/docs/oauth2-redirect?${query}`);
    const popup = await coming;
    if (!popup.isClosed()) await popup.waitForEvent("close");
    return page.evaluate(() => window.told);
  };

  const answers = {
    good: await comeBack("code=abc&state=ours&iss=https%3A%2F%2Fmasuk.example"),
    forged: await comeBack("code=abc&state=theirs"),
    stateless: await comeBack("code=abc"),
    refused: await comeBack("error=access_denied&error_description=Tidak+jadi&state=ours"),
    empty: await comeBack("state=ours"),
  };
  await page.goto(`${BASE_URL}/docs/oauth2-redirect?code=abc&state=%3Cscript%3E`);
  return { ...answers, alone: await page.locator("body").innerText() };
});
