// The whole way through the site in a real browser: two organisations prepare an exchange, forty people answer,
// one leaves, rows are released, and the record is checked. Each test goes on where the one before it ended.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { examine, examineBoth, kept, onward, pointing, readTable, run, serve, stop, tapping, typing, unzip, visitor, weight } from "./site.mjs";

const folder = mkdtempSync(join(tmpdir(), "beringia-site-"));
const at = (name) => join(folder, name);
const notes = { requests: 0, foreign: [], complaints: [] };
const heaviest = 50 * 1024;
const password = "a song for two shores";
const names = [{ en: "Lakeshore", zh: "湖畔" }, { en: "Riverbank", zh: "河岸" }];
const day = (later) => new Date(Date.now() + later * 86_400_000).toISOString().slice(0, 10);

const typed = [
  { en: "Concerts should begin before eight in the evening.", zh: "音乐会应当在晚上八点以前开始。" },
  { en: "Children under ten should come in free.", zh: "十岁以下的儿童应当免费入场。", original: "zh" },
];
const pasted = [
  { en: "Songs should be sung in both languages.", zh: "歌曲应当用两种语言演唱。" },
  { en: "Rehearsals should be open to the public.", zh: "排练应当向公众开放。" },
  { en: "Visiting singers should stay with families.", zh: "来访的歌手应当住在当地家庭。" },
];
const fromFile = [
  { en: "The next concert should be held outdoors.", zh: "下一场音乐会应当在户外举行。" },
  { en: "Both choirs should wear the same colours.", zh: "两个合唱团应当穿同样颜色的衣服。" },
  { en: "Recordings should be free for everybody.", zh: "录音应当对所有人免费。" },
];
const statements = [...typed, ...pasted, ...fromFile];
const numberOf = (text) => 1 + statements.findIndex(({ en, zh }) => [en, zh].includes(text.trim()));

let browser, server, address, first, second;
const people = [];
const invitations = [[], []];

before(async () => {
  server = await serve(at("data"));
  address = server.address;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  if (server?.child.exitCode === null) await stop(server);
  rmSync(folder, { recursive: true, force: true });
});
// Whatever a page did wrong belongs to the test in which it did it.
afterEach(() => {
  const { foreign, complaints } = notes;
  Object.assign(notes, { foreign: [], complaints: [] });
  assert.deepEqual({ foreign, complaints }, { foreign: [], complaints: [] });
});

const newVisitor = (options) => visitor(browser, address, notes, options);
const press = (self, selector) => pointing.press(self.page, selector);
const status = async (path) => (await fetch(address + path, { redirect: "manual" })).status;

async function fillIn(self, fields) {
  for (const [name, value] of Object.entries(fields)) await self.page.locator(`#${name}`).fill(value);
}

async function takeSeat(self, link, name) {
  await self.go(link);
  await fillIn(self, { name, login: name.toLowerCase().replace(" ", "."), password, "password-again": password });
  await press(self, "main form button.primary");
  const codes = await self.page.locator(".codes li").allInnerTexts();
  assert.ok(codes.length >= 5 && new Set(codes).size === codes.length, "recovery codes are shown, each once");
  return codes;
}

/** The number at the end of the address: of a proposal, a batch, a conversation. */
const numberInAddress = (self) => Number(new URL(self.page.url()).pathname.match(/\d+/)[0]);

async function approve(self, proposal) {
  await self.go("/desk");
  await press(self, `a[href="/desk/approvals/${proposal}"]`);
  await press(self, 'button[value="approve"]');
  assert.equal(await self.page.locator(".keys .mark").count(), 2, "two keys are shown as given");
}

async function keepReceipt(self, proposal, name) {
  await self.go(`/desk/approvals/${proposal}`);
  await kept(self.page, at(name), () => self.page.locator(`a[href="/desk/approvals/${proposal}/receipt"]`).click());
}

test("before there is an exchange, the front page says so", async () => {
  const stranger = await newVisitor();
  await examineBoth(stranger, "front-empty", "/", { picture: true });
  assert.match(await stranger.text(), /Nothing is open here yet/);
  assert.ok((await weight(stranger, address)) <= heaviest);
  assert.equal((await stranger.page.request.get(`${address}/desk`, { maxRedirects: 0 })).headers().location, "/sign-in");
  assert.equal(await status("/desk.json"), 401, "the desk's data is not for strangers");
  await examineBoth(stranger, "sign-in", "/sign-in");
  stranger.refusals.add(404);
  await examineBoth(stranger, "nothing-here", "/nothing/here");
  await stranger.context.close();
});

