// One page of headless Chromium, and all that it asked for and complained of.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PATIENCE = 20_000;

// Runs a scenario, then prints what it returned beside what the page did. `within` are the origins
// that the page may talk to; whatever it wants from elsewhere is refused and reported.
export async function play(within, scenario) {
  const folder = await mkdtemp(join(tmpdir(), "talenta-chromium-"));
  const seen = { outside: [], complaints: [] };
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM,
    headless: true,
    args: FLAGS,
    viewport: { width: 1280, height: 1400 },
  });
  try {
    context.setDefaultTimeout(PATIENCE);
    await context.route("**", (route) => {
      const { origin, protocol } = new URL(route.request().url());
      if (within.includes(origin) || ["data:", "blob:"].includes(protocol)) return route.continue();
      seen.outside.push(route.request().url());
      return route.abort();
    });
    const watch = (page) => {
      page.on("pageerror", (error) => seen.complaints.push(`error: ${error.message}`));
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type()))
          seen.complaints.push(`${message.type()}: ${message.text()}`);
      });
    };
    context.pages().forEach(watch);
    context.on("page", watch);
    const page = context.pages()[0];
    try {
      seen.result = await scenario(page, context);
    } catch (error) {
      const picture = process.env.PICTURE;
      if (picture) await page.screenshot({ path: picture });
      throw error;
    }
    console.log(JSON.stringify(seen));
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
}
