// Swagger UI as a person uses it.

export async function open(page, base) {
  await page.goto(`${base}/docs`);
  await page.locator(".opblock").first().waitFor();
}

export async function openDialog(page) {
  await page.locator(".scheme-container .btn.authorize").click();
  await page.locator(".modal-ux").waitFor();
}

// Presses Authorize, and waits for what comes of it: null, or the words of a refusal.
export async function authorize(form) {
  await form.locator("button.authorize", { hasText: "Authorize" }).click();
  const refusal = form.locator(".errors");
  await form.locator("button", { hasText: "Logout" }).or(refusal).first().waitFor();
  return (await refusal.count()) ? refusal.first().innerText() : null;
}

export async function closeDialog(page) {
  await page.locator(".modal-ux .btn-done").first().click();
  await page.locator(".modal-ux").waitFor({ state: "detached" });
}

// The part of the dialog for one way of signing in, by words in its heading.
export function way(page, words) {
  return page.locator(".modal-ux .auth-container", { hasText: words });
}

export const isSignedIn = async (page) =>
  (await page.locator(".scheme-container .btn.authorize.locked").count()) > 0;

// Opens an operation, fills its fields, presses Execute, and reads the answer that is shown.
export async function execute(page, operation, fields = {}) {
  const block = page.locator(`.opblock[id$="-${operation}"]`);
  if (!(await block.getAttribute("class")).includes("is-open"))
    await block.locator(".opblock-summary-control").click();
  for (const [name, value] of Object.entries(fields)) {
    const row = block.locator(`tr[data-param-name="${name}"]`);
    await row.locator("input, textarea").first().fill(value);
  }
  if (await block.locator(".btn-clear").count()) await block.locator(".btn-clear").click();
  await block.locator("button.execute").click();
  const live = block.locator(".live-responses-table");
  await live.waitFor();
  const status = Number((await live.locator(".response-col_status").nth(1).innerText()).trim());
  const text = await live.locator(".highlight-code code").first().textContent();
  return { status, body: JSON.parse(text) };
}