test("the first organiser's link is used by her alone, however often it is looked at", async () => {
  for (let look = 0; look < 10; look += 1) assert.equal((await fetch(server.link)).status, 200);
  first = await newVisitor();
  await examineBoth(first, "link", server.link);
  const codes = await takeSeat(first, server.link, "Ada Lake");
  await examine(first, "recovery-codes", "en");
  await press(first, 'main a[href="/desk"]');
  assert.equal(await first.page.locator("ol.steps li").count(), 8);
  assert.equal(await first.page.locator("ol.steps li.done").count(), 0);
  await examineBoth(first, "desk-new", "/desk", { picture: true });
  assert.equal((await fetch(server.link)).status, 404, "used once, the link opens nothing");
  const again = await newVisitor();
  await again.go("/sign-in");
  await fillIn(again, { login: "ada.lake", password: codes[0] });
  await press(again, "main form button.primary");
  assert.equal(new URL(again.page.url()).pathname, "/desk", "a recovery code opens the account");
  await again.context.close();
});

test("the charter is written in both languages, and what is wrong is told beside its field", async () => {
  await examineBoth(first, "charter-empty", "/desk/charter");
  await fillIn(first, {
    "name-en": "Two Choirs", "name-zh": "两岸合唱",
    "purpose-en": "To find how two choirs want to sing together.", "purpose-zh": "了解两个合唱团希望怎样一起演唱。",
    "payer-en": "The two choirs, in equal parts", "payer-zh": "两个合唱团平均分担",
    begins: day(0), ends: day(30), "ballots-until": day(120),
  });
  for (const side of [0, 1]) {
    await fillIn(first, {
      [`side-${side}-en`]: names[side].en, [`side-${side}-zh`]: names[side].zh,
      [`organisation-${side}-en`]: `${names[side].en} Choir`, [`organisation-${side}-zh`]: `${names[side].zh}合唱团`,
      [`zone-${side}`]: ["America/Chicago", "Asia/Nowhere"][side], [`expected-${side}`]: "20", [`quota-${side}`]: "40",
    });
  }
  await press(first, 'button[value="save"]');
  assert.deepEqual(await first.page.locator(".field.wrong input").evaluateAll((all) => all.map((one) => one.id)), ["zone-1"]);
  assert.equal(await first.page.inputValue("#purpose-zh"), "了解两个合唱团希望怎样一起演唱。", "what was typed is kept");
  await examine(first, "charter-wrong", "en");
  await fillIn(first, { "zone-1": "Asia/Shanghai" });
  await press(first, 'button[value="save"]');
  assert.equal(await first.page.locator(".field.wrong").count(), 0);
  assert.match(await first.text('[role="status"]'), /Saved as a draft/);
  await press(first, 'button[value="ask"]');
  assert.match(await first.text('[role="alert"]'), /other side has nobody yet/, "one side alone cannot ask");
  await examineBoth(first, "charter", "/desk/charter", { picture: true });
});

test("the other organisation comes by a link, in its own language", async () => {
  await first.go("/desk/people");
  await press(first, 'button[value="other-side"]');
  const link = (await first.text(".notice .code")).trim();
  await examine(first, "people-link", "en");
  second = await newVisitor({ zh: true });
  await takeSeat(second, link, "Bo He");
  await examine(second, "recovery-codes", "zh-Hans");
  await press(second, 'main a[href="/desk"]');
  await examineBoth(second, "desk-second", "/desk");
  assert.equal((await fetch(link)).status, 404);
  await examineBoth(first, "people", "/desk/people");
  assert.match(await first.text(), /Bo He/);
});

test("the charter holds with the second key and not before, and each side keeps a receipt", async () => {
  await first.go("/desk/charter");
  await press(first, 'button[value="ask"]');
  const proposal = numberInAddress(first);
  assert.equal(await first.page.locator(".keys .mark").count(), 1, "asking gives one key");
  assert.equal(await first.page.locator('button[value="approve"]').count(), 0, "one side has one key");
  await examineBoth(first, "approval-asked", `/desk/approvals/${proposal}`, { picture: true });
  await examineBoth(second, "approval-waiting", `/desk/approvals/${proposal}`, { picture: true });
  await examineBoth(second, "desk-waiting", "/desk", { picture: true });
  assert.deepEqual(await (await fetch(`${address}/index.json`)).json().then(({ exchange }) => exchange), null, "nothing holds yet");
  await approve(second, proposal);
  await examineBoth(second, "approval-done", `/desk/approvals/${proposal}`);
  await examineBoth(second, "approvals", "/desk/approvals");
  await keepReceipt(second, proposal, "receipt-second.json");
  await keepReceipt(first, proposal, "receipt-first.json");
  const [one, other] = ["first", "second"].map((side) => JSON.parse(readFileSync(at(`receipt-${side}.json`), "utf8")));
  assert.deepEqual([one.side, other.side, one.change], [0, 1, other.change]);
  assert.deepEqual(one.fingerprints, other.fingerprints, "both see the same two organisations");
  const { exchange } = await (await fetch(`${address}/index.json`)).json();
  assert.equal(exchange.name, "Two Choirs");
});

async function addPasted(self, list, original) {
  await self.page.locator("#pasted").fill(list.map(({ en, zh }) => `${en} | ${zh}`).join("\n"));
  await self.page.locator(`form:has(#pasted) input[value="${original}"]`).check();
  await press(self, 'button[value="paste"]');
}

