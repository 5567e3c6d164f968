// The report in a real browser: complete without a network, without script, by keyboard, at every width.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.mjs";

const program = process.env.BERINGIA ?? new URL("../target/release/beringia", import.meta.url).pathname;
const axe = readFileSync(new URL("./node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const folder = mkdtempSync(join(tmpdir(), "beringia-e2e-"));
const run = (...words) => execFileSync(program, words, { stdio: ["ignore", "pipe", "pipe"] });
const reports = {};
let browser;

before(async () => {
  run("invent", "--people", "500", "--statements", "60", "--seed", "e2e", "--exposures", "--out", join(folder, "tables"));
  for (const audience of ["internal", "public"]) {
    run("analyse", join(folder, "tables"), "--audience", audience, "--out", join(folder, audience), "-q");
    reports[audience] = join(folder, audience, "report.html");
  }
  run("analyse", join(folder, "tables", "votes.csv"), join(folder, "tables", "statements.csv"), "--out", join(folder, "plain"), "-q");
  reports.plain = join(folder, "plain", "report.html");
  browser = await launch();
});
after(() => browser?.close());

const settings = [];
for (const width of [390, 1280]) for (const zh of [false, true]) for (const dark of [false, true]) settings.push({ width, zh, dark });

for (const name of ["internal", "public", "plain"]) {
  test(`${name}: nothing is fetched, nothing is refused, nothing overflows`, async () => {
    for (const setting of settings) {
      const page = await open(browser, reports[name], setting);
      assert.equal(page.requests.length, 1, page.requests.join("\n"));
      assert.deepEqual(page.problems, []);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${overflow} px too wide at ${JSON.stringify(setting)}`);
      await page.context().close();
    }
  });

  test(`${name}: no serious barrier`, async () => {
    for (const setting of settings) {
      const page = await open(browser, reports[name], setting);
      // The page's own policy refuses every script, so the checker is handed in beside it.
      const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
      const serious = found.violations.filter((v) => ["serious", "critical"].includes(v.impact));
      assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`), [], JSON.stringify(setting));
      await page.context().close();
    }
  });
}

test("the language is chosen by a link, without script, and shows one edition at a time", async () => {
  const page = await open(browser, reports.internal, { script: false });
  assert.equal(await page.locator("#en").isVisible(), true);
  assert.equal(await page.locator("#zh").isVisible(), false);
  await page.locator("#en .switch").click();
  assert.equal(await page.locator("#zh").isVisible(), true);
  assert.equal(await page.locator("#en").isVisible(), false);
  await page.locator("#zh .contents a").nth(1).click();
  assert.equal(await page.locator("#zh").isVisible(), true, "a link inside keeps the language");
  await page.locator("#zh .switch").click();
  assert.equal(await page.locator("#en").isVisible(), true);
  await page.context().close();
});

test("everything is reached by keyboard", async () => {
  const page = await open(browser, reports.internal, {});
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.className), /skip/);
  const summaries = page.locator("#en summary");
  await summaries.first().focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#en details").first().evaluate((d) => d.open), true);
  await page.context().close();
});

test("headings are in order and every picture has a name", async () => {
  for (const zh of [false, true]) {
    const page = await open(browser, reports.internal, { zh });
    const id = zh ? "#zh" : "#en";
    const levels = await page.locator(`${id} h1, ${id} h2, ${id} h3`).evaluateAll((list) => list.map((h) => Number(h.tagName[1])));
    levels.reduce((before, level) => (assert.ok(level <= before + 1, "a level is skipped"), level), 0);
    const unnamed = await page.locator(`${id} svg[role=img]`).evaluateAll((list) => list.filter((s) => !s.querySelector("title")?.textContent || !s.querySelector("desc")?.textContent).length);
    assert.equal(unnamed, 0);
    const twice = await page.evaluate(() => { const ids = [...document.querySelectorAll("[id]")].map((e) => e.id).filter(Boolean); return ids.filter((id, at) => ids.indexOf(id) !== at); });
    assert.deepEqual(twice, []);
    await page.context().close();
  }
});

test("it prints, with the tables that are folded on screen", async () => {
  const page = await open(browser, reports.internal, { print: true });
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.length > 50_000);
  const text = await page.locator("#en-table").evaluate((d) => d.checkVisibility());
  assert.equal(text, true);
  await page.context().close();
});
