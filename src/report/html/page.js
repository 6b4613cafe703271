"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { labels, words, controls, texts, findings } = data;
  const PAGE = 60;
  const SVG = "http://www.w3.org/2000/svg";
  const $ = (id) => document.getElementById(id);
  const word = (key) => words[key] || key;

  // Every text is set as text: nothing from the data is ever read as markup.
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }
  function draw(name, attributes, ...children) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  const level = (finding) => (finding.s === "fail" ? controls[finding.c].severity : finding.s);
  const fixClass = (finding) => (finding.d ? finding.d.class : finding.s === "fail" ? "none" : "");

  // Filters: how a finding answers, and in which words.
  const order = (known) => (a, b) => known.indexOf(a) - known.indexOf(b);
  const SEVERITIES = ["critical", "high", "medium", "low"];
  const filters = {
    severity: { of: (f) => [controls[f.c].severity], sort: order(SEVERITIES), say: word },
    status: { of: (f) => [f.s], sort: order(["fail", "unknown", "suppressed", "resolved", "pass"]), say: word },
    service: { of: (f) => [controls[f.c].service] },
    framework: { of: (f) => Object.keys(controls[f.c].frameworks), say: (id) => data.frameworks[id] || id },
    fix: { of: (f) => [fixClass(f)], say: (id) => (id === "none" ? labels.no_fix : word(id)) },
    change: { of: (f) => [f.g || ""], say: word },
  };
  const chosen = {};
  let query = "";
  let visible = [];
  let shown = 0;

  const haystacks = new Map();
  function haystack(finding) {
    let text = haystacks.get(finding);
    if (text === undefined) {
      const control = controls[finding.c];
      const requirements = Object.entries(control.frameworks).map(([name, ids]) => name + " " + ids.join(" "));
      const file = finding.f === undefined ? "" : texts[finding.f] + ":" + finding.l;
      text = [control.id, control.slug, control.title, finding.a, texts[finding.m], file, ...requirements].join("\n").toLowerCase();
      haystacks.set(finding, text);
    }
    return text;
  }
  function fits(finding, without) {
    for (const key of Object.keys(chosen)) {
      if (key !== without && chosen[key] && !filters[key].of(finding).includes(chosen[key])) return false;
    }
    return query.toLowerCase().split(/\s+/).every((part) => haystack(finding).includes(part));
  }

  function buildFilters() {
    for (const [key, filter] of Object.entries(filters)) {
      const values = new Set(findings.flatMap(filter.of).filter((value) => value !== ""));
      if (values.size < 2) continue;
      const sorted = [...values].sort(filter.sort || ((a, b) => a.localeCompare(b)));
      const select = make("select", { "aria-label": labels[key], "data-key": key }, make("option", { value: "" }, labels[key] + ": " + labels.all));
      for (const value of sorted) select.append(make("option", { value }, (filter.say || String)(value)));
      select.addEventListener("change", () => choose(key, select.value));
      $("filters").append(select);
    }
    const clear = make("button", { type: "button", id: "clear", hidden: "" }, labels.clear);
    clear.addEventListener("click", clearAll);
    $("filters").append(clear);
  }
  function choose(key, value) {
    chosen[key] = value;
    refresh();
  }
  function clearAll() {
    Object.keys(chosen).forEach((key) => (chosen[key] = ""));
    query = $("search").value = "";
    refresh();
  }

  function refresh() {
    visible = findings.filter((finding) => fits(finding));
    const active = query !== "" || Object.values(chosen).some(Boolean);
    $("shown").textContent = labels.shown.replace("{n}", visible.length).replace("{all}", findings.length);
    if ($("clear")) $("clear").hidden = !active;
    for (const select of document.querySelectorAll("#filters select")) {
      select.value = chosen[select.dataset.key] || "";
      select.className = select.value ? "on" : "";
    }
    for (const button of document.querySelectorAll("[data-filter]")) {
      button.setAttribute("aria-pressed", String(chosen[button.dataset.filter] === button.dataset.value));
    }
    $("list").replaceChildren();
    shown = 0;
    more();
    if (visible.length === 0) $("list").append(make("p", { class: "empty" }, labels.nothing));
  }
  function more() {
    const next = visible.slice(shown, shown + PAGE);
    $("list").append(...next.map(item));
    shown += next.length;
    $("more").hidden = shown >= visible.length;
  }

  function item(finding) {
    const control = controls[finding.c];
    const where = finding.f === undefined ? "" : texts[finding.f] + ":" + finding.l;
    const tags = make("span", { class: "tags" });
    if (finding.g) tags.append(make("span", { class: "tag " + finding.g }, word(finding.g)));
    if (finding.d) tags.append(make("span", { class: "tag " + finding.d.class }, labels.fix + ": " + word(finding.d.class)));
    const head = make(
      "button",
      { class: "head", type: "button", "aria-expanded": "false" },
      make("span", { class: "level" }, word(level(finding))),
      make("span", { class: "what" }, texts[finding.m], make("small", {}, control.id)),
      tags,
      make("span", { class: "address" }, [finding.a || word("account"), where].filter(Boolean).join("  ·  ")),
    );
    const element = make("li", { class: level(finding) }, head);
    head.addEventListener("click", () => toggle(element, finding));
    return element;
  }
  function toggle(element, finding) {
    const head = element.firstElementChild;
    const open = head.getAttribute("aria-expanded") === "true";
    head.setAttribute("aria-expanded", String(!open));
    if (open) element.lastElementChild.remove();
    else element.append(body(finding));
  }

  function body(finding) {
    const control = controls[finding.c];
    const part = make("div", { class: "body" });
    const title = (text) => part.append(make("h3", {}, text));
    const say = (text, kind) => part.append(make("p", kind ? { class: kind } : {}, text));
    title(control.id + " " + control.title);
    if (control.why) say(control.why);
    if (finding.x) part.append(source(finding));
    if (finding.o) {
      title(labels.decided_by);
      const steps = finding.o.map(([kind, text, place]) => make("li", {}, make("code", {}, texts[text]), make("span", {}, kind), make("span", {}, texts[place])));
      part.append(make("ul", { class: "steps" }, ...steps));
    }
    if (finding.b !== undefined) say(word("waits-for") + ": " + texts[finding.b]);
    if (finding.p) say(word("suppressed") + " (" + finding.p[0] + "): " + (texts[finding.p[1]] || word("no-reason")), "soft");
    if (finding.d) fix(part, finding.d, title, say);
    else if (finding.n !== undefined) {
      title(labels.no_fix);
      say(texts[finding.n]);
    }
    if (finding.r !== undefined) {
      title(labels.graph);
      part.append(graph(finding.r, level(finding)));
    }
    if (control.steps.length || control.command) {
      title(word("remediation"));
      if (control.steps.length) part.append(make("ol", {}, ...control.steps.map((step) => make("li", {}, step))));
      if (control.command) part.append(make("pre", { class: "command", tabindex: "0" }, control.command));
    }
    const maps = Object.entries(control.frameworks).map(([id, list]) => (data.frameworks[id] || id) + ": " + list.join(", "));
    if (maps.length) {
      title(labels.framework);
      for (const map of maps) say(map, "soft");
    }
    return part;
  }
  function source(finding) {
    const [text, from, to] = finding.x;
    const line = [...texts[text]];
    const cut = (start, end) => line.slice(start, end).join("");
    return make("pre", { class: "source", tabindex: "0" }, make("span", { class: "number" }, String(finding.l)), cut(0, from), make("mark", {}, cut(from, to)), cut(to));
  }
  function fix(part, fix, title, say) {
    const copy = make("button", { class: "copy", type: "button" }, labels.copy);
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(texts[fix.diff]);
        copy.textContent = labels.copied;
      } catch {
        // Where the clipboard is closed to a page, the text is selected instead.
        getSelection().selectAllChildren(part.querySelector(".diff"));
      }
    });
    part.append(make("div", { class: "row" }, make("h3", {}, labels.fix + ": " + texts[fix.summary] + " (" + [word(fix.class), word(fix.impact), word("proven")].join(", ") + ")"), copy));
    if (fix.warning !== undefined) say(word("warning") + ": " + texts[fix.warning], "warning-text");
    for (const [name, about] of fix.inputs || []) {
      part.append(make("p", {}, word("needs") + ": ", make("code", {}, "--var " + texts[name] + "=..."), " " + texts[about]));
    }
    if (fix.also) say(word("also") + ": " + fix.also.map((text) => texts[text]).join(", "), "soft");
    const lines = texts[fix.diff].replace(/\n$/, "").split("\n").map((line) => {
      const kind = /^(\+\+\+|---)/.test(line) ? "at" : line[0] === "+" ? "add" : line[0] === "-" ? "cut" : line[0] === "@" ? "at" : "";
      return make("span", { class: kind }, line);
    });
    part.append(make("pre", { class: "diff", tabindex: "0" }, ...lines));
  }

  // The graph around a resource: what refers to it on one side, what it refers to on the other.
  let byAddress;
  function worst(address) {
    if (!byAddress) {
      byAddress = new Map();
      for (const finding of findings) {
        const known = byAddress.get(finding.a);
        const rank = (one) => SEVERITIES.indexOf(one);
        if (finding.s === "fail" && (!known || rank(level(finding)) < rank(known))) byAddress.set(finding.a, level(finding));
      }
    }
    return byAddress.get(address);
  }
  function ends(center) {
    const into = [];
    const out = [];
    const list = data.references;
    for (let at = 0; at < list.length; at += 3) {
      if (list[at + 1] === center) into.push([list[at], texts[list[at + 2]]]);
      if (list[at] === center) out.push([list[at + 1], texts[list[at + 2]]]);
    }
    return [into, out];
  }
  // Names keep their end, notes their beginning.
  function fit(text, width, size, end) {
    const room = Math.floor(width / size);
    const characters = [...text];
    if (characters.length <= room) return text;
    return end ? "…" + characters.slice(characters.length - room + 1).join("") : characters.slice(0, room - 1).join("") + "…";
  }
  function graph(center, tone) {
    const [into, out] = ends(center);
    if (into.length + out.length === 0) return make("p", { class: "soft" }, labels.alone);
    const narrow = innerWidth < 700;
    return narrow ? column(center, into, out, tone) : sides(center, into, out, tone);
  }
  function box(node, note, x, y, width, height, kind) {
    const address = data.nodes[node].a;
    const tone = worst(address);
    const short = address.split(/\.(?=[a-z_0-9]+\.[^.]+$)/).pop();
    const module = address.slice(0, address.length - short.length).replace(/\.$/, "");
    const group = draw("g", { class: [kind, tone ? "hit " + tone : ""].join(" ") });
    group.append(draw("rect", { x, y, width, height, rx: 8 }));
    const name = draw("text", { x: x + 12, y: y + 19 });
    name.textContent = fit(short, width - 24, 7.4, true);
    const minor = draw("text", { x: x + 12, y: y + 35, class: "minor" });
    minor.textContent = fit([note, module].filter(Boolean).join("  ·  "), width - 24, 6.5, false);
    const full = draw("title", {});
    full.textContent = address + (note ? "\n" + note : "");
    group.append(name, minor, full);
    if (kind === "self" || !findings.some((finding) => finding.a === address)) return group;
    const link = draw("a", { href: "#findings" }, group);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      clearAll();
      query = $("search").value = address;
      refresh();
      $("search").focus();
      $("findings").scrollIntoView();
    });
    return link;
  }
  function tip(x, y, direction) {
    const points = direction === "down" ? `M${x - 4},${y - 7} L${x},${y} L${x + 4},${y - 7} Z` : `M${x - 7},${y - 4} L${x},${y} L${x - 7},${y + 4} Z`;
    return draw("path", { d: points, class: "tip" });
  }
  function title(text, x, y) {
    const element = draw("text", { x, y, class: "title" });
    element.textContent = text;
    return element;
  }
  const counted = (text, list, more) => `${text} (${list.length + more})`;
  function sides(center, into, out, tone) {
    const [width, height, step, gap] = [292, 44, 54, 62];
    const rows = Math.max(into.length, out.length, 1);
    const total = rows * step + 26;
    // A side with nothing on it takes no room.
    const left = into.length ? 0 : width + gap;
    const full = width * (1 + (into.length > 0) + (out.length > 0)) + gap * ((into.length > 0) + (out.length > 0));
    const svg = draw("svg", { class: "graph " + tone, viewBox: `${left - 1} 0 ${full + 2} ${total}`, width: full, role: "img" });
    svg.setAttribute("aria-label", labels.graph);
    const more = data.nodes[center].more || [0, 0];
    const middle = 26 + (rows * step - 10) / 2;
    const top = (list, index) => 26 + ((rows - list.length) * step) / 2 + index * step;
    const curve = (x1, y1, x2, y2) => draw("path", { d: `M${x1},${y1} C${x1 + gap / 2},${y1} ${x2 - gap / 2},${y2} ${x2},${y2}` });
    into.forEach(([node, note], index) => {
      svg.append(curve(width, top(into, index) + height / 2, width + gap - 6, middle), box(node, note, 1, top(into, index), width, height, ""));
    });
    out.forEach(([node, note], index) => {
      const y = top(out, index) + height / 2;
      svg.append(curve(width * 2 + gap, middle, width * 2 + gap * 2 - 6, y), tip(width * 2 + gap * 2, y), box(node, note, width * 2 + gap * 2, top(out, index), width - 2, height, ""));
    });
    if (into.length) svg.append(tip(width + gap, middle), title(counted(labels.referred, into, more[0]), 4, 14));
    if (out.length) svg.append(title(counted(labels.refers, out, more[1]), width * 2 + gap * 2 + 2, 14));
    svg.append(box(center, "", width + gap, middle - height / 2, width, height, "self"));
    return svg;
  }
  function column(center, into, out, tone) {
    const [width, height, step] = [346, 44, 52];
    const svg = draw("svg", { class: "graph " + tone, role: "img" });
    svg.setAttribute("aria-label", labels.graph);
    const more = data.nodes[center].more || [0, 0];
    let y = 4;
    const middle = (into.length ? 22 + into.length * step : 0) + 6;
    if (into.length) {
      svg.append(title(counted(labels.referred, into, more[0]), 20, (y += 10)));
      y += 8;
      for (const [node, note] of into) {
        svg.append(draw("path", { d: `M18,${y + height / 2} H8 V${middle + height / 2} H12` }), box(node, note, 18, y, width - 20, height, ""));
        y += step;
      }
    }
    y = middle + 2;
    if (into.length) svg.append(tip(18, y + height / 2));
    svg.append(box(center, "", 18, y, width - 20, height, "self"));
    const from = y + height;
    y += step;
    if (out.length) {
      svg.append(title(counted(labels.refers, out, more[1]), 40, (y += 8)));
      y += 8;
      for (const [node, note] of out) {
        svg.append(draw("path", { d: `M28,${from} V${y + height / 2} H34` }), tip(40, y + height / 2), box(node, note, 40, y, width - 42, height, ""));
        y += step;
      }
    }
    svg.setAttribute("viewBox", `0 0 ${width} ${y}`);
    return svg;
  }

  // The keyboard.
  function heads() {
    return [...document.querySelectorAll("#list .head")];
  }
  function move(by) {
    const all = heads();
    const at = all.indexOf(document.activeElement && document.activeElement.closest("#list > li") ? document.activeElement.closest("#list > li").firstElementChild : null);
    if (at + by >= all.length && shown < visible.length) more();
    const next = heads()[Math.max(0, at + by)];
    if (next) {
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    }
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape") {
      clearAll();
      $("search").blur();
    } else if (typing) {
      if (event.key === "Enter" && event.target === $("search")) move(1);
    } else if (event.key === "/") {
      event.preventDefault();
      $("search").focus();
    } else if (event.key === "j" || event.key === "k") {
      move(event.key === "j" ? 1 : -1);
    }
  });

  let waiting;
  $("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      query = $("search").value.trim();
      refresh();
    }, 120);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-filter]");
    if (!button) return;
    const { filter, value } = button.dataset;
    chosen[filter] = chosen[filter] === value ? "" : value;
    refresh();
    $("findings").scrollIntoView();
  });
  $("more").addEventListener("click", more);
  if ("IntersectionObserver" in window) {
    new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && more(), { rootMargin: "600px" }).observe($("more"));
  }
  buildFilters();
  refresh();
  // A link may name what to search: report.html#q=EC2.3
  const wanted = /^#q=(.*)$/.exec(location.hash);
  if (wanted) {
    try {
      query = $("search").value = decodeURIComponent(wanted[1]);
    } catch {
      query = "";
    }
    refresh();
    const first = heads()[0];
    if (first) first.click();
  }
})();