test("statements are typed, pasted and read from a file, and each side approves the other's translations", async () => {
  await examineBoth(first, "conversations-none", "/desk/conversations");
  await fillIn(first, { "title-en": "How we sing", "title-zh": "我们怎样唱", "about-en": "What the next concert should be like.", "about-zh": "下一场音乐会应当是什么样子。" });
  await press(first, "main form button.primary");
  await examine(first, "statements-none", "en");
  for (const { en, zh, original = "en" } of typed) {
    await fillIn(first, { en, zh });
    await first.page.locator(`form:has(#en) input[name="original"][value="${original}"]`).check();
    await press(first, 'button[value="add"]');
  }
  await first.page.locator("#pasted").fill("A line in one language only.");
  await press(first, 'button[value="paste"]');
  assert.equal(await first.page.inputValue("#pasted"), "A line in one language only.", "a refused line is not lost");
  assert.equal(await first.page.locator(".wording").count(), typed.length);
  await addPasted(first, pasted, "en");
  await second.go("/desk/conversations/1/statements");
  const table = ["statement,language,text,text_en", ...fromFile.map(({ en, zh }, place) => `${place + 1},zh-Hans,${zh},${en}`)].join("\n");
  await second.page.locator("#file").setInputFiles({ name: "statements.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
  await press(second, 'form:has(#file) button');
  assert.equal(await second.page.locator('[role="alert"]').count(), 0);
  for (const organiser of [first, second]) {
    await organiser.go("/desk/conversations/1/statements");
    while (await organiser.page.locator('button[value="approve"]').count()) await press(organiser, 'button[value="approve"]');
  }
  assert.deepEqual(await first.page.locator('.wording > .voice[lang="en"]').allInnerTexts(), statements.map(({ en }, place) => `${place + 1}. ${en}`));
  await examineBoth(first, "statements", "/desk/conversations/1/statements", { picture: true });
  const { statements: rows } = await (await first.page.request.get(`${address}/desk/conversations/1/statements.json`)).json();
  assert.ok(rows.length === statements.length && rows.every((row) => row.is_approved), "both sides have approved every translation");
});

test("the language can be changed after a file was sent", async () => {
  const self = await signedIn("bo.he", { zh: true });
  await self.go("/desk/conversations/1/statements");
  await self.page.locator("#file").setInputFiles({ name: "statements.csv", mimeType: "text/csv", buffer: Buffer.from("not,a,table\n1,2,3\n") });
  await press(self, "form:has(#file) button");
  assert.equal(await self.page.locator('[role="alert"]').count(), 1, "a file that is no table is refused");
  await assertSwitches(self);
});

/** The link to the other language leads to a page in that language. */
async function assertSwitches(self) {
  await press(self, "a.switch");
  assert.equal(self.document.status(), 200, `${self.document.url()} is a page`);
  assert.equal(await self.page.evaluate(() => document.documentElement.lang), self.zh ? "en" : "zh-Hans");
  await self.context.close();
}

async function signedIn(login, options) {
  const self = await newVisitor(options);
  await self.go("/sign-in");
  await fillIn(self, { login, password });
  await press(self, "main form button.primary");
  return self;
}

async function invite(self, label, size) {
  await self.go("/desk/invitations");
  await fillIn(self, { label, size: String(size), until: day(20) });
  await press(self, "main form button.primary");
  return numberInAddress(self);
}

test("each side invites its own people, and cannot see the other's codes", async () => {
  await examineBoth(first, "invitations-none", "/desk/invitations");
  const batches = [await invite(first, "choir, by post", 22), await invite(second, "合唱团", 22)];
  await first.go(`/desk/invitations/${batches[0]}`);
  await kept(first.page, at("invitations.csv"), () => first.page.locator('a[href$="/table"]').click());
  invitations[0] = readTable(at("invitations.csv")).map(({ code, link }) => ({ code, link }));
  await second.go(`/desk/invitations/${batches[1]}`);
  invitations[1] = await second.page.locator("tbody tr").evaluateAll((rows) => rows.map((row) => ({ code: row.cells[1].textContent, link: row.cells[2].textContent })));
  for (const side of invitations) assert.ok(side.length === 22 && side.every(({ code, link }) => link === `${address}/invitation/${code.replaceAll("-", "")}`));
  await examineBoth(first, "batch", `/desk/invitations/${batches[0]}`);
  assert.equal((await first.page.request.get(`${address}/desk/invitations/${batches[1]}`)).status(), 403, "the other side's batch is not shown");
  await first.go("/desk/invitations");
  await fillIn(first, { label: "too many", size: "19", until: day(20) });
  await press(first, "main form button.primary");
  assert.equal(await first.page.locator('[role="alert"]').count(), 1, "the quota both approved holds");
});

test("the list of batches fits a narrow window", () => examineBoth(first, "invitations", "/desk/invitations"));

test("the sheets to print can be looked at on a telephone, too", async () => {
  for (const paper of ["a4", "letter"]) await examineBoth(first, `sheet-${paper}`, `/desk/invitations/1/sheet?paper=${paper}`, { picture: true });
});

test("the conversation opens with two keys, not with one", async () => {
  await examineBoth(first, "conversation-draft", "/desk/conversations/1");
  await press(first, 'button[value="open-conversation"]');
  const proposal = numberInAddress(first);
  assert.deepEqual((await (await fetch(`${address}/index.json`)).json()).conversations, [], "nobody sees it yet");
  await approve(second, proposal);
  const { conversations } = await (await fetch(`${address}/index.json`)).json();
  assert.deepEqual(conversations.map(({ stage }) => stage), ["open"]);
  await examineBoth(first, "conversation-open", "/desk/conversations/1", { picture: true });
  await examineBoth(first, "conversations", "/desk/conversations");
  const stranger = await newVisitor();
  for (const [name, path] of [["front", "/"], ["join", "/join"], ["privacy", "/privacy"]]) {
    await examineBoth(stranger, name, path, { picture: true });
    assert.ok((await weight(stranger, address)) <= heaviest, `${path} is light`);
  }
  await stranger.context.close();
});

async function person(side, options = {}) {
  const { hands = pointing, ...rest } = options;
  const self = { side, hands, visitor: await newVisitor(rest), answers: new Map() };
  people.push(self);
  return self;
}

/** What a participant's page owes beside: it is light. */
async function examineHers({ visitor: self }, name, options) {
  const bytes = await weight(self, address);
  assert.ok(bytes <= heaviest, `${name} in ${self.tag} weighs ${bytes} bytes`);
  await examine(self, name, self.tag, options);
}

async function begin({ visitor: self, hands }, { code, link }, byCode) {
  if (!byCode) return self.go(link);
  await self.go("/join");
  await hands.type(self.page, "#code", code);
  await hands.press(self.page, "main form button.primary");
}

async function chooseAge({ visitor: self, hands }, age) {
  await hands.choose(self.page, `input[name="age"][value="${age}"]`);
  await hands.press(self.page, "main form button.primary");
}

async function consent(self) {
  await self.hands.press(self.visitor.page, "main form button.primary");
  self.code = (await self.visitor.text(".big-code")).trim();
  assert.match(self.code, /^\w{4}-\w{4}-\w{4}-\w{4}$/);
}

async function comeIn(self, invitation, { byCode = false, age = "25-39" } = {}) {
  await begin(self, invitation, byCode);
  await chooseAge(self, age);
  await consent(self);
  await self.hands.press(self.visitor.page, "main a.primary");
}

async function vote(self, choice) {
  const { hands, visitor: { page } } = self;
  const number = numberOf(await page.locator(".statement > .voice").innerText());
  assert.ok(number > 0, "a statement is shown as it was written");
  await hands.press(page, `button[value="${choice}"]`);
  assert.equal(await page.locator("[data-hundred]").count(), 1, "a prediction is asked after every vote");
  return number;
}

async function predict(self, share) {
  const { hands, visitor: { page } } = self;
  const question = await page.locator("#question").innerText();
  const about = names.findIndex(({ en, zh }) => question.includes(en) || question.includes(zh));
  assert.ok(about >= 0, "a prediction is about a side");
  if (share === undefined) {
    await hands.press(page, 'button[value="no-prediction"]');
    return undefined;
  }
  if (share % 10) await hands.type(page, "#typed", String(share));
  else await hands.choose(page, `input[name="share"][value="${share}"]`);
  await hands.press(page, 'button[value="predict"]');
  return { about, share };
}

async function answer(self, choice, share) {
  const number = await vote(self, choice);
  self.answers.set(number, { choice, prediction: await predict(self, share) });
}

const choices = ["agree", "disagree", "pass"];
const shares = [0, 37, 80, undefined, 100, 5];

/** Some answers; which ones depends on who she is, so that no two sheets need be alike. */
async function answerSome(self, count) {
  const who = people.indexOf(self);
  for (let n = 0; n < count; n += 1) await answer(self, choices[(who + n) % 3], shares[(who + n) % 6]);
}

test("a mail scanner does not use an invitation up; a person does, once", async () => {
  const invitation = invitations[0][0];
  for (let look = 0; look < 40; look += 1) {
    const answer = await fetch(invitation.link, { method: look % 2 ? "GET" : "HEAD", headers: { "user-agent": "Mail scanner" } });
    assert.equal(answer.status, 200);
  }
  const self = await person(0);
  await begin(self, invitation);
  await examineHers(self, "invitation", { picture: true });
  await press(self.visitor, "main form button.primary");
  assert.equal(await self.visitor.page.locator('[role="alert"]').count(), 1, "an age band is asked for");
  await chooseAge(self, "60-over");
  await examineHers(self, "consent", { picture: true });
  assert.equal((await fetch(invitation.link)).status, 200, "still good until she agrees");
  await consent(self);
  await examineHers(self, "welcome", { picture: true });
  await press(self.visitor, "main a.primary");
  const used = await fetch(invitation.link, { headers: { "accept-language": "en" } });
  assert.equal(used.status, 409);
  assert.match(await used.text(), /This code has been used/);
});

test("somebody under age is turned away, nothing is kept, and her invitation stays good", async () => {
  const invitation = invitations[1][0];
  const young = await newVisitor({ zh: true });
  young.refusals.add(409);
  await begin({ visitor: young, hands: pointing }, invitation);
  await chooseAge({ visitor: young, hands: pointing }, "under-18");
  assert.match(await young.text('[role="alert"]'), /18/);
  await examine(young, "under-age", "zh-Hans");
  assert.equal((await young.context.cookies()).filter(({ name }) => name === "person").length, 0);
  await young.context.close();
  const self = await person(1, { zh: true });
  await begin(self, invitation);
  await examineHers(self, "invitation", { picture: true });
  await chooseAge(self, "40-59");
  await examineHers(self, "consent", { picture: true });
  await consent(self);
  await examineHers(self, "welcome", { picture: true });
  await press(self.visitor, "main a.primary");
});

test("every page of the conversation is light, free of barriers, and in her language", async () => {
  for (const self of [people[0], people[1]]) {
    const { visitor: { page }, visitor } = self;
    await examineHers(self, "statement", { picture: true });
    const number = await vote(self, "agree");
    await examineHers(self, "prediction", { picture: true });
    await press(visitor, 'button[value="predict"]');
    assert.equal(await page.locator('[role="alert"]').count(), 1, "a prediction is a number, or skipped");
    self.answers.set(number, { choice: "agree", prediction: await predict(self, 80) });
    const later = numberOf(await page.locator(".statement > .voice").innerText());
    await press(visitor, 'button[value="skip"]');
    for (let n = 1; n < statements.length - 1; n += 1) await answer(self, choices[n % 3], shares[n % 6]);
    await examineHers(self, "all-answered");
    assert.deepEqual([later, self.answers.size], [later, statements.length - 1]);
    await press(visitor, 'button[value="unskip"]');
    assert.equal(numberOf(await page.locator(".statement > .voice").innerText()), later, "what was left for later comes back");
    await answer(self, "pass", 55);
    assert.equal(self.answers.size, statements.length);
    await visitor.go("/conversation/1?statement=1");
    await examineHers(self, "change-answer");
    await visitor.go("/conversation/1?pause=1");
    await examineHers(self, "pause", { picture: true });
    await visitor.go("/your-answers");
    await examineHers(self, "own-code");
    assert.equal(await page.locator(".wording").count(), 0, "her code is asked again before anything is shown");
    await page.locator("#code").fill(self.code);
    await press(visitor, "main form button.primary");
    await examineHers(self, "own", { picture: true });
    assert.equal(await page.locator(".wording").count(), statements.length);
    await press(visitor, 'button[value="withdraw"]');
    await examineHers(self, "own-sure");
    await press(visitor, '.notice a[href="/"]');
    await examineHers(self, "front-come");
  }
});

test("a participation code that is shown only once is not lost by loading its page again", async () => {
  const self = await person(0);
  await begin(self, invitations[0][1]);
  await chooseAge(self, "25-39");
  await consent(self);
  await self.visitor.page.reload();
  assert.equal(await self.visitor.page.locator(".big-code").count(), 1, await self.visitor.text());
  assert.equal((await self.visitor.text(".big-code")).trim(), self.code, "the same code, and no second participation");
});

test("a participation code that is shown only once is not lost by changing the language", async () => {
  const self = await person(1, { zh: true });
  await begin(self, invitations[1][1]);
  await chooseAge(self, "25-39");
  await consent(self);
  const { page } = self.visitor;
  if (await page.locator("a.switch").count()) {
    await press(self.visitor, "a.switch");
    assert.equal(await page.locator(".big-code").count(), 1, await self.visitor.text());
    assert.equal((await self.visitor.text(".big-code")).trim(), self.code);
  }
});

test("the hundred people fill as a number is chosen, where script runs", async () => {
  const self = people[2];
  await self.visitor.go("/conversation/1");
  const number = await vote(self, "agree");
  const { page } = self.visitor;
  await page.locator('input[name="share"][value="30"]').check();
  assert.equal(await page.locator("[data-n].filled").count(), 30);
  assert.equal(await page.inputValue("#typed"), "30");
  await page.locator("#typed").fill("72");
  assert.equal(await page.locator("[data-n].filled").count(), 72);
  self.answers.set(number, { choice: "agree", prediction: await predict(self, 73) });
  assert.match(await own(self, (shown) => shown.locator(".wording .pair").innerText()), /\b73\b/, "the last number typed is the one kept");
  await people[3].visitor.go("/conversation/1");
  await answerSome(people[3], 3);
});

/** Opens her answers with her code. */
async function own(self, look) {
  await self.visitor.go("/your-answers");
  await self.visitor.page.locator("#code").fill(self.code);
  await press(self.visitor, "main form button.primary");
  return look(self.visitor.page);
}

test("somebody without a mouse does everything by keyboard, with script and without", async () => {
  for (const [side, script, place] of [[0, true, 2], [1, false, 2]]) {
    const self = await person(side, { hands: typing, script, zh: side === 1 });
    const invitation = { ...invitations[side][place], code: invitations[side][place].code.toLowerCase().replaceAll("-", " ") };
    await comeIn(self, invitation, { byCode: true, age: "18-24" });
    await answer(self, "disagree", 40);
    await answer(self, "pass", 63);
    await answer(self, "agree", undefined);
    const { page } = self.visitor;
    await typing.press(page, 'a[href="/your-answers"]');
    await typing.type(page, "#code", self.code);
    await typing.press(page, "main form button.primary");
    assert.equal(await page.locator(".wording").count(), 3);
  }
});

test("twenty people of each side come in, by link or by typed code, in both languages, with script and without, inside a messenger and outside", async () => {
  const waiting = [0, 1].flatMap((side) => {
    const places = Array.from({ length: 20 }, (_, place) => place).slice(people.filter((one) => one.side === side).length);
    return places.map((place) => ({ side, place }));
  });
  const oneAfterAnother = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { side, place } = next;
      const inside = place % 5 === 2;
      const self = await person(side, { zh: (side === 1) !== (place % 5 === 0), script: place % 4 !== 1, inside, hands: inside ? tapping : pointing });
      await comeIn(self, invitations[side][place], { byCode: place % 6 === 2, age: ["18-24", "25-39", "40-59", "60-over"][place % 4] });
      await answerSome(self, place % 2 ? 3 : 2);
      const { page } = self.visitor;
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than the window");
      if (place > 5) await self.visitor.context.close();
    }
  };
  await Promise.all([oneAfterAnother(), oneAfterAnother()]);
  assert.deepEqual([0, 1].map((side) => people.filter((one) => one.side === side).length), [20, 20]);
  assert.equal(new Set(people.map(({ code }) => code)).size, 40, "everybody has her own code");
  const { sides } = (await deskData(first, "/desk/conversations/1.json")).going;
  assert.deepEqual(sides.map(({ came }) => came), [20, 20]);
});

