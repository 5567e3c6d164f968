// Screenshots of a report for people to look at: node shots.mjs REPORT.html FOLDER [wide|phone|print]
import { mkdirSync } from "node:fs";
import { launch, open } from "./browser.mjs";

const [report, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const [width, dark, zh] of [
  [1280, false, false], [1280, false, true], [1280, true, false], [1280, true, true],
  [390, false, false], [390, false, true], [390, true, false], [390, true, true],
]) {
  const page = await open(browser, report, { width, dark, zh });
  const name = `${width}-${zh ? "zh" : "en"}-${dark ? "dark" : "light"}`;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const strip = width > 1000 ? 1500 : 1800;
  await page.setViewportSize({ width, height });
  for (let top = 0, part = 1; top < height; top += strip, part += 1) {
    await page.screenshot({ path: `${folder}/${name}-${part}.png`, clip: { x: 0, y: top, width, height: Math.min(strip, height - top) } });
  }
  await page.context().close();
}
const page = await open(browser, report, {});
await page.pdf({ path: `${folder}/print-en.pdf`, format: "A4", preferCSSPageSize: false });
const zh = await open(browser, report, { zh: true });
await zh.pdf({ path: `${folder}/print-zh.pdf`, format: "Letter" });
await browser.close();
