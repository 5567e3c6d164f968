// What both publics see: in the invented exchange, somebody votes and predicts, organisers close and release, and she
// reads what she expected beside what was so.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { demo, examine, examineBoth, onward, pointing, shots, stop, typing, visitor } from "./site.mjs";

const folder = mkdtempSync(join(tmpdir(), "beringia-results-"));
const notes = { requests: 0, foreign: [], complaints: [] };
let browser, server, anna, ida, lan;
const press = (self, selector) => pointing.press(self.page, selector);

before(async () => {
  server = await demo(folder);
  browser = await launch();
  [anna, ida, lan] = await Promise.all([{ zh: false }, { zh: false }, { zh: true }].map((options) => visitor(browser, server.address, notes, options)));
});
after(async () => {
  await browser?.close();
  if (server?.child.exitCode === null) await stop(server);
  rmSync(folder, { recursive: true, force: true });
});

test("a visitor sees an earlier round through the eyes of an invented person, by keyboard, and where she stands", async () => {
  const visitors = await Promise.all([{ zh: false }, { zh: true }].map((options) => visitor(browser, server.address, notes, options)));
  for (const [side, guest] of visitors.entries()) {
    await guest.go("/");
    await typing.press(guest.page, `form[action="/look/2/${side}"] button`);
    assert.equal(new URL(guest.page.url()).pathname, "/conversation/2/surprise");
    for (let n = 0; n < 5 && !(await guest.page.locator('a[href="/conversation/2/place"]').count()); n += 1) await typing.press(guest.page, "a.primary");
    await typing.press(guest.page, 'a[href="/conversation/2/place"]');
    assert.ok((await guest.page.locator("svg .ring").count()) >= 4, "a ring in each picture");
    await examineBoth(guest, `place-${side + 1}`, "/conversation/2/place", { picture: true });
  }
});

test("marks of the bridge and cells of the map are read by keyboard and by pointer, and lead on", async () => {
  const guest = await visitor(browser, server.address, notes, {});
  await guest.go("/conversation/2/results");
  const [bridge, map] = ["svg.live:has([data-statements])", "svg.live:has(path.cell)"].map((selector) => guest.page.locator(`${selector} >> visible=true`).first());
  const reading = guest.page.locator(".reading");
  assert.match(await reading.first().innerText(), /walk with the arrow keys/);
  const read = new Set();
  await bridge.focus();
  for (const key of ["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"]) {
    await guest.page.keyboard.press(key);
    await reading.first().locator("a").waitFor();
    await guest.page.waitForTimeout(200);
    read.add(await reading.first().innerText());
  }
  assert.ok(read.size >= 2, `${read.size} statements read`);
  const wording = await reading.first().locator("a").innerText();
  await onward(guest.page, () => guest.page.keyboard.press("Enter"));
  assert.match(guest.page.url(), /\/conversation\/2\/statements\?number=\d+$/);
  assert.equal(await guest.page.locator("article.one").count(), 1);
  assert.equal(await guest.text("article.one .voice"), wording);
  await guest.go("/conversation/2/results");
  await map.focus();
  await guest.page.keyboard.press("ArrowRight");
  assert.match(await reading.last().innerText(), /^(Harbour|Valley): step [1-5] of 5/);
  // On a wide window another drawing is shown, and what is read stands beside it.
  await guest.page.setViewportSize({ width: 1280, height: 900 });
  await bridge.focus();
  await guest.page.keyboard.press("ArrowRight");
  await reading.first().locator("a").waitFor({ state: "visible" });
  await guest.page.setViewportSize({ width: 390, height: 844 });
  await reading.first().locator("a").waitFor({ state: "visible" });
  const mark = bridge.locator("[data-statements] > *").first();
  await mark.hover({ force: true });
  await reading.first().locator("a").waitFor();
  // Without script the same page says the same in its lists.
  const plain = await visitor(browser, server.address, notes, { script: false });
  await plain.go("/conversation/2/results");
  assert.equal(await plain.page.locator(".reading").count(), 0);
  assert.ok((await plain.page.locator(".line").count()) > 3);
});

test("she says what surprised her, and moderators find it, to be translated", async () => {
  const guest = await visitor(browser, server.address, notes, { zh: true });
  await guest.go("/");
  await press(guest, 'form[action="/look/2/1"] button');
  for (let n = 0; n < 5 && !(await guest.page.locator('a[href="/conversation/1/say"]').count()); n += 1) await press(guest, "a.primary");
  await typing.press(guest.page, 'a[href="/conversation/1/say"]');
  await examineBoth(guest, "say", "/conversation/1/say", { picture: true });
  await typing.type(guest.page, "#words", "没想到他们也这样想。");
  await typing.press(guest.page, "main form button");
  await examine(guest, "said", "zh-Hans", { picture: true });
  await lan.go("/sign-in");
  await press(lan, ".notice form:nth-of-type(2) button");
  await lan.go("/desk/conversations/1/statements");
  const own = lan.page.locator(".wording", { hasText: "没想到他们也这样想。" });
  assert.equal(await own.count(), 1);
  assert.equal(await own.locator('button[value="approve"]').count(), 0, "half a translation is not approved");
});

