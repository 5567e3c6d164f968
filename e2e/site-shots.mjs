// Walks through the invented exchange and keeps a picture of every page: node site-shots.mjs ADDRESS FOLDER
import { mkdirSync } from "node:fs";
import { launch } from "./browser.mjs";

const [address, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await launch();

for (const [language, width, dark] of [["en", 390, false], ["zh-Hans", 390, true], ["en", 1280, false], ["zh-Hans", 1280, false]]) {
  const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: dark ? "dark" : "light", locale: language === "en" ? "en-US" : "zh-CN" });
  const page = await context.newPage();
  const keep = (name) => page.screenshot({ path: `${folder}/${name}-${width}-${language.slice(0, 2)}.png`, fullPage: true });
  const go = (path) => page.goto(address + path);
  await go(`/?language=${language}`);
  await keep("01-front");
  await go("/join");
  await keep("02-join");
  await go("/open/2");
  await keep("03-invitation");
  await page.check('input[value="25-39"]');
  await page.click("main form button");
  await keep("04-consent");
  await page.click("main form button");
  await keep("05-welcome");
  const code = await page.textContent(".big-code");
  await page.click("main a.primary");
  await keep("06-statement");
  for (let n = 0; n < 12 && !(await page.$("[data-hundred]")); n++) await page.click('button[value="agree"]');
  await keep("07-prediction");
  await page.check('input[name="share"][value="70"]');
  await keep("08-prediction-chosen");
  await page.click('button[value="predict"]');
  await go("/conversation/1?pause=1");
  await keep("09-pause");
  await go("/your-answers");
  await page.fill("#code", code);
  await page.click("main form button.primary");
  await keep("10-own");
  await go("/privacy");
  await keep("11-privacy");
  await go("/sign-in");
  await keep("12-sign-in");
  await page.click(".notice form:nth-of-type(2) button");
  await keep("13-desk");
  await go("/desk/approvals");
  await keep("14-approvals");
  await go("/desk/approvals/3");
  await keep("15-approval");
  await go("/desk/approvals/1");
  await keep("16-approval-done");
  for (const [n, path] of [[17, "people"], [18, "invitations"], [19, "conversations/1"], [20, "conversations/1/statements"], [21, "charter"], [22, "record"], [23, "account"]]) {
    await go(`/desk/${path}`);
    await keep(`${n}-${path.replaceAll("/", "-")}`);
  }
  await go("/desk/invitations/2");
  await keep("24-batch");
  await go("/desk/invitations/2/sheet");
  await keep("25-sheet");
  await context.close();
}
await browser.close();
