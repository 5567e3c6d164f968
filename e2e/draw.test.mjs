// The pages of a draw in a real browser: the example of the handbook, from quotas to proof, in both languages.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.mjs";

const here = (path) => new URL(path, import.meta.url).pathname;
const program = process.env.BERINGIA ?? here("../target/release/beringia");
const axe = readFileSync(here("./node_modules/axe-core/axe.min.js"), "utf8");
const shots = here("../target/site-shots");
const folder = mkdtempSync(join(tmpdir(), "beringia-draw-"));
const draw = join(folder, "draw");
const run = (...words) =>
  execFileSync(program, ["draw", ...words, "--quiet"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
const pages = { plan: join(folder, "plan", "plan.html"), proof: join(draw, "proof.html"), auditors: join(draw, "proof-auditors.html") };
let browser;

before(async () => {
  const example = here("../docs/handbook/example");
  const pool = [join(example, "quotas.csv"), join(example, "people.csv"), "--size", "24", "--one-per", "household"];
  const hash = (name) => /[0-9a-f]{64}/.exec(run("secret", "--out", name))[0];
  const hashes = ["--hash-a", hash("a.secret"), "--hash-b", hash("b.secret")];
  run("plan", ...pool, "--out", "plan");
  run("commit", ...pool, "--title", "Spring delegation", "--keeper-a", "Harbour Society", "--keeper-b", "Valley Union", ...hashes,
    "--source", "digits", "--named", "Harbour Daily Three and Valley Pick Three", "--at", "2026-12-01T08:00Z",
    "--reveal-by", "2026-12-05T10:00Z", "--draw-at", "2026-12-05T12:00Z", "--out", "draw");
  for (const [act, at] of [["approve", "2026-12-02T08:00Z"], ["reveal", "2026-12-03T08:00Z"]])
    for (const secret of ["a.secret", "b.secret"]) run(act, "draw", "--secret", secret, "--at", at);
  run("run", "draw", "--value", "417 905", "--at", "2026-12-05T12:00Z");
  mkdirSync(shots, { recursive: true });
  browser = await launch();
});
after(() => browser?.close());

const settings = [];
for (const width of [390, 1280]) for (const zh of [false, true]) for (const dark of [false, true]) settings.push({ width, zh, dark });

for (const name of Object.keys(pages)) {
  test(`${name}: nothing is fetched, nothing is refused, nothing overflows, no serious barrier`, async () => {
    for (const setting of settings) {
      const page = await open(browser, pages[name], setting);
      assert.equal(page.requests.length, 1, page.requests.join("\n"));
      assert.deepEqual(page.problems, []);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${overflow} px too wide at ${JSON.stringify(setting)}`);
      const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
      const serious = found.violations.filter((v) => ["serious", "critical"].includes(v.impact));
      assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`), [], JSON.stringify(setting));
      const look = `draw-${name}-${setting.zh ? "zh" : "en"}-${setting.width}${setting.dark ? "-dark" : ""}.png`;
      await page.screenshot({ path: join(shots, look), fullPage: true });
      await page.context().close();
    }
  });
}

test("the proof says which line was drawn, and prints in both languages", async () => {
  const page = await open(browser, pages.proof, { script: false });
  assert.equal(await page.locator("#en .ticket").innerText(), "322");
  await page.locator("#en .switch").click();
  assert.equal(await page.locator("#zh .ticket").isVisible(), true);
  assert.equal(await page.locator("#en .ticket").isVisible(), false);
  await page.emulateMedia({ media: "print" });
  for (const language of ["#en", "#zh"]) assert.equal(await page.locator(`${language} .ticket`).isVisible(), true);
  assert.ok((await page.pdf({ format: "A4" })).length > 50_000);
  await page.context().close();
});