test("organisers look where both sides allowed it, and the record says so", async () => {
  await lan.go("/desk/conversations/1");
  await press(lan, 'form[action$="/look"] button');
  assert.match(await lan.text(), /截至.+人已作答/);
  await examine(lan, "look", "zh-Hans", { picture: true });
  await ida.go("/sign-in");
  await press(ida, ".notice form:nth-of-type(1) button");
  await ida.go("/desk/conversations/1");
  await press(ida, 'form[action$="/look"] button');
  await examine(ida, "look", "en", { picture: true });
  await ida.go("/desk/record");
  assert.match(await ida.text(), /looked at an open conversation/);
});

test("somebody answers and predicts, and sees no result", async () => {
  await anna.go("/open/1");
  await anna.page.check('input[value="25-39"]');
  await press(anna, "main form button");
  await press(anna, "main form button");
  await press(anna, "main a.primary");
  // Of three votes, one is followed by a prediction: always the same one, so that what it leads to is known.
  for (let n = 0; n < 40; n += 1) {
    if (await anna.page.locator("[data-hundred]").count()) {
      await anna.page.check('input[name="share"][value="10"]');
      await press(anna, 'button[value="predict"]');
    } else {
      await press(anna, 'button[value="agree"]');
    }
  }
  for (const path of ["results", "surprise", "report", "data/findings.json"]) {
    anna.refusals.add(404);
    assert.equal((await anna.page.request.get(`${server.address}/conversation/1/${path}`)).status(), 404, path);
  }
});

test("a conversation closes, its results are worked out, and two keys release them", async () => {
  for (const [self, place] of [[ida, 1], [lan, 2]]) {
    await self.go("/sign-in");
    await press(self, `.notice form:nth-of-type(${place}) button`);
  }
  const waiting = async (self) => {
    await self.go("/desk/approvals");
    return self.page.locator('main a[href^="/desk/approvals/"]').evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  };
  // The other side of the invented exchange has asked to close it.
  for (const path of await waiting(ida)) {
    await ida.go(path);
    if (/Close the conversation/.test(await ida.text("h1"))) break;
  }
  await press(ida, 'button[value="approve"]');
  for (let n = 0; n < 60; n += 1) {
    await ida.go("/desk/conversations/1");
    if (await ida.page.locator('button[value="release-results"]').count()) break;
    await ida.page.waitForTimeout(500);
  }
  await examineBoth(ida, "conversation-results-hidden", "/desk/conversations/1", { picture: true });
  await press(ida, 'button[value="release-results"]');
  const proposal = new URL(ida.page.url()).pathname;
  await examineBoth(ida, "approval-release", proposal, { picture: true });
  assert.equal((await anna.page.request.get(`${server.address}/conversation/1/results`)).status(), 404, "one key shows nothing");
  await lan.go(proposal);
  await press(lan, 'button[value="approve"]');
  assert.equal((await anna.page.request.get(`${server.address}/conversation/1/results`)).status(), 200);
});

test("she reads what she expected and what was so, by keyboard, in both languages", async () => {
  await anna.go("/");
  await typing.press(anna.page, 'a[href="/conversation/1/results"]');
  await examineBoth(anna, "results", "/conversation/1/results", { picture: true });
  assert.match(await anna.text("h1"), /statements, both sides share \d+/);
  await typing.press(anna.page, 'a[href="/conversation/1/surprise"]');
  await examineBoth(anna, "surprise", "/conversation/1/surprise", { picture: true });
  assert.match(await anna.text(".surprise"), /You expected 10 of 100\.\s+It was (over |under )?\d+\./);
  const seen = new Set();
  for (let n = 0; n < 5; n += 1) {
    seen.add(await anna.text(".statement .voice"));
    const next = anna.page.locator('a.primary[href*="/surprise/"]');
    if (!(await next.count())) break;
    await typing.press(anna.page, "a.primary");
  }
  assert.ok(seen.size >= 2, `${seen.size} cards, each about another statement`);
  assert.match(await anna.text(".score"), /Your \d+ predictions about Valley|Your \d+ predictions about Harbour/);
  await examineBoth(anna, "surprise-last", new URL(anna.page.url()).pathname, { picture: true });
  await typing.press(anna.page, "a.primary");
  assert.equal(new URL(anna.page.url()).pathname, "/conversation/1/results");
});

test("statements can be chosen by keyboard and without script, and stand in both languages", async () => {
  const guest = await visitor(browser, server.address, notes, { zh: true });
  await guest.go("/conversation/2/results");
  await typing.press(guest.page, 'a[href="/conversation/2/statements"]');
  await examineBoth(guest, "statements", "/conversation/2/statements", { picture: true });
  const all = await guest.page.locator("article.one").count();
  await guest.page.locator("select[name=show]").focus();
  await guest.page.keyboard.press("ArrowDown");
  await typing.press(guest.page, "form.filter button");
  assert.match(guest.page.url(), /show=accepted/);
  const some = await guest.page.locator("article.one").count();
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  assert.equal(await guest.page.locator('.other[lang="en"]').count(), some);
  const archive = await guest.page.request.get(`${server.address}/conversation/2/data/package.zip`);
  assert.equal(archive.headers()["content-type"], "application/zip");
});