const deskData = async (self, path) => (await self.page.request.get(address + path)).json();

test("a device forgets, the answers stay, and the code brings her back on another", async () => {
  const self = people[2];
  await self.visitor.go("/conversation/1?pause=1");
  await press(self.visitor, 'form[action="/forget"] button');
  await examineHers(self, "forgotten");
  assert.equal((await self.visitor.context.cookies()).filter(({ name }) => name === "person").length, 0);
  await self.visitor.go("/conversation/1");
  assert.equal(new URL(self.visitor.page.url()).pathname, "/join", "nothing is open on this device any more");
  await self.visitor.context.close();
  self.visitor = await newVisitor({ script: false });
  await self.visitor.go("/join");
  await self.visitor.page.locator("#code").fill(self.code.toLowerCase());
  await press(self.visitor, "main form button.primary");
  assert.equal(new URL(self.visitor.page.url()).pathname, "/conversation/1");
  assert.match(await self.visitor.text(".top"), new RegExp(`You have answered ${self.answers.size}\\b`));
});

test("a mistyped code is told as such, and an invitation's code opens no answers", async () => {
  const stranger = await newVisitor();
  await stranger.go("/join");
  const code = invitations[0][20].code;
  const wrong = (code[0] === "2" ? "3" : "2") + code.slice(1);
  await stranger.page.locator("#code").fill(wrong);
  await press(stranger, "main form button.primary");
  assert.match(await stranger.text(".wrong-text"), /mistyped/);
  assert.equal(await stranger.page.inputValue("#code"), wrong, "what was typed is kept");
  await examine(stranger, "join-mistyped", "en");
  await stranger.go("/your-answers");
  await stranger.page.locator("#code").fill(code);
  await press(stranger, "main form button.primary");
  assert.match(await stranger.text(".wrong-text"), /does not open answers/);
  await stranger.context.close();
});

