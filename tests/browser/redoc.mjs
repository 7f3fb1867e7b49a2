// Somebody reads the documentation in ReDoc.
import { play } from "./chromium.mjs";

const { BASE_URL } = process.env;

await play(BASE_URL, [], async (page) => {
  await page.goto(`${BASE_URL}/redoc`);
  const heading = page.locator("h1").first();
  await heading.waitFor();
  return {
    title: await heading.innerText(),
    operations: await page.locator('[id^="tag/"] h2, [id^="operation/"] h2').count(),
  };
});