test("another site shows the widget, which sets no cookie and opens the results beside it", async () => {
  const line = (await anna.page.goto(`${server.address}/conversation/1/results`), await anna.text("p.code.small"));
  assert.match(line, /^<iframe src="http:\/\/127\.0\.0\.1:\d+\/conversation\/1\/widget\?language=en"/);
  const foreign = createServer((_, answer) => answer.setHeader("content-type", "text/html; charset=utf-8").end(`<!doctype html><html lang="en"><title>A town</title><body lang="en"><h1>Our sister city</h1>${line}`));
  await new Promise((ready) => foreign.listen(0, "127.0.0.1", ready));
  try {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(`http://127.0.0.1:${foreign.address().port}/`);
    const frame = page.frameLocator("iframe");
    assert.match(await frame.locator("h1").innerText(), /statements, both sides share \d+/);
    assert.ok((await frame.locator(".line").count()) >= 1);
    assert.deepEqual(await context.cookies(), []);
    assert.deepEqual(complaints, []);
    await page.screenshot({ path: `${shots}/widget-on-another-site.png`, fullPage: true });
    const [results] = await Promise.all([context.waitForEvent("page"), frame.locator("a.button").press("Enter")]);
    await results.waitForLoadState();
    assert.equal(new URL(results.url()).pathname, "/conversation/1/results");
    // A control: the page itself does not let itself be framed.
    await page.setContent(`<iframe src="${server.address}/conversation/1/results"></iframe>`);
    await page.waitForTimeout(500);
    assert.equal(await page.frameLocator("iframe").locator("main").count(), 0);
    await context.close();
  } finally {
    foreign.close();
  }
  await examineBoth(anna, "widget", "/conversation/1/widget", { picture: true });
});

test("a conversation held elsewhere is looked at, mapped, brought and taken back", async () => {
  const votes = ["who,item,said"];
  for (let person = 0; person < 200; person += 1) {
    for (let item = 1; item <= 6; item += 1) votes.push(`${person},${item},${["oui", "oui", "non", "bof"][(person + item) % 4]}`);
  }
  const people = ["who,place", ...Array.from({ length: 200 }, (_, person) => `${person},${person % 2 ? "Port" : "Val"}`)];
  const file = (name, lines) => ({ name, mimeType: "text/csv", buffer: Buffer.from(`${lines.join("\n")}\n`) });
  await examineBoth(ida, "import", "/desk/import", { picture: true });
  await ida.page.setInputFiles("#files", [file("answers.csv", votes), file("people.csv", people)]);
  for (const [name, text] of [["title-en", "River and hills"], ["title-zh", "河与山"], ["about-en", "What was asked."], ["about-zh", "问了什么。"], ["source", "City council, May 2025"]]) {
    await ida.page.fill(`#${name}`, text);
  }
  await press(ida, "main form button.primary");
  assert.equal(await ida.page.locator('button[value="bring"]').count(), 0, "not understood yet");
  for (const [id, column] of [["c0-participant", "who"], ["c0-statement", "item"], ["c0-choice", "said"], ["c1-participant", "who"], ["c1-side", "place"]]) {
    await ida.page.selectOption(`#${id}`, column);
  }
  await press(ida, 'button[value="map"]');
  for (const [word, choice] of [["oui", "agree"], ["non", "disagree"], ["bof", "pass"]]) {
    await ida.page.getByLabel(word, { exact: true }).selectOption(choice);
  }
  await press(ida, 'button[value="map"]');
  assert.match(await ida.text(), /1,200 votes[\s\S]+100 people of Harbour/);
  await examineBoth(ida, "import-preview", "/desk/import", { picture: true });
  await press(ida, 'button[value="bring"]');
  const path = new URL(ida.page.url()).pathname;
  assert.match(path, /^\/desk\/conversations\/3$/);
  await examineBoth(ida, "imported", path, { picture: true });
  await press(ida, 'form[action$="/undo"] button');
  assert.equal(new URL(ida.page.url()).pathname, "/desk/conversations");
  assert.equal(await ida.page.locator(`a[href="${path}"]`).count(), 0);
});

test("the report and the files say the same, and a stranger sees no surprise", async () => {
  const stranger = await visitor(browser, server.address, notes, {});
  await stranger.go("/conversation/1/results");
  assert.equal(await stranger.page.locator('a[href="/conversation/1/surprise"]').count(), 0);
  await press(stranger, 'a[href="/conversation/1/report"]');
  assert.ok(await stranger.page.locator("svg").count() > 5, "pictures are there");
  const findings = await (await stranger.page.request.get(`${server.address}/conversation/1/data/findings.json`)).json();
  const accepted = findings.statements.filter(({ verdict }) => verdict === "accepted").length;
  await stranger.go("/conversation/1/results");
  assert.match(await stranger.text("h1"), new RegExp(`both sides share ${accepted}`));
  assert.deepEqual(notes.foreign, []);
  assert.deepEqual(notes.complaints, []);
});