const seen = ["/", "/privacy", "/desk", "/desk/approvals", "/desk/approvals/1", "/desk/approvals/2", "/desk/people", "/desk/invitations", "/desk/conversations", "/desk/conversations/1", "/desk/conversations/1/statements", "/desk/charter", "/desk/record"];

/** All that organisers are shown, without the clock and without the marks of a single visit. */
async function allThatOrganisersSee() {
  const all = {};
  for (const self of [first, second]) {
    for (const path of [...seen, ...seen.map((page) => (page === "/" ? "/index.json" : `${page}.json`)), "/desk/account.json"]) {
      const answer = await self.page.request.get(address + path);
      assert.equal(answer.status(), 200, path);
      all[`${self.tag} ${path}`] = (await answer.text()).replaceAll(/name="csrf" value="[^"]+"/g, "").replaceAll(/\d\d:\d\d/g, "");
    }
  }
  return all;
}

/** The first line in which two texts differ, as it was and as it is. */
function difference(before, after) {
  const [one, other] = [before, after].map((text) => text.split("\n"));
  const place = one.findIndex((line, at) => line !== other[at]);
  return `${one[place]?.trim()} -> ${other[place]?.trim()}`;
}

test("an answer is changed while the conversation is open, and nothing that organisers see tells of it", async () => {
  const self = people[1];
  const [number, held] = [...self.answers].find(([, { choice, prediction }]) => choice === "agree" && prediction);
  const before = await allThatOrganisersSee();
  await own(self, (page) => onward(page, () => page.locator(`a[href="/conversation/1?statement=${number}"]`).click()));
  assert.equal(await self.visitor.page.locator('[aria-pressed="true"]').getAttribute("value"), "agree");
  assert.equal(await vote(self, "disagree"), number);
  self.answers.set(number, { choice: "disagree", prediction: await predict(self, held.prediction.share === 20 ? 90 : 20) });
  const line = await own(self, (page) => page.locator(`.pair:has(a[href$="statement=${number}"])`).innerText());
  assert.match(line, /不同意/);
  const after = await allThatOrganisersSee();
  assert.deepEqual(Object.keys(before).filter((path) => before[path] !== after[path]).map((path) => `${path}: ${difference(before[path], after[path])}`), []);
});

