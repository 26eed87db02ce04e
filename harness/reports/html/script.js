// A small report without this script is whole but for filters, pages and scripts; of a large one this unpacks more.
// What is shown of docs and samples is text, or markup in which the report's templates have escaped it.
"use strict";
(async () => {
  const KEYS = ["q", "page", "rule", "severity", "release", "broker", "blame", "order"];
  const SIGNS = { holds: "✓", fails: "✗", undecided: "?", "not-checked": "–", fault: "!" };
  const WORST = ["fails", "undecided", "fault", "not-checked", "holds"];
  const byId = (id) => document.getElementById(id);
  const form = byId("filter");
  const report = byId("report");
  const source = byId("source");
  document.documentElement.classList.add("scripted");

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const said = byId("said");
  let silence = 0;
  const say = (text) => {
    said.textContent = text;
    clearTimeout(silence);
    silence = setTimeout(() => { said.textContent = ""; }, 2000);
  };

  // -- what is packed: pages, scripts, what is told of errata in a large report, see views.py -------------------------------------------------

  let unpacked = null;
  const unpack = () => {
    unpacked ??= (async () => {
      const bytes = Uint8Array.from(atob(byId("pack").textContent), (character) => character.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
      return JSON.parse(await new Response(stream).text());
    })();
    return unpacked;
  };

  const linesOf = (table, runs) => {
    const found = [];
    for (let at = 0; at < runs.length; at += 2) found.push(...table.slice(runs[at], runs[at] + runs[at + 1]));
    return found;
  };

  const own = (mapping, key) => (mapping && Object.hasOwn(mapping, key) ? mapping[key] : undefined);

  const waiting = document.querySelectorAll("[data-body]");
  if (waiting.length) {
    try {
      const { bodies } = await unpack();
      for (const node of waiting) node.innerHTML = own(bodies, node.dataset.body) || "";
    } catch (error) {
      for (const node of waiting) node.textContent = `This browser cannot unpack what is told here: ${error.message}`;
    }
  }

  // -- the list and its filter -------------------------------------------------------------------------

  const cards = Array.from(document.querySelectorAll(".erratum"), (node, place) => ({
    node,
    place,
    list: node.parentElement,
    facets: JSON.parse(node.dataset.facets),
    text: node.textContent.toLowerCase().replace(/\s+/g, " "),
  }));
  const errata = cards.filter((card) => card.list.closest("#errata")).length;

  let filter = new URLSearchParams();
  const chosen = (key) => (filter.get(key) || "").split(",").filter(Boolean);

  const fits = (card) => {
    for (const key of ["page", "rule", "release", "broker", "blame"]) {
      const wanted = filter.get(key);
      if (wanted && !card.facets[key].includes(wanted)) return false;
    }
    const severities = chosen("severity");
    if (severities.length && !severities.includes(card.facets.severity[0])) return false;
    const words = (filter.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
    return words.every((word) => card.text.includes(word));
  };

  const ORDERS = {
    page: (card) => card.node.querySelector(".where .file").textContent.replace(/\d+$/, (n) => n.padStart(6, "0")),
    rule: (card) => card.facets.rule[0],
  };

  const apply = () => {
    let shown = 0;
    let open = 0;
    for (const card of cards) {
      const visible = fits(card);
      card.node.hidden = !visible;
      if (visible) card.list.closest("#errata") ? (shown += 1) : (open += 1);
    }
    const key = ORDERS[filter.get("order")] || (() => "");
    const sorted = cards.map((card) => [key(card), card]);
    sorted.sort(([a, one], [b, other]) => (a < b ? -1 : a > b ? 1 : one.place - other.place));
    for (const [, card] of sorted) card.list.append(card.node);
    const of = shown === errata ? `${errata}` : `${shown} of ${errata}`;
    byId("showing").textContent = `${of} ${errata === 1 ? "erratum" : "errata"}${open ? `, ${open} undecided` : ""}`;
  };

  const fill = () => {
    for (const key of KEYS) {
      if (key === "severity") {
        for (const box of form.querySelectorAll("[name=severity]")) box.checked = chosen(key).includes(box.value);
        continue;
      }
      const field = form.elements[key];
      field.value = filter.get(key) || "";
      if (field.value !== (filter.get(key) || "")) filter.delete(key); // no such choice in this report
    }
  };

  const read = () => {
    const found = new URLSearchParams();
    for (const key of KEYS) {
      const value = key === "severity"
        ? Array.from(form.querySelectorAll("[name=severity]:checked"), (box) => box.value).join(",")
        : form.elements[key].value;
      if (value) found.set(key, value);
    }
    return found;
  };

  const changed = () => {
    filter = read();
    history.replaceState(null, "", `#${filter.toString() || "errata"}`);
    apply();
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => { if (event.target.name) changed(); });
  form.addEventListener("reset", () => setTimeout(changed));

  const openAll = byId("open-all");
  openAll.addEventListener("click", () => {
    const shown = cards.filter((card) => !card.node.hidden);
    const open = shown.some((card) => !card.node.open);
    for (const card of shown) card.node.open = open;
    openAll.textContent = open ? "Close all" : "Open all";
  });

  // -- pages -------------------------------------------------------------------------------------------

  let page = null; // { file, release, line } while a page is shown
  let spots = []; // lines of the page's errata
  const fileChoice = byId("source-file");
  const releaseChoice = byId("source-release");

  const address = (file, release, line) => {
    const found = new URLSearchParams(filter);
    found.set("source", file);
    found.set("in", release);
    if (line) found.set("line", line);
    return `#${found}`;
  };

  const choices = (select, values, value) => {
    select.replaceChildren(...values.map((each) => element("option", { value: each, textContent: each })));
    select.value = value;
  };

  const told = (mark, words) => {
    const [, , sort, kind, check, verdict, reason, differs] = mark;
    const parts = [`${words[sort]} (${words[kind]}): ${words[verdict]}, by ${words[check]}`];
    if (words[reason]) parts.push(words[reason]);
    if (differs) parts.push("brokers differ");
    return parts.join("; ");
  };

  // What stands beside each line: errata, the sample that it is of, claims in it.
  const margins = (view, words, ids) => {
    const found = new Map();
    const at = (line) => {
      if (!found.has(line)) found.set(line, { verdicts: [], parts: [], titles: [], spans: [] });
      return found.get(line);
    };
    for (const mark of view.marks) {
      const [first, last, sort, , check, verdict] = mark;
      for (let line = first; line <= last; line += 1) at(line).verdicts.push(words[verdict]);
      at(first).titles.push(told(mark, words));
      if (words[sort] === "sample") at(first).parts.push(`${SIGNS[words[verdict]]} sample: ${words[check]}`);
      else at(first).claims = [...(at(first).claims || []), words[verdict]];
    }
    for (const [first, last, stretches, id] of view.wrong) {
      for (let line = first; line <= last; line += 1) at(line).verdicts.push("fails");
      at(first).ids = [...(at(first).ids || []), ids[id]];
      for (const [line, from, to] of stretches) at(line).spans.push([from, to]);
    }
    return found;
  };

  const cell = (margin) => {
    const made = element("td");
    if (!margin) return made;
    const worst = WORST.find((verdict) => margin.verdicts.includes(verdict));
    made.className = worst;
    made.title = margin.titles.join("\n");
    const parts = [];
    for (const id of new Set(margin.ids || [])) {
      parts.push(element("a", { href: `#${id}`, textContent: `✗ ${id.replace(/-[0-9a-f]{8}(\.\d+)?$/, "")}` }));
    }
    for (const text of margin.parts) if (!(margin.ids && text.startsWith(SIGNS.fails))) parts.push(text);
    const claims = (margin.claims || []).filter((verdict) => !(margin.ids && verdict === "fails"));
    for (const verdict of new Set(claims)) {
      const count = claims.filter((each) => each === verdict).length;
      parts.push(`${SIGNS[verdict]} ${count === 1 ? "claim" : `${count} claims`}`);
    }
    parts.forEach((part, number) => made.append(...(number ? [", ", part] : [part])));
    if (!parts.length) made.append(element("span", { className: "hidden", textContent: worst }));
    return made;
  };

  const code = (text, spans) => {
    const made = element("code");
    let position = 0;
    for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) {
      const start = Math.max(from, position);
      if (to <= start) continue;
      made.append(text.slice(position, start), element("mark", { textContent: text.slice(start, to) }));
      position = to;
    }
    made.append(text.slice(position));
    return made;
  };

  const showPage = async () => {
    const asked = page;
    report.hidden = true;
    source.hidden = false;
    byId("source-title").textContent = asked.file;
    byId("source-back").href = `#${filter.toString() || "errata"}`;
    let data;
    try {
      data = await unpack();
    } catch (error) {
      byId("source-told").textContent = `This browser cannot unpack the pages: ${error.message}`;
      return;
    }
    if (page !== asked) return; // another one was asked for meanwhile
    const views = own(data.files, asked.file);
    const view = own(views, asked.release);
    choices(fileChoice, Object.keys(data.files), asked.file);
    const releases = byVersion(Object.keys(views || {}));
    choices(releaseChoice, releases, asked.release);
    const body = byId("source-lines");
    if (!view) {
      body.replaceChildren();
      const elsewhere = releases.length ? `; it is for ${releases.join(", ")}` : "";
      byId("source-told").textContent = `The source of this page in ${asked.release} is not in this report${elsewhere}.`;
      return;
    }
    const beside = margins(view, data.words, data.ids);
    body.replaceChildren(...linesOf(data.lines, view.runs).map((text, index) => {
      const number = index + 1;
      const margin = beside.get(number);
      const link = element("a", { href: address(asked.file, asked.release, number), textContent: number });
      const row = element("tr", { id: `line-${number}` }, element("th", { scope: "row" }, link), cell(margin),
        element("td", {}, code(text, margin?.spans || [])));
      if (margin?.ids) row.className = "wrong";
      return row;
    }));
    spots = [...new Set(view.wrong.map(([line]) => line))].sort((a, b) => a - b);
    const samples = view.marks.filter((mark) => data.words[mark[2]] === "sample").length;
    const errors = new Set(view.wrong.map((each) => each[3])).size;
    byId("source-told").textContent =
      `${asked.release}: ${errors} ${errors === 1 ? "erratum" : "errata"} in ${samples} samples and ` +
      `${view.marks.length - samples} claims that were checked.`;
    goTo(asked.line);
  };

  const byVersion = (names) => names.sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));

  const goTo = (line) => {
    for (const row of source.querySelectorAll("tr.at")) row.classList.remove("at");
    const row = line > 1 ? byId(`line-${line}`) : null;
    if (!row) {
      window.scrollTo(0, 0);
      source.focus({ preventScroll: true });
      return;
    }
    row.classList.add("at");
    row.scrollIntoView({ block: "center" });
    row.querySelector("a").focus({ preventScroll: true });
  };

  const hidePage = () => {
    page = null;
    source.hidden = true;
    report.hidden = false;
  };

  fileChoice.addEventListener("change", async () => {
    const releases = byVersion(Object.keys((await unpack()).files[fileChoice.value]));
    location.hash = address(fileChoice.value, releases.includes(page.release) ? page.release : releases[0]);
  });
  releaseChoice.addEventListener("change", () => { location.hash = address(page.file, releaseChoice.value); });
  const step = (by) => {
    const ahead = by > 0 ? spots.find((line) => line > page.line) : spots.findLast((line) => line < page.line);
    if (ahead === undefined) say("No more errata on this page");
    else location.hash = address(page.file, page.release, ahead);
  };
  byId("source-next").addEventListener("click", () => step(1));
  byId("source-previous").addEventListener("click", () => step(-1));

  // -- addresses ---------------------------------------------------------------------------------------

  const show = (node) => {
    for (let outer = node; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
    node.scrollIntoView();
    (node.querySelector(":scope > summary") || node).focus({ preventScroll: true });
  };

  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };

  const arrive = () => {
    const raw = location.hash.slice(1);
    if (raw.includes("=")) {
      const found = new URLSearchParams(raw);
      filter = new URLSearchParams([...found].filter(([key]) => KEYS.includes(key)));
      fill();
      apply();
      if (found.has("source")) {
        const next = { file: found.get("source"), release: found.get("in") || "", line: Number(found.get("line")) || 1 };
        const same = page && page.file === next.file && page.release === next.release;
        page = next;
        same ? goTo(page.line) : showPage();
        return;
      }
      const moved = page;
      hidePage();
      if (moved || filter.toString()) byId("errata").scrollIntoView();
      return;
    }
    hidePage();
    const target = raw ? byId(decoded(raw)) : null;
    if (target && report.contains(target)) {
      if (target.closest(".erratum")?.hidden) {
        filter = new URLSearchParams();
        fill();
        apply();
      }
      show(target);
    }
  };

  window.addEventListener("hashchange", arrive);

  // -- copying, scripts --------------------------------------------------------------------------------

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = element("textarea", { value: text });
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      if (!done) {
        say("This browser does not let the page copy");
        return;
      }
    }
    say("Copied");
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (!button) return;
    const link = button.dataset.copyLink;
    const address = () => `${location.href.split("#")[0]}#${link}`;
    copy(link === undefined ? button.parentElement.querySelector("pre").textContent : address());
  });

  for (const node of document.querySelectorAll("details[data-script]")) {
    node.addEventListener("toggle", async () => {
      const place = node.querySelector("code");
      if (!node.open || place.textContent) return;
      try {
        const data = await unpack();
        place.textContent = `${linesOf(data.lines, own(data.scripts, node.dataset.script) || []).join("\n")}\n`;
      } catch (error) {
        place.textContent = `This browser cannot unpack the script: ${error.message}`;
      }
    });
  }

  // -- keys --------------------------------------------------------------------------------------------

  const move = (by) => {
    const shown = [...document.querySelectorAll(".erratum:not([hidden]) > summary")];
    if (!shown.length) return;
    const here = shown.indexOf(document.activeElement.closest(".erratum")?.querySelector(":scope > summary"));
    const next = here < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(Math.max(here + by, 0), shown.length - 1);
    shown[next].focus();
    shown[next].scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      if (page) location.hash = filter.toString() || "errata";
      else if (form.contains(document.activeElement)) document.activeElement.blur();
      return;
    }
    if (!byId("keys").checked || event.target.closest("input, select, textarea") || page) return;
    const actions = { "/": () => form.elements.q.focus(), j: () => move(1), k: () => move(-1) };
    if (!Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  });

  // -- paper: what is shown is printed open ------------------------------------------------------------

  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll(".erratum:not([hidden], [open])")];
    for (const node of closed) node.open = true;
  });
  window.addEventListener("afterprint", () => { for (const node of closed) node.open = false; });

  apply();
  arrive();
})();
