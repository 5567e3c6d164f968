// What the journey through the site is made of: a server, visitors, two kinds of hands, and a look at a page.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
export const program = process.env.BERINGIA ?? here("../target/release/beringia");
export const shots = here("../target/site-shots");
const axe = readFileSync(here("./node_modules/axe-core/axe.min.js"), "utf8");
mkdirSync(shots, { recursive: true });

/** Runs the program; gives its exit code and what it said. */
export function run(...words) {
  const done = spawnSync(program, words, { encoding: "utf8" });
  return { code: done.status, said: done.stdout + done.stderr };
}

/** Serves a new exchange; gives its address and the one-time link of its first organiser. */
export const serve = (folder) => started(["serve", "--data", folder, "--listen", "127.0.0.1:0"], /http:\/\/\S+\/link\/\S+/);

/** Starts the invented exchange, whose organisers anybody may be. */
export const demo = (folder) => started(["demo", "--no-open", "--quiet", "--port", "0", "--out", folder, "--language", "en"]);

function started(what, link = /http/) {
  const child = spawn(program, what, { env: { ...process.env, LC_ALL: "C.UTF-8" } });
  let told = "";
  let logged = "";
  child.stderr.on("data", (text) => (logged += text));
  return new Promise((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}: ${logged}`)));
    child.stdout.on("data", (text) => {
      told += text;
      const address = told.match(/(http:\/\/127\.0\.0\.1:\d+)\/?[\s.]/)?.[1];
      const found = told.match(link)?.[0];
      if (address && found) resolve({ child, address, link: found, logged: () => logged });
    });
  });
}

/** Asks the server to stop, and waits until it has; gives its exit code. */
export function stop({ child }) {
  child.removeAllListeners("exit");
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  return ended;
}

/** Unpacks a zip into a folder. */
export const unzip = (file, folder) => execFileSync("python3", ["-m", "zipfile", "-e", file, folder]);

/** A table as objects; its texts hold no line breaks. */
export function readTable(path) {
  const [head, ...rows] = readFileSync(path, "utf8").replace(/^\uFEFF/, "").trimEnd().split(/\r?\n/).map(cells);
  return rows.map((row) => Object.fromEntries(head.map((name, place) => [name, row[place]])));
}

const cells = (line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);

/** A telephone on which a messenger shows the page in its own window, as WeChat does on Android. */
const insideOtherProgram = {
  viewport: { width: 360, height: 560 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  userAgent: "Mozilla/5.0 (Linux; Android 12; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/107.0 Mobile Safari/537.36 MicroMessenger/8.0 NetType/WIFI Language/zh_CN",
};

/** A browser of somebody's own; whatever it asks elsewhere or complains of is noted in `notes`. */
export async function visitor(browser, address, notes, { zh = false, script = true, width = 390, inside = false } = {}) {
  const context = await browser.newContext({
    locale: zh ? "zh-CN" : "en-US",
    javaScriptEnabled: script,
    viewport: { width, height: 844 },
    deviceScaleFactor: 1,
    ...(inside ? insideOtherProgram : {}),
  });
  context.setDefaultTimeout(10_000);
  const self = { context, zh, tag: zh ? "zh-Hans" : "en", refusals: new Set() };
  // A browser writes every refused page into its console; only those a test expects are passed over.
  const isExpected = (text) => [...self.refusals].some((status) => text.includes(`status of ${status} `));
  context.on("request", (request) => {
    notes.requests += 1;
    if (!request.url().startsWith(`${address}/`)) notes.foreign.push(request.url());
  });
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !isExpected(message.text())) notes.complaints.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on("weberror", (problem) => notes.complaints.push(String(problem.error())));
  self.page = await context.newPage();
  self.page.on("response", (response) => {
    if (response.request().isNavigationRequest()) self.document = response;
  });
  self.go = (path) => self.page.goto(path.startsWith("http") ? path : address + path);
  self.text = (selector = "main") => self.page.locator(selector).first().innerText();
  return self;
}

/** Does something that leads to another page, and waits for that page. */
export async function onward(page, act) {
  const arrived = page.waitForEvent("domcontentloaded");
  await act();
  await arrived;
}

/** Does something that gives a file, and keeps the file. */
export async function kept(page, path, act) {
  const coming = page.waitForEvent("download");
  await act();
  const download = await coming;
  await download.saveAs(path);
  return download.suggestedFilename();
}

/** Hands with a mouse, or a finger. */
export const pointing = {
  press: (page, selector) => onward(page, () => page.locator(selector).first().click()),
  choose: (page, selector) => page.locator(selector).check(),
  type: (page, selector, text) => page.locator(selector).fill(text),
};

/** Goes on with the Tab key until this has the focus. */
async function reach(page, selector) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.locator(`${selector} >> visible=true`).evaluateAll((all) => all.includes(document.activeElement))) return;
  }
  assert.fail(`${selector} is not reached with Tab`);
}

/** Fingers, where the page is shown by another program on a telephone. */
export const tapping = { ...pointing, press: (page, selector) => onward(page, () => page.locator(selector).first().tap()) };

/** Hands without a mouse: Tab, Space, Enter; arrows only inside a group of radio buttons, where Tab does not stop. */
export const typing = {
  async press(page, selector) {
    await reach(page, selector);
    const isLink = await page.evaluate(() => document.activeElement.tagName === "A");
    await onward(page, () => page.keyboard.press(isLink ? "Enter" : "Space"));
  },
  async choose(page, selector) {
    const name = await page.locator(selector).getAttribute("name");
    await reach(page, `input[name="${name}"]`);
    await page.keyboard.press("Space");
    for (let presses = 0; presses < 20 && !(await page.locator(selector).isChecked()); presses += 1) await page.keyboard.press("ArrowDown");
    assert.equal(await page.locator(selector).isChecked(), true, `${selector} is not chosen by keyboard`);
  },
  async type(page, selector, text) {
    await reach(page, selector);
    await page.keyboard.type(text);
  },
};

/** What every page owes: its language, no overflow, no barrier, no missing words. */
export async function examine({ page }, name, tag, { picture = false } = {}) {
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.body.lang]), [tag, tag], `${name}: language`);
  assert.doesNotMatch(await page.content(), /⟦/, `${name}: a text is missing in ${tag}`);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const wide = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(wide[0] <= wide[1], `${name} in ${tag}: ${wide[0]} px wide in a window of ${wide[1]} px`);
    if (picture) await page.screenshot({ path: `${shots}/${name}-${width}-${tag.slice(0, 2)}.png`, fullPage: true });
  }
  await assertNoBarrier(page, `${name} in ${tag}`, tag === "en" ? { width: 390, colorScheme: "light" } : { width: 1280, colorScheme: "dark" });
}

// Contrast does not depend on the language: narrow and light in one, wide and dark in the other covers both.
async function assertNoBarrier(page, name, { width, colorScheme }) {
  await page.setViewportSize({ width, height: 844 });
  await page.emulateMedia({ colorScheme });
  // The page's own policy refuses every script, so the checker is handed in beside it.
  await page.evaluate(`${axe}; void 0`);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const serious = found.violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
  assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`), [], `${name}, ${colorScheme}`);
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize({ width: 390, height: 844 });
}

/** Looks at a page in both languages, and leaves its visitor in her own. */
export async function examineBoth(self, name, path, options) {
  const tags = self.zh ? ["en", "zh-Hans"] : ["zh-Hans", "en"];
  for (const tag of tags) {
    await self.go(`${path}${path.includes("?") ? "&" : "?"}language=${tag}`);
    await examine(self, name, tag, options);
  }
}

/** Bytes of the page shown now and of everything it names, as they are before any packing. */
export async function weight(self, address) {
  const document = await self.document.body();
  const named = await self.page.locator("link[href], script[src], img[src]").evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? one.getAttribute("src")));
  const parts = await Promise.all([...new Set(named)].map(async (path) => {
    const answer = await fetch(new URL(path, address), { headers: { "accept-encoding": "identity" } });
    assert.equal(answer.status, 200, path);
    return (await answer.arrayBuffer()).byteLength;
  }));
  assert.ok(parts.length >= 2, "a page names its style and its mark");
  return parts.reduce((sum, bytes) => sum + bytes, document.length);
}