/** She answers until her sheet has so many answers; how many she gave. */
async function answerUpTo(self, count) {
  const missing = Math.max(0, count - self.answers.size);
  if (missing > 0) await self.visitor.go("/conversation/1");
  for (let n = 0; n < missing; n += 1) await answer(self, "agree", 10);
  return missing;
}

test("while people answer, organisers are told how many, and no data holds an answer", async () => {
  const before = await allThatOrganisersSee();
  const present = people.filter(({ side, hands, visitor: { page } }) => side === people[2].side && hands !== typing && !page.isClosed());
  let answers = 0;
  for (const self of present.filter((one) => one !== people[2])) answers += await answerUpTo(self, statements.length);
  assert.ok(answers >= 10, `${answers} answers: counts are told in steps of ten`);
  const more = await allThatOrganisersSee();
  assert.ok(Object.keys(before).some((path) => before[path] !== more[path]), "that somebody answered is told, so what is compared here does change");
  for (const [path, text] of Object.entries(more)) {
    if (path.endsWith(".json") && path.includes("/desk")) assert.doesNotMatch(text, /"(dis)?agrees?"|"pass(es)?"|"choice"|"prediction/, `${path} holds an answer`);
  }
});

test("whoever withdraws is asked for her code, and it opens nothing afterwards", async () => {
  const self = people.find((one) => one.side === 0 && one.hands === typing);
  self.hands = pointing;
  await self.visitor.go("/your-answers");
  assert.equal(await self.visitor.page.locator('button[value="withdraw"]').count(), 0, "her device alone is not enough");
  await self.visitor.page.locator("#code").fill(self.code);
  await press(self.visitor, "main form button.primary");
  await press(self.visitor, 'button[value="withdraw"]');
  await press(self.visitor, '.notice button.primary');
  await examineHers(self, "withdrawn");
  assert.equal((await self.visitor.context.cookies()).filter(({ name }) => name === "person").length, 0);
  for (const path of ["/join", "/your-answers"]) {
    await self.visitor.go(path);
    await self.visitor.page.locator("#code").fill(self.code);
    await press(self.visitor, "main form button.primary");
    assert.equal(await self.visitor.page.locator(".wrong-text").count(), 1, `${path} knows her code no more`);
  }
  people.splice(people.indexOf(self), 1);
});

test("closing takes two keys, and nobody answers afterwards", async () => {
  const self = people[2];
  await self.visitor.go("/conversation/1");
  await first.go("/desk/conversations/1");
  await press(first, 'button[value="close-conversation"]');
  const proposal = numberInAddress(first);
  await answer(self, "agree", 50);
  await self.visitor.go("/conversation/1");
  await approve(second, proposal);
  self.visitor.refusals.add(409);
  await press(self.visitor, 'button[value="agree"]');
  assert.match(await self.visitor.text('[role="alert"]'), /not open now/, "a form from before is refused");
  await examineBoth(first, "conversation-closed", "/desk/conversations/1", { picture: true });
  await examineBoth(first, "desk", "/desk", { picture: true });
});

const sheetOf = (answers) => answers.map(({ statement, choice, about, share }) => `${statement} ${choice} ${about ?? "-"} ${share ?? "-"}`).sort().join("; ");

/** Whose answers are in the exported tables, as sheets without names. */
function exportedSheets(tables) {
  const [participants, votes, predictions] = ["participants", "votes", "predictions"].map((name) => readTable(join(tables, `${name}.csv`)));
  return participants.map(({ participant, side }) => {
    const own = votes.filter((row) => row.participant === participant).map(({ statement, choice }) => {
      const guess = predictions.find((row) => row.participant === participant && row.statement === statement);
      return { statement, choice, about: guess?.about_side, share: guess?.share };
    });
    return `${side}: ${sheetOf(own)}`;
  }).sort();
}

const expectedSheets = () => people.map(({ side, answers }) => {
  const own = [...answers].map(([statement, { choice, prediction }]) => ({ statement, choice, about: names[prediction?.about]?.en, share: prediction?.share }));
  return `${names[side].en}: ${sheetOf(own)}`;
}).sort();

test("rows leave with two keys and not before, and are exactly what people answered", async () => {
  await first.go("/desk/conversations/1");
  await first.page.locator("#recipients").fill("The two choirs' own statistician");
  await press(first, 'button[value="export"]');
  const proposal = numberInAddress(first);
  const csrf = await first.page.locator('main input[name="csrf"]').first().inputValue();
  const early = await first.page.request.post(`${address}/desk/conversations/1/rows/${proposal}`, { form: { csrf, kind: "tables" }, headers: { "accept-language": "en" } });
  assert.equal(early.status(), 409);
  assert.match(await early.text(), /Both sides have to approve this first/);
  await first.go("/desk/conversations/1");
  assert.equal(await first.page.locator('button[value="tables"]').count(), 0);
  await approve(second, proposal);
  await first.go("/desk/conversations/1");
  const name = await kept(first.page, at("tables.zip"), () => first.page.locator('button[value="tables"]').click());
  assert.match(name, /\.zip$/);
  mkdirSync(at("tables"));
  unzip(at("tables.zip"), at("tables"));
  assert.deepEqual(exportedSheets(at("tables")), expectedSheets());
  assert.deepEqual(readTable(at("tables/statements.csv")).map((row) => row.text), statements.map(({ en, zh, original }) => (original === "zh" || fromFile.some((one) => one.en === en) ? zh : en)));
});

test("the analysis reads these rows and counts thirty-nine people", () => {
  const { code, said } = run("analyse", at("tables"), "--out", at("report"), "--language", "en");
  assert.equal(code, 0, said);
  const [, lakeshore, riverbank] = said.match(/(\d+) people in Lakeshore, (\d+) in Riverbank/) ?? assert.fail(said);
  assert.deepEqual([Number(lakeshore), Number(riverbank)], [19, 20], said);
});

test("the record and the receipts fit, and one changed byte is found", async () => {
  await examineBoth(first, "record", "/desk/record", { picture: true });
  await examineBoth(first, "account", "/desk/account");
  await first.go("/desk/record");
  await kept(first.page, at("record.jsonl"), () => first.page.locator('a[href="/desk/record/export"]').click());
  for (const side of ["first", "second"]) {
    const { code, said } = run("audit", "verify", at("record.jsonl"), "--receipt", at(`receipt-${side}.json`), "--language", "en");
    assert.equal(code, 0, said);
    assert.match(said, /The receipt belongs to this record/);
  }
  const record = readFileSync(at("record.jsonl"));
  const starts = [0, ...[...record.keys()].filter((place) => record[place] === 10).map((place) => place + 1)].slice(0, -1);
  const verifiedWith = (place, byte) => {
    const changed = Buffer.from(record);
    changed[place] = byte;
    writeFileSync(at("changed.jsonl"), changed);
    return run("audit", "verify", at("changed.jsonl"), "--receipt", at("receipt-first.json")).code === 0;
  };
  const flip = (place) => verifiedWith(place, record[place] ^ 1);
  const believed = [];
  // Every byte of the second line, and one byte of every line, each at another place in it.
  for (let place = starts[1]; record[place] !== 10; place += 1) if (flip(place)) believed.push(place);
  for (const [line, start] of starts.entries()) {
    const end = record.indexOf(10, start);
    const place = start + ((line * 37) % (end - start));
    if (flip(place)) believed.push(place);
  }
  // A number in another number's stead, where it still reads as a record.
  for (const key of ['"side":', '"at":', '"account":']) {
    for (let found = record.indexOf(key); found >= 0; found = record.indexOf(key, found + 1)) {
      const last = record.indexOf(",", found) - 1;
      if (verifiedWith(last, record[last] === 0x39 ? 0x38 : record[last] + 1)) believed.push(last);
    }
  }
  assert.deepEqual(believed.map((place) => record.subarray(place - 12, place + 12).toString()), [], "changed records that are believed");
  writeFileSync(at("short.jsonl"), record.subarray(0, starts[2]));
  assert.equal(run("audit", "verify", at("short.jsonl")).code, 0, "a record may be short");
  assert.notEqual(run("audit", "verify", at("short.jsonl"), "--receipt", at("receipt-first.json")).code, 0, "but a receipt shows what is missing");
});

test("a line of a record that was sealed for no side cannot be given another side's number", () => {
  const body = '{"position":1,"at":1,"account":0,"side":-1,"act":"ballots-deleted","subject":"conversation 1"}';
  const head = createHash("sha256").update(`\n${body}`).digest("hex");
  const verified = (line) => {
    writeFileSync(at("one-line.jsonl"), `{"line":${line},"head":"${head}"}\n`);
    return run("audit", "verify", at("one-line.jsonl")).code === 0;
  };
  assert.equal(verified(body), true);
  assert.equal(verified(body.replace("-1", "-7")), false, "one changed byte is found");
});

test("the server ends when it is told to, and had no fault of its own", async () => {
  assert.ok(notes.requests > 1_000, "requests were watched all the while");
  assert.equal(await stop(server), 0);
  assert.doesNotMatch(server.logged(), /ERROR|panicked/);
});
