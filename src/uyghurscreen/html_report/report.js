"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const filters = document.getElementById("filters");
  if (!filters) return;
  const cards = document.getElementById("cards");
  const count = document.getElementById("count");
  const pages = document.getElementById("pages");
  const PER_PAGE = 50;
  const PRINTED = 500;
  const BANDS = ["exact", "strong", "possible", "weak"];

  // Every text of the data goes into the page as text, never as markup.
  function make(tag, name, ...children) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }
  const name = (text) => make("bdi", "", text);
  const number = (value) => value.toLocaleString("en-US");
  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const disposition = (hit) => {
    if (!hit.decided) return "open";
    if (hit.decided.lapsed) return "open again";
    return hit.decided.disposition;
  };
  const texts = data.hits.map((hit) => {
    const [id, query] = data.queries[hit.q];
    const entry = data.entries[hit.e];
    return fold([id, query, hit.name, entry.name, entry.id].join("\n"));
  });

  function control(label, element, extra) {
    filters.append(make("label", extra || "", label, element));
    return element;
  }
  function choice(label, values) {
    const select = make("select", "");
    select.name = label;
    select.append(new Option("all", ""));
    for (const [value, times] of values)
      select.append(new Option(`${value} (${number(times)})`, value));
    if (values.length < 2) return select;
    return control(label, select);
  }
  function counted(read, order) {
    const found = new Map();
    for (const hit of data.hits)
      found.set(read(hit), (found.get(read(hit)) || 0) + 1);
    const rank = (value) => (order ? order.indexOf(value) : value);
    return [...found].sort((a, b) => (rank(a[0]) < rank(b[0]) ? -1 : 1));
  }
  const of_list = (hit) => data.entries[hit.e].list;
  const search = control("search names and ids", make("input", ""), "search");
  search.type = "search";
  search.name = "search";
  const chosen = [
    [choice("list", counted(of_list)), of_list],
    [choice("band", counted((hit) => hit.band, BANDS)), (hit) => hit.band],
    [choice("relation", counted((hit) => hit.rel)), (hit) => hit.rel],
    [choice("decision", counted(disposition)), disposition],
    ...data.groups.map((group, at) => {
      const read = (hit) => data.queries[hit.q][4 + at] || "–";
      return [choice(group, counted(read)), read];
    }),
    [choice("change", counted((hit) => hit.change || "")), (hit) => hit.change || ""],
  ];
  const least = control("score at least", make("input", ""));
  least.type = "number";
  least.name = "score";
  [least.min, least.max, least.step] = [0, 1, 0.01];
  const order = make("select", "");
  order.name = "order";
  order.append(new Option("of the file", ""), new Option("of the score", "score"));
  control("order", order);

  let found = [];
  let page = 0;

  function filter() {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    const lowest = parseFloat(least.value) || 0;
    const wanted = chosen.filter(([select]) => select.value);
    found = [];
    data.hits.forEach((hit, at) => {
      if (hit.score < lowest) return;
      if (!wanted.every(([select, read]) => read(hit) === select.value)) return;
      if (words.every((word) => texts[at].includes(word))) found.push(at);
    });
    if (order.value)
      found.sort((a, b) => data.hits[b].score - data.hits[a].score || a - b);
    page = 0;
    show();
  }

  function facts(rows) {
    const list = make("dl", "");
    for (const [label, text] of rows)
      list.append(make("dt", "", label), make("dd", "", name(text)));
    return list;
  }

  function words(hit) {
    const line = make("span", "us-words");
    for (const [role, token, counterpart, relation, kind, part] of hit.words) {
      const only = token ? "query only" : "entry only";
      const box = make(
        "span",
        `us-pair us-${kind}`,
        make("b", "", token ? name(token) : "–"),
        make("span", "", counterpart ? name(counterpart) : "–"),
        make("span", "us-rel", relation === "missing" ? only : relation)
      );
      box.title = `${role}, ${part > 0 ? "+" : ""}${part.toFixed(3)} of the score`;
      line.append(box);
    }
    return line;
  }

  function evidence(hit) {
    const row = ([feature, value, part]) => {
      const [label, meaning] = data.features[feature];
      const sign = part > 0 ? "+" : "";
      return make(
        "tr",
        "",
        make("td", "n", sign + part.toFixed(3)),
        make("td", "", label),
        make("td", "n", value.toFixed(2)),
        make("td", "", meaning)
      );
    };
    const details = make("details", "", make("summary", "", "Parts of the score"));
    // Built when it is opened: a page of hits has thousands of these rows.
    details.addEventListener("toggle", () => {
      if (details.open && !details.querySelector("table"))
        details.append(make("table", "", make("tbody", "", ...hit.parts.map(row))));
    });
    return details;
  }

  function decided(hit) {
    const made = hit.decided;
    if (!made) return null;
    const text = [
      `${made.disposition || "cleared once"} by ${made.reviewer || "nobody named"}`,
      made.decided_at ? ` on ${made.decided_at.slice(0, 10)}` : "",
      made.expires ? `, until ${made.expires}` : "",
      made.decision_reason ? `: ${made.decision_reason}` : "",
      made.lapsed ? ` – holds no longer: ${made.lapsed}` : "",
    ].join("");
    return make("p", "why", make("span", "tag", "decision"), " ", name(text));
  }

  function card(hit) {
    const entry = data.entries[hit.e];
    const [id, query, country, address] = data.queries[hit.q];
    const mine = [["name", query], ["id", id]];
    if (country) mine.push(["country", country]);
    if (address) mine.push(["address", address]);
    data.groups.forEach((group, at) =>
      mine.push([group, data.queries[hit.q][4 + at] || "–"])
    );
    const theirs = [["name", entry.name]];
    if (hit.name !== entry.name) theirs.push([`${hit.kind} name`, hit.name]);
    const top = make(
      "div",
      "top",
      make("span", `band ${hit.band}`, hit.band),
      make("span", "score", hit.score.toFixed(3)),
      make("span", "entry", name(entry.name)),
      hit.change ? make("span", "tag", hit.change) : null,
      make("span", "list", `${entry.list} · ${entry.id}`)
    );
    const sides = make(
      "div",
      "pair",
      make("div", "", make("h4", "", "Your record"), facts(mine)),
      make("div", "", make("h4", "", "Listed entry"),
        facts([...theirs, ...entry.facts]))
    );
    const cleared = hit.decided && hit.decided.suppressed ? " cleared" : "";
    return make(
      "article",
      `card${cleared}`,
      top,
      make("p", "why", name(hit.why)),
      words(hit),
      decided(hit),
      sides,
      entry.texts.length ? facts(entry.texts) : null,
      evidence(hit)
    );
  }

  function draw(from, to) {
    cards.replaceChildren();
    let before = null;
    let record = null;
    for (const at of found.slice(from, to)) {
      const hit = data.hits[at];
      if (hit.q !== before) {
        const [id, query] = data.queries[hit.q];
        record = make("section", "record",
          make("h3", "", name(query)), make("p", "", "id ", name(id)));
        cards.append(record);
        before = hit.q;
      }
      record.append(card(hit));
    }
  }

  function show() {
    const last = Math.max(0, Math.ceil(found.length / PER_PAGE) - 1);
    page = Math.min(Math.max(page, 0), last);
    const from = page * PER_PAGE;
    const to = Math.min(from + PER_PAGE, found.length);
    draw(from, to);
    const all = found.length === data.hits.length;
    const fit = all ? "hits" : `hits that fit, of ${number(data.hits.length)}`;
    count.textContent = found.length
      ? `${number(from + 1)}–${number(to)} of ${number(found.length)} ${fit}`
      : `none of ${number(data.hits.length)} hits fits`;
    const turn = (label, step, off) => {
      const button = make("button", "", label);
      button.type = "button";
      button.disabled = off;
      button.addEventListener("click", () => {
        page += step;
        show();
        document.getElementById("hits").scrollIntoView();
      });
      return button;
    };
    pages.replaceChildren();
    if (last)
      pages.append(
        turn("← earlier", -1, page === 0),
        `page ${number(page + 1)} of ${number(last + 1)}`,
        turn("later →", 1, page === last)
      );
  }

  let waiting = 0;
  filters.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (event.target.tagName === "SELECT") filter();
    else waiting = setTimeout(filter, 120); // not at every letter that is typed
  });
  filters.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("beforeprint", () => {
    draw(0, PRINTED);
    const rest = found.length - PRINTED;
    const told = rest > 0 ? `; ${number(rest)} more are not printed, filter them` : "";
    count.textContent =
      `${number(Math.min(found.length, PRINTED))} of ` +
      `${number(data.hits.length)} hits printed${told}`;
  });
  addEventListener("afterprint", show);
  filter();
})();
