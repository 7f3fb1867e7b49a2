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
const PATIENCE = 60_000; // reading the document takes four seconds, and half a minute on a machine with other work

function originOf(request) {
  try {
    return new URL(request.frame().url()).origin;
  } catch {
    return null; // a page that is not there yet
  }
}

// Runs a scenario, then prints what it returned beside what our page did. Pages may talk to `own` and
// `others`, origins; everything else is refused, and reported if it was not the others' page.
export async function play(own, others, scenario) {
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
      const { href, origin, protocol } = new URL(route.request().url());
      if ([own, ...others].includes(origin) || ["data:", "blob:"].includes(protocol))
        return route.continue();
      if (!others.includes(originOf(route.request()))) seen.outside.push(href);
      return route.abort();
    });
    const watch = (page) => {
      const note = (text) => others.includes(new URL(page.url()).origin) || seen.complaints.push(text);
      page.on("pageerror", (error) => note(`error: ${error.message}`));
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) note(`${message.type()}: ${message.text()}`);
      });
    };
    context.pages().forEach(watch);
    context.on("page", watch);
    const page = context.pages()[0];
    try {
      seen.result = await scenario(page, context);
    } catch (error) {
      // For whoever looks into a failure: PICTURE=/tmp/page gives /tmp/page-0.png and so on.
      if (process.env.PICTURE)
        for (const [number, each] of context.pages().entries())
          await each.screenshot({ path: `${process.env.PICTURE}-${number}.png` });
      throw error;
    }
    console.log(JSON.stringify(seen));
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
}
