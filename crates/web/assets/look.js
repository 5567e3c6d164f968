// Only improves: the lists below say the same. Whoever points at a mark of the bridge, or walks among the marks by
// keys, reads its statement beneath; on the map, how many stand there.
const SVG = "http://www.w3.org/2000/svg";
const statements = new Map();

/** The middle of a shape, by its attributes: what is not shown has no box. */
const middle = (shape) => {
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(shape.getAttribute(name) ?? 0));
  return shape.hasAttribute("cx") ? { x: Number(shape.getAttribute("cx")), y: Number(shape.getAttribute("cy")) } : { x: x + width / 2, y: y + height / 2 };
};

/** The marks of a bridge, each with its statement; those of another drawing, where it shows them again. */
const marksOf = (part, { a, e, f } = { a: 1, e: 0, f: 0 }) => {
  const own = [...part.querySelectorAll("[data-statements]")].flatMap((group) =>
    group.dataset.statements.split(" ").map((id, at) => {
      const { x, y } = middle(group.children[at]);
      return { x: a * x + e, y: a * y + f, id, reach: 12 };
    }),
  );
  const again = [...part.querySelectorAll("use")].flatMap((use) => marksOf(document.querySelector(use.getAttribute("href")), use.transform.baseVal.consolidate().matrix));
  return [...again, ...own];
};

/** The hexagons of a map: a path holds all of one side and level. */
const cellsOf = (svg) =>
  [...svg.querySelectorAll("path.cell")].flatMap((path) => {
    const level = /level-(\d)/.exec(path.getAttribute("class"))?.[1];
    const side = ["fill-a", "fill-b"].findIndex((name) => path.classList.contains(name));
    return path
      .getAttribute("d")
      .split("z")
      .filter(Boolean)
      .map((cell) => {
        const [x, top, , , height] = cell.slice(1).match(/-?[\d.]+/g).map(Number);
        return { x, y: top + height, level, side, reach: height };
      });
  });

/** What is said of a statement, asked for once. */
const told = (section, id) => {
  if (!statements.has(id)) {
    const asked = fetch(`${section.dataset.statements}.json?number=${encodeURIComponent(id)}`)
      .then((answer) => (answer.ok ? answer.json() : { statements: [] }))
      .then(({ statements: [found] }) => found)
      .catch(() => void statements.delete(id));
    statements.set(id, asked);
  }
  return statements.get(id);
};

const element = (name, text, attributes = {}) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

/** Says beneath a picture what is at a spot. */
const say = async (section, reading, spot) => {
  if (!spot.id) {
    const side = section.dataset.sides.split("|")[spot.side];
    const words = side ? section.dataset.cell : section.dataset.cellAlone;
    reading.replaceChildren(element("p", words.replace("{side}", side).replace("{level}", spot.level)));
    return;
  }
  const found = await told(section, spot.id);
  if (section.dataset.at !== spot.id || !found) return;
  const sides = section.dataset.sides.split("|");
  const shares = found.line.shares.map(([side, share, rest]) => `${sides[side]} ${share}${rest ? ` ${rest}` : ""}`);
  const { text, tag } = found.line.statement;
  const href = `${section.dataset.statements}?number=${encodeURIComponent(spot.id)}`;
  reading.replaceChildren(element("a", text, { lang: tag, class: "voice", href }), element("p", `${found.verdict} · ${shares.join(" · ")}`));
};

/** The spot that lies nearest in the direction of a key. */
const towards = (spots, from, [dx, dy]) => {
  let best;
  for (const spot of spots) {
    const [across, along] = [(spot.x - from.x) * dy - (spot.y - from.y) * dx, (spot.x - from.x) * dx + (spot.y - from.y) * dy];
    const cost = along + 2 * Math.abs(across);
    if (along > 0.5 && (!best || cost < best.cost)) best = { spot, cost };
  }
  return best?.spot ?? from;
};
const KEYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const liven = (section, svg, reading) => {
  const marks = marksOf(svg);
  const spots = marks.length ? marks : cellsOf(svg);
  if (!spots.length) return;
  const ring = document.createElementNS(SVG, "circle");
  ring.setAttribute("class", "pointed");
  let at;
  const go = (spot) => {
    if (spot === at) return;
    at = spot;
    section.dataset.at = spot.id ?? "";
    ring.setAttribute("cx", spot.x);
    ring.setAttribute("cy", spot.y);
    ring.setAttribute("r", spot.reach + 2);
    svg.append(ring);
    say(section, reading, spot);
  };
  const point = (event) => {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const far = (spot) => Math.hypot(spot.x - x, spot.y - y);
    const near = spots.reduce((a, b) => (far(b) < far(a) ? b : a));
    if (far(near) <= near.reach) go(near);
  };
  svg.tabIndex = 0;
  // Keys are this picture's own now, also for whoever reads with a screen reader.
  svg.setAttribute("role", "application");
  svg.classList.add("live");
  svg.setAttribute("aria-describedby", reading.id);
  svg.addEventListener("pointermove", point);
  svg.addEventListener("click", point);
  svg.addEventListener("focus", () => at ?? go(spots[0]));
  svg.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (KEYS[event.key]) {
      event.preventDefault();
      go(towards(spots, at ?? spots[0], KEYS[event.key]));
    } else if (event.key === "Enter") {
      reading.querySelector("a")?.click();
    }
  });
};

for (const [place, section] of document.querySelectorAll("[data-picture]").entries()) {
  const reading = element("div", "", { class: "reading", id: `reading-${place}`, "aria-live": "polite" });
  reading.append(element("p", section.dataset.hint));
  const drawings = [...section.querySelectorAll("svg[role=img]")];
  if (!drawings.some((svg) => svg.querySelector("[data-statements], use, path.cell"))) continue;
  // Beside both drawings, of which one is shown at a time.
  (drawings.at(-1).closest(".narrow") ?? drawings.at(-1)).after(reading);
  for (const svg of drawings) liven(section, svg, reading);
}
